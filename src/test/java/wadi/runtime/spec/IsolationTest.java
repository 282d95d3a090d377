package wadi.runtime.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A case finds nothing of those before it, and nothing of the machine. */
class IsolationTest {
  @TempDir
  Path folder;
  private SpecFolder files;

  @BeforeEach
  void folder() {
    files = new SpecFolder(folder.resolve("wadi"));
  }

  @AfterEach
  void close() {
    files.close();
  }

  private void assertPasses(String route, String... cases) {
    files.spec(route, "route: " + route + "\ncases:\n  - " + String.join("\n  - ", cases));
    SpecReport report = files.run(route);
    assertThat(report.errors()).isEmpty();
    assertThat(report.cases()).hasSize(cases.length);
    assertThat(report.failed()).extracting(CaseResult::shown).isEmpty();
  }

  @Test
  void each_case_has_its_own_ids_clock_and_counters() {
    files.route("fresh", "direct:fresh", "- to: { id: ask, uri: \"direct:route-alert\" }", "- bean: { id: take, ref: intake, method: accept }",
        "- setVariable: { id: sample, name: verdict, method: { ref: screening, method: bySample } }");
    String body = "body: { order: 1, paymentMethod: x, payment: {} }";
    String first = "{ it: %s, given: { " + body + " }, then: [ { to: direct:route-alert }, { reply: { variables: { verdict: { decision: clean } },"
        + " body: { transactionID: 100000000001, receivedAt: 2026-03-01T10:00:00Z } } } ] }";
    String later = "{ it: later, given: { " + body + ", clock: 2027-01-01T00:00:00Z, counters: { sampleChecks: 9 }, answers: { direct:route-alert: { slow: 50ms } } },"
        + " then: [ { to: direct:route-alert }, { reply: { variables: { verdict: { decision: held } },"
        + " body: { transactionID: 100000000001, receivedAt: 2027-01-01T00:00:00.050Z } } } ] }";

    assertPasses("fresh", first.formatted("before"), later, first.formatted("after"));
  }

  @Test
  void answers_of_one_case_are_not_those_of_the_next() {
    files.route("fresh", "direct:fresh", "- to: { id: ask, uri: \"direct:route-alert\" }");

    assertPasses("fresh", "{ it: a, given: { answers: { direct:route-alert: { fails: timeout } } }, then: [ { to: direct:route-alert }, { fails: timeout } ] }",
        "{ it: b, then: [ { to: direct:route-alert } ] }");
  }

  @Test
  void properties_of_one_case_are_not_those_of_the_next() {
    files.route("fresh", "direct:fresh", "- setBody: { id: say, simple: \"{{fraud.mode}}\" }");

    assertPasses("fresh", "{ it: a, given: { properties: { fraud.mode: sample } }, then: [ { reply: { body: sample } } ] }",
        "{ it: b, then: [ { reply: { body: rules } } ] }", "{ it: c, given: { properties: { fraud.mode: rules } }, then: [ { reply: { body: rules } } ] }");
  }

  @Test
  void properties_of_a_case_reach_routes_of_a_template_and_kamelets() {
    files.write("kamelets/say-action.kamelet.yaml", """
        apiVersion: camel.apache.org/v1
        kind: Kamelet
        metadata: { name: say-action, labels: { camel.apache.org/kamelet.type: action } }
        spec:
          definition: { title: Say, required: [ what ], properties: { what: { title: What, type: string } } }
          template: { from: { uri: "kamelet:source", steps: [ { setBody: { simple: "say {{what}}" } } ] } }
        """);
    files.write("routes/tests/fresh.camel.yaml", """
        - routeTemplate:
            id: sayings
            parameters: [ { name: what } ]
            from:
              uri: direct:{{what}}
              steps:
                - to: { uri: "kamelet:say-action", parameters: { what: "{{fraud.mode}}" } }
        - templatedRoute: { routeId: fresh, routeTemplateRef: sayings, parameters: [ { name: what, value: fresh } ] }
        """);

    assertPasses("fresh", "{ it: a, given: { properties: { fraud.mode: sample } }, then: [ { reply: { body: say sample } } ] }",
        "{ it: b, then: [ { reply: { body: say rules } } ] }");
  }

  @Test
  void what_a_route_remembers_is_forgotten() {
    files.write("routes/tests/fresh.camel.yaml", """
        - beans:
            - name: remembered
              type: org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository
        - route:
            id: fresh
            group: tests
            from:
              uri: direct:fresh
              steps:
                - idempotentConsumer:
                    simple: "${body}"
                    idempotentRepository: "#remembered"
                    steps:
                      - to: direct:route-alert
        """);

    assertPasses("fresh", "{ it: a, given: { body: x }, then: [ { to: direct:route-alert } ] }", "{ it: b, given: { body: x }, then: [ { to: direct:route-alert } ] }");
  }

  @Test
  void the_properties_of_the_machine_have_no_effect() {
    files.route("fresh", "direct:fresh", "- setBody: { id: say, simple: \"{{fraud.mode}}\" }");
    System.setProperty("fraud.mode", "sample");
    try {
      assertPasses("fresh", "{ it: a, then: [ { reply: { body: rules } } ] }");
    } finally {
      System.clearProperty("fraud.mode");
    }
  }
}
