package wadi.runtime.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a case can expect, and that each of it is seen to fail. */
class SpecRunnerTest {
  @TempDir
  static Path shared;
  private static SpecFolder unchanged;

  @TempDir
  Path folder;
  private SpecFolder files = unchanged;

  @BeforeAll
  static void routes() {
    unchanged = withRoutes(shared);
  }

  @AfterAll
  static void close() {
    unchanged.close();
  }

  /** For a test that adds or changes routes. */
  private void ownFiles() {
    files = withRoutes(folder);
  }

  private static SpecFolder withRoutes(Path folder) {
    SpecFolder files = new SpecFolder(folder.resolve("wadi"));
    files.route("first", "direct:first",
        "- setVariable: { id: keep, name: severity, simple: \"${body[severity]}\" }",
        "- setHeader: { id: name, name: Name, constant: value }",
        "- to: { id: one, uri: \"direct:second\" }",
        "- to: { id: two, uri: \"https://api.example.com/send\", parameters: { throwExceptionOnFailure: true } }",
        "- to: { id: count, uri: \"micrometer:counter:tests_total\", parameters: { tags.severity: \"${variable.severity}\" } }",
        "- setBody: { id: answer, constant: done }");
    files.route("second", "direct:second", "- log: { id: say, message: nothing }");
    files.spec("second", "route: second", "cases: [ { it: logs, then: [ { step: say } ] } ]");
    return files;
  }

  private static final String SENT = "{ to: direct:second }, { to: https://api.example.com/send }";

  private SpecReport run(String then) {
    return run("{ body: { severity: low, n: 1.50 } }", then);
  }

  private SpecReport run(String given, String then) {
    files.spec("first", "route: first", "cases:", "  - it: does", "    given: " + given, "    then: " + then);
    return files.run("first");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "[ SENT ]",
      "[ { to: direct:second, body: { severity: low } }, { to: https://api.example.com/send } ]",
      "[ { to: direct:second, body: { n: 1.5 } }, { to: https:* } ]",
      "[ { to: direct:second, body: !exactly { severity: low, n: 1.5 } }, { to: https:* } ]",
      "[ { to: direct:second, body: { severity: !matches 'l.w' , n: !any , x: !absent } }, { to: https:* } ]",
      "[ { to: direct:second, body: { severity: !contains o } }, { to: https:* } ]",
      "[ { to: direct:second, headers: !exactly { name: value }, variables: { severity: low }, type: LinkedHashMap }, { to: https:* } ]",
      "[ { to: direct:second }, { to: https:*, options: { throwExceptionOnFailure: true } } ]",
      "[ { any-order: [ { to: https:* }, { to: direct:second } ] } ]",
      "[ SENT, { step: answer } ]",
      "[ { step: keep }, SENT, { to: 'micrometer:counter:tests_total', options: { tags.severity: low } } ]",
      "[ SENT, { reply: { body: done, headers: { Name: value }, variables: { severity: low }, type: String } } ]"})
  void passes_what_is_as_expected(String then) {
    assertThat(run(then.replace("SENT", SENT)).failed()).extracting(CaseResult::shown).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "[ { to: direct:second } ] | 3 | nothing else leaves | to https:api.example.com/send",
      "nothing | 3 | nothing else leaves | to direct:second",
      "[ SENT, { to: direct:second } ] | 5 | to direct:second | it left, but not in this place",
      "[ { to: https:* }, { to: direct:second } ] | 5 | to https:* | it left, but not in this place",
      "[ { to: direct:second, body: { severity: high } }, { to: https:* } ] | 5 | to direct:second | body.severity: expected \"high\", was \"low\"",
      "[ { to: direct:second, body: { n: '1.50' } }, { to: https:* } ] | 5 | to direct:second | body.n: expected \"1.50\", was 1.50",
      "[ { to: direct:second, body: !exactly { severity: low } }, { to: https:* } ] | 5 | to direct:second | body: expected exactly [severity], there is also [n]",
      "[ { to: direct:second, body: { severity: !matches 'hi.*' } }, { to: https:* } ] | 5 | to direct:second | expected a text that matches hi.*, was \"low\"",
      "[ { to: direct:second, body: { severity: !contains x } }, { to: https:* } ] | 5 | to direct:second | expected something that contains \"x\", was \"low\"",
      "[ { to: direct:second, body: { x: !any } }, { to: https:* } ] | 5 | to direct:second | body.x: expected any value, was nothing",
      "[ { to: direct:second, body: { n: !absent } }, { to: https:* } ] | 5 | to direct:second | body.n: expected nothing, was 1.50",
      "[ { to: direct:second, body: [] }, { to: https:* } ] | 5 | to direct:second | body: expected a list, was {",
      "[ { to: direct:second, headers: { Name: other } }, { to: https:* } ] | 5 | to direct:second | headers.Name: expected \"other\", was \"value\"",
      "[ { to: direct:second, headers: !exactly {} }, { to: https:* } ] | 5 | to direct:second | headers: expected exactly [], there is also [Name]",
      "[ { to: direct:second, variables: { severity: high } }, { to: https:* } ] | 5 | to direct:second | variables.severity: expected \"high\", was \"low\"",
      "[ { to: direct:second, type: String }, { to: https:* } ] | 5 | to direct:second | type: expected \"String\", was \"LinkedHashMap\"",
      "[ { to: direct:second }, { to: https:*, options: { throwExceptionOnFailure: false } } ] | 5 | to https:* | options.throwExceptionOnFailure",
      "[ { any-order: [ { to: https:* }, { to: direct:second, body: { severity: high } } ] } ] | 5 | to https:* | it left, but not in this place",
      "[ SENT, { step: answer }, { step: keep } ] | 5 | step keep | it left, but not in this place",
      "[ SENT, { to: 'micrometer:counter:tests_total', options: { tags.severity: high } } ] | 5 | to micrometer:counter:tests_total | expected \"high\", was \"low\"",
      "[ SENT, { reply: { body: other } } ] | 5 | the reply | body: expected \"other\", was \"done\"",
      "[ SENT, { reply: { status: 200 } } ] | 5 | the reply | status: expected 200, was nothing",
      "[ SENT, { fails: timeout } ] | 5 | the route fails with timeout | it did not fail"})
  void fails_what_is_not_as_expected(String then, int line, String expected, String instead) {
    SpecReport report = run(then.replace("SENT", SENT));

    assertThat(report.errors()).isEmpty();
    assertThat(report.passed()).isFalse();
    Mismatch mismatch = report.failed().get(0).mismatch().orElseThrow();
    assertThat(mismatch.expected()).isEqualTo(expected);
    assertThat(mismatch.instead()).contains(instead);
    assertThat(mismatch.line()).isEqualTo(line);
    assertThat(report.failed().get(0).shown()).startsWith("routes/tests/first.spec.yaml:" + line + ": first: does").contains("1  to direct:second");
  }

  @Test
  void fails_a_case_whose_route_fails_without_saying_so() {
    Mismatch mismatch = run("{ answers: { direct:second: { fails: timeout } } }", "[ { to: direct:second } ]").failed().get(0).mismatch().orElseThrow();

    assertThat(mismatch.expected()).isEqualTo("the route does not fail");
    assertThat(mismatch.instead()).contains("SocketTimeoutException: Read timed out");
  }

  @Test
  void fails_a_case_whose_route_fails_with_something_else() {
    assertThat(run("{ answers: { direct:second: { fails: timeout } } }", "[ { to: direct:second }, { fails: timeout } ]").passed()).isTrue();
    assertThat(run("{ answers: { direct:second: { fails: java.io.IOException } } }", "[ { to: direct:second }, { fails: java.io.IOException } ]").passed()).isTrue();
    assertThat(run("{ answers: { direct:second: { fails: timeout } } }", "[ { to: direct:second }, { fails: database away } ]").failed().get(0).shown())
        .contains("the route fails with database away", "SocketTimeoutException");
  }

  @Test
  void gives_neighbours_answers_in_turn() {
    ownFiles();
    files.route("first", "direct:first", "- to: { id: a, uri: \"direct:second\" }", "- to: { id: b, uri: \"direct:second\" }", "- to: { id: c, uri: \"direct:second\" }");

    SpecReport report = run("{ body: start, answers: { direct:second: [ { body: one, headers: { H: 1 } }, { body: two, variables: { v: 2 }, slow: 20ms } ] } }",
        "[ { to: direct:second, body: start }, { to: direct:second, body: one, headers: { h: 1 } }, { to: direct:second, body: two, variables: { v: 2 } }, { reply: { body: two } } ]");

    assertThat(report.failed()).extracting(CaseResult::shown).isEmpty();
  }

  @Test
  void lets_what_happens_behind_a_route_happen_before_its_end() {
    ownFiles();
    files.route("first", "direct:first", "- wireTap: { id: tap, uri: \"direct:second\" }",
        "- split: { id: each, simple: \"${body}\", parallelProcessing: true, steps: [ { to: { id: send, uri: \"https:api.example.com\" } } ] }");

    SpecReport report = run("{ body: [ 1, 2 ] }", "[ { to: direct:second, body: [ 1, 2 ] }, { to: https:api.example.com, body: 1 }, { to: https:api.example.com, body: 2 } ]");

    assertThat(report.failed()).extracting(CaseResult::shown).isEmpty();
  }

  @Test
  void runs_routes_that_a_precondition_leaves_out() {
    ownFiles();
    files.write("routes/tests/first.camel.yaml", """
        - route:
            id: first
            group: tests
            precondition: "{{inbox.enabled}} == 'never'"
            from:
              uri: direct:first
              steps:
                - to: direct:second
        """);

    assertThat(run("[ { to: direct:second } ]").failed()).isEmpty();
  }

  @Test
  void gives_an_edge_text_and_only_the_headers_it_lets_in() {
    ownFiles();
    files.route("first", "\"platform-http:/first?headerFilterStrategy=#transactionHttpHeaders\"", "- to: { id: a, uri: \"direct:second\" }");

    SpecReport report = run("{ headers: { traceparent: a, CamelFileName: b, CamelHttpMethod: POST }, body: { a: 1 } }",
        "[ { to: direct:second, type: String, body: '{\"a\":1}', headers: !exactly { traceparent: a, CamelHttpMethod: POST } } ]");

    assertThat(report.failed()).extracting(CaseResult::shown).isEmpty();
  }

  @Test
  void shows_the_three_cases_of_the_style_guide() {
    ownFiles();
    files.route("route-it", "direct:route-it", "- choice:", "    id: by-severity", "    when:", "      - id: when-not-low",
        "        simple: \"${body[severity]} != 'low'\"", "        steps:", "          - to: { id: sms, uri: \"direct:deliver-sms\" }",
        "- to: { id: mail, uri: \"direct:deliver-email\" }");
    files.spec("route-it", """
        route: route-it
        cases:
          - it: wakes somebody up for a critical alert
            given: { body: { severity: critical, summary: "card used twice" } }
            then:
              - to: direct:deliver-sms
                body: { severity: critical }
              - to: direct:deliver-email
          - it: only mails a low alert
            given: { body: { severity: low, summary: "new device" } }
            then:
              - to: direct:deliver-email
          - it: treats an alert without severity as high
            given: { body: { summary: "from an old producer" } }
            then:
              - to: direct:deliver-sms
              - to: direct:deliver-email
        """);

    SpecReport report = files.run("route-it");

    assertThat(report.errors()).isEmpty();
    assertThat(report.cases()).hasSize(3).allMatch(CaseResult::passed);
  }
}
