package wadi.runtime.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.util.List;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.RouteDefinition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wadi.runtime.Snapshot;

/** Which branches there are, and that each is seen to be reached only by the case that takes it. */
class BranchesTest {
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

  /** The branches of a route after cases with these bodies. */
  private List<Branch> after(String route, String... bodies) {
    StringBuilder cases = new StringBuilder("cases:\n");
    for (String body : bodies) {
      cases.append("  - { it: \"").append(cases.length()).append("\", given: { body: ").append(body).append(" }, then: nothing }\n");
    }
    files.spec(route, "route: " + route, cases.toString());
    SpecReport report = files.run(route);
    assertThat(report.errors()).isEmpty();
    return report.branches();
  }

  private void choice(String... otherwise) {
    files.route("fork", "direct:fork", "- choice:", "    id: by-body", "    when:",
        "      - { id: when-one, simple: \"${body} == 1\", steps: [ { log: { message: one } } ] }",
        "      - { simple: \"${body} == 2\", steps: [ { log: { message: two } } ] }", String.join("\n", otherwise).indent(4));
  }

  @Test
  void a_choice_has_its_whens_and_its_otherwise() {
    choice("otherwise: { id: when-more, steps: [ { log: { message: more } } ] }");

    assertThat(after("fork", "1")).extracting(Branch::owner, Branch::step, Branch::name, Branch::reached).containsExactly(
        tuple("fork", "by-body", "when-one", true), tuple("fork", "by-body", "when ${body} == 2", false), tuple("fork", "by-body", "when-more", false));
    assertThat(after("fork", "2", "3")).extracting(Branch::reached).containsOnly(true);
  }

  @Test
  void a_choice_without_otherwise_can_take_none_of_its_whens() {
    choice();

    assertThat(after("fork", "1", "2")).extracting(Branch::name, Branch::reached)
        .containsExactly(tuple("when-one", true), tuple("when ${body} == 2", true), tuple("none of them", false));
    assertThat(after("fork", "3")).extracting(Branch::reached).containsOnly(true);
  }

  @Test
  void a_branch_is_found_by_file_and_line() {
    choice();

    assertThat(after("fork", "1")).extracting(Branch::place).containsExactly("routes/tests/fork.camel.yaml:11: by-body, when-one",
        "routes/tests/fork.camel.yaml:12: by-body, when ${body} == 2", "routes/tests/fork.camel.yaml:9: by-body, none of them");
  }

  @Test
  void a_branch_without_steps_is_one_too() {
    files.route("fork", "direct:fork", "- choice:", "    when: [ { simple: \"${body} == 1\" } ]", "    otherwise: {}");

    assertThat(after("fork", "1")).extracting(Branch::step, Branch::name, Branch::reached)
        .containsExactly(tuple("choice", "when ${body} == 1", true), tuple("choice", "otherwise", false));
  }

  @Test
  void a_condition_that_fails_leads_nowhere() {
    files.route("fork", "direct:fork", "- choice:", "    when: [ { simple: \"${body.noSuchMethod}\" } ]");

    files.spec("fork", "route: fork", "cases: [ { it: fails, given: { body: 1 }, then: [ { fails: MethodNotFoundException } ] } ]");

    assertThat(files.run("fork").cases()).allMatch(CaseResult::passed);
    assertThat(files.run("fork").branches()).extracting(Branch::reached).containsExactly(false, false);
  }

  @Test
  void a_choice_within_a_choice_comes_after_it() {
    files.route("fork", "direct:fork", "- choice:", "    id: outer", "    when:", "      - id: when-one", "        simple: \"${body} == 1\"", "        steps:",
        "          - choice: { id: inner, when: [ { id: when-first, simple: \"${header.first}\" } ] }");

    assertThat(after("fork", "1")).extracting(Branch::step, Branch::name, Branch::reached).containsExactly(tuple("outer", "when-one", true),
        tuple("outer", "none of them", false), tuple("inner", "when-first", false), tuple("inner", "none of them", true));
  }

  @Test
  void disabled_branches_and_steps_are_no_branches() {
    files.route("fork", "direct:fork", "- choice:", "    when:", "      - { id: off, disabled: \"true\", simple: \"${body} == 1\", steps: [ { log: { message: a } } ] }",
        "      - { id: on, simple: \"${body} == 1\", steps: [ { log: { message: b } } ] }",
        "- choice: { disabled: \"true\", when: [ { simple: \"${body} == 1\" } ] }");

    assertThat(after("fork", "1")).extracting(Branch::name, Branch::reached).containsExactly(tuple("on", true), tuple("none of them", false));
  }

  @Test
  void a_filter_lets_through_or_holds_back() {
    files.route("fork", "direct:fork", "- filter: { id: only-one, simple: \"${body} == 1\", steps: [ { log: { message: one } } ] }");

    assertThat(after("fork", "1")).extracting(Branch::step, Branch::name, Branch::reached)
        .containsExactly(tuple("only-one", "lets through", true), tuple("only-one", "holds back", false));
    assertThat(after("fork", "2")).extracting(Branch::reached).containsOnly(true);
  }

  @Test
  void what_handles_a_failure_is_reached_by_one() {
    files.route("fork", "direct:fork", "- doTry:", "    steps: [ { throwException: { exceptionType: java.io.IOException, message: \"${body}\" } } ]", "    doCatch:",
        "      - { id: when-away, exception: [ java.io.IOException ], steps: [ { log: { message: away } } ] }",
        "      - { id: when-wrong, exception: [ java.lang.Exception ], steps: [ { log: { message: wrong } } ] }");

    assertThat(after("fork", "1")).extracting(Branch::step, Branch::name, Branch::reached)
        .containsExactly(tuple("when-away", "handles a failure", true), tuple("when-wrong", "handles a failure", false));
  }

  @Test
  void a_case_with_properties_of_its_own_reaches_branches_too() {
    files.route("fork", "direct:fork", "- choice: { id: by-mode, when: [ { id: when-sample, simple: \"'{{fraud.mode}}' == 'sample'\" } ] }");
    files.spec("fork", "route: fork", "cases:", "  - { it: samples, given: { properties: { fraud.mode: sample } }, then: nothing }");

    assertThat(files.run("fork").branches()).extracting(Branch::name, Branch::reached)
        .containsExactly(tuple("when-sample", true), tuple("none of them", false));
  }

  @Test
  void a_case_of_a_route_that_remembers_reaches_branches_too() {
    files.route("fork", "direct:fork", "- throttle: { constant: \"1\" }",
        "- choice: { id: by-body, when: [ { id: when-one, simple: \"${body} == 1\" } ] }");

    assertThat(after("fork", "1")).extracting(Branch::reached).containsExactly(true, false);
  }

  @Test
  void routes_of_a_template_have_branches_each() {
    files.write("routes/tests/fork.camel.yaml", """
        - routeTemplate:
            id: forks
            parameters: [ { name: wanted } ]
            from:
              uri: direct:{{routeId}}
              steps:
                - choice:
                    id: by-body
                    when:
                      - { id: when-wanted, simple: "${body} == {{wanted}}", steps: [ { log: { message: it } } ] }
        - templatedRoute: { routeId: fork-one, routeTemplateRef: forks, parameters: [ { name: wanted, value: "1" }, { name: routeId, value: fork-one } ] }
        - templatedRoute: { routeId: fork-two, routeTemplateRef: forks, parameters: [ { name: wanted, value: "2" }, { name: routeId, value: fork-two } ] }
        """);

    assertThat(after("fork-two", "1")).extracting(Branch::owner, Branch::reached).containsExactly(tuple("fork-two", false), tuple("fork-two", true));
    assertThat(after("fork-one", "1")).extracting(Branch::owner, Branch::reached).containsExactly(tuple("fork-one", true), tuple("fork-one", false));
  }

  @Test
  void routes_in_java_have_branches() throws Exception {
    RouteDefinition built = new RouteBuilder() {
      @Override
      public void configure() {
        from("direct:java").routeId("java").choice().when(simple("${header.none}")).log("a").otherwise().log("b").end();
      }

      private RouteDefinition route() throws Exception {
        configure();
        return getRouteCollection().getRoutes().get(0);
      }
    }.route();
    Snapshot snapshot = Snapshot.take(folder.resolve("wadi"), folder.resolve("copy"));
    try (SpecRunner runner = new SpecRunner(snapshot, SpecFolder.RULES, route -> {
      if (route.getRouteId().equals("relay-outbox")) {
        route.addOutput(built.getOutputs().get(0));
      }
    })) {
      assertThat(runner.run("relay-outbox"::equals).branches()).extracting(Branch::owner, Branch::step, Branch::reached)
          .containsExactly(tuple("relay-outbox", "choice", false), tuple("relay-outbox", "choice", true));
    }
  }

  @Test
  void a_run_of_some_routes_tells_of_these_only() {
    choice();
    assertThat(after("fork", "1")).extracting(Branch::owner).containsOnly("fork");
  }
}
