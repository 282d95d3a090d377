package wadi.runtime.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kamelets and route templates under specs. */
class KameletSpecTest {
  @TempDir
  private Path temp;
  private SpecFolder folder;

  @BeforeEach
  void add_kamelets() {
    folder = new SpecFolder(temp.resolve("files"));
    kamelet("tag-action", "word", """
        - setBody:
            simple: "{{word}} ${body}"
        """);
  }

  @AfterEach
  void close() {
    folder.close();
  }

  @Test
  void a_kamelet_runs_with_the_parameters_of_each_use() {
    folder.route("send-a", "direct:send-a", "- to: {id: one, uri: 'kamelet:tag-action?word=hello'}",
            "- kamelet: {name: tag-action, parameters: {word: again}}", "- to: {id: on, uri: 'direct:park-message'}")
        .spec("send-a", "route: send-a", "cases:", "  - it: tags twice", "    given: {body: you}", "    then:", "      - to: direct:park-message",
            "        body: again hello you");

    assertThat(folder.run("send-a").cases()).allMatch(c -> c.mismatch().isEmpty()).isNotEmpty();
    assertThat(folder.errors("send-a")).isEmpty();
  }

  @Test
  void properties_of_a_case_reach_the_kamelet() {
    folder.route("send-a", "direct:send-a", "- to: {id: one, uri: 'kamelet:tag-action', parameters: {word: '{{broker}}'}}")
        .spec("send-a", "route: send-a", "cases:", "  - it: tags", "    given: {body: you, properties: {broker: pigeon}}", "    then:",
            "      - reply: {body: pigeon you}");

    assertThat(folder.run("send-a").cases()).allMatch(c -> c.mismatch().isEmpty()).isNotEmpty();
  }

  @Test
  void what_leaves_by_a_kamelet_is_a_seam_of_the_route_that_uses_it() {
    kamelet("call-action", "path", """
        - to:
            uri: https:127.0.0.1/{{path}}
        """);
    folder.route("send-a", "direct:send-a", "- to: {id: one, uri: 'kamelet:call-action?path=a'}")
        .spec("send-a", "route: send-a", "cases:", "  - it: calls", "    given: {body: you, answers: {'https:*': {body: thanks}}}", "    then:",
            "      - to: https:127.0.0.1/a", "      - reply: {body: thanks}", "  - it: fails with it", "    given: {body: you, answers: {'https:*': {fails: timeout}}}",
            "    then:", "      - to: https:127.0.0.1/a", "      - fails: timeout");

    assertThat(folder.run("send-a").cases()).allMatch(c -> c.mismatch().isEmpty()).isNotEmpty();
    assertThat(folder.errors("send-a")).isEmpty();
  }

  @Test
  void a_kamelet_that_remembers_begins_anew_in_each_case() {
    kamelet("outer-action", "word", """
        - to:
            uri: kamelet:once-action
            parameters:
              word: "{{word}}"
        """);
    kamelet("once-action", "word", """
        - idempotentConsumer:
            simple: "${body}"
            idempotentRepository: "#class:org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository"
            steps:
              - setBody:
                  simple: "{{word}}"
        """);
    folder.route("send-a", "direct:send-a", "- to: {id: one, uri: 'kamelet:outer-action?word=first'}")
        .spec("send-a", "route: send-a", "cases:", "  - it: is the first", "    given: {body: you}", "    then:", "      - reply: {body: first}",
            "  - it: is the first too", "    given: {body: you}", "    then:", "      - reply: {body: first}");

    assertThat(folder.run("send-a").cases()).allMatch(c -> c.mismatch().isEmpty()).isNotEmpty();
  }

  @Test
  void the_branches_of_a_kamelet_stand_under_its_name_however_often_it_is_used() {
    kamelet("choose-action", "word", """
        - choice:
            id: by-word
            when:
              - simple: "'{{word}}' == 'one'"
                steps: [{setBody: {constant: first}}]
        """);
    folder.route("send-a", "direct:send-a", "- to: {id: one, uri: 'kamelet:choose-action?word=one'}", "- to: {id: two, uri: 'kamelet:choose-action?word=two'}")
        .spec("send-a", "route: send-a", "cases:", "  - it: chooses", "    given: {body: you}", "    then:", "      - reply: {body: first}");

    assertThat(folder.runAll().branches()).filteredOn(branch -> branch.owner().startsWith("choose")).extracting(Branch::owner, Branch::step, Branch::name, Branch::reached)
        .containsExactly(tuple("choose-action", "by-word", "when '{{word}}' == 'one'", true), tuple("choose-action", "by-word", "none of them", true));
    assertThat(folder.runAll().errors()).noneMatch(error -> error.toString().contains("-action"));
  }

  @Test
  void the_spec_of_one_route_of_a_template_serves_them_all() {
    folder.write("routes/tests/answer-word.camel.yaml", """
        - routeTemplate:
            id: answer-word
            parameters:
              - name: word
            route:
              group: tests
              from:
                uri: platform-http:/{{word}}
                steps:
                  - setBody:
                      constant: "{{word}}"
        """).write("routes/tests/answer-both.camel.yaml", """
        - templatedRoute:
            routeTemplateRef: answer-word
            routeId: answer-yes
            parameters: [{name: word, value: "yes"}]
        - templatedRoute:
            routeTemplateRef: answer-word
            routeId: answer-no
            parameters: [{name: word, value: "no"}]
        """);
    assertThat(folder.errors("answer-no")).containsExactly("routes/tests/answer-no.spec.yaml: the route answer-no has no spec (write this file; docs/specs.md says how)");

    folder.spec("answer-yes", "route: answer-yes", "cases:", "  - it: says so", "    given: {}", "    then:", "      - reply: {body: 'yes'}");

    assertThat(folder.errors("answer-no")).isEmpty();
    assertThat(folder.run("answer-yes").cases()).allMatch(c -> c.mismatch().isEmpty()).isNotEmpty();
  }

  private void kamelet(String name, String parameter, String steps) {
    folder.write("kamelets/" + name + ".kamelet.yaml", """
        kind: Kamelet
        metadata:
          name: %s
        spec:
          definition:
            required: [%s]
            properties:
              %s:
                type: string
          template:
            from:
              uri: kamelet:source
              steps:
        %s
        """.formatted(name, parameter, parameter, steps.indent(8).stripTrailing()));
  }
}
