package wadi.runtime.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a spec is said with its line and with what to write instead. */
class SpecErrorsTest {
  private static final String FILE = "routes/tests/first.spec.yaml";

  @TempDir
  static Path folder;
  private static SpecFolder files;

  @BeforeAll
  static void routes() {
    files = new SpecFolder(folder.resolve("wadi"));
    files.route("first", "direct:first", "- to: { id: one, uri: \"direct:route-alert\" }");
  }

  @AfterAll
  static void close() {
    files.close();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "{ it: a, then: [ { to: direct:rout-alert } ] } | no route has a seam direct:rout-alert (did you mean direct:route-alert?)",
      "{ it: a, then: [ { to: 'direct:{{no.such}}' } ] } | the seam direct:{{no.such}} names a property that does not exist (as the route writes it, without options)",
      "{ it: a, then: [ { port: transactions.stor } ] } | there is no port transactions.stor (did you mean transactions.store?)",
      "{ it: a, then: [ { step: on } ] } | there is no step on (did you mean one?)",
      "{ it: a, then: [ { any-order: [ { to: direct:x } ] } ] } | no route has a seam direct:x",
      "{ it: a, given: { properties: { fraud.mod: x } }, then: nothing } | there is no property fraud.mod (did you mean fraud.mode?)",
      "{ it: a, given: { counters: { sampleCheck: 1 } }, then: nothing } | there is no counter sampleCheck (did you mean sampleChecks?)",
      "{ it: a, given: { counters: { sampleChecks: many } }, then: nothing } | the counter sampleChecks must be a number",
      "{ it: a, given: { answers: { direct:rout-alert: {} } }, then: nothing } | no route has a seam direct:rout-alert",
      "{ it: a, given: { answers: { seenMessages.first: {} } }, then: nothing } | there is no port seenMessages.first",
      "{ it: a, given: { answers: { direct:route-alert: { returns: 1 } } }, then: nothing } | only a port returns something (body: what direct:route-alert answers)",
      "{ it: a, given: { answers: { direct:route-alert: { fails: time out } } }, then: nothing } | there is no failure \"time out\" (did you mean timeout?, or the full name of an exception)",
      "{ it: a, given: { answers: { direct:route-alert: { fails: java.io.Nothing } } }, then: nothing } | there is no failure \"java.io.Nothing\"",
      "{ it: a, given: { answers: { direct:route-alert: { slow: 9s } } }, then: nothing } | slow: \"9s\" is no usable duration (such as 200ms, at most 2s: it is really waited for)",
      "{ it: a, given: { body: !Verdit {} }, then: nothing } | !Verdit: there is no type Verdit, did you mean Verdict?",
      "{ it: a, given: { body: !Verdict { skore: 1 } }, then: nothing } | !Verdict: Verdict has no skore, did you mean score?",
      "{ it: a, given: { body: !Verdict { decision: guilty } }, then: nothing } | !Verdict: Decision has no guilty",
      "{ it: a, given: { body: !Instant today }, then: nothing } | !Instant: \"today\" is no Instant, write it as in ISO 8601: 2026-03-01T10:00:00Z, PT5S",
      "{ it: a, given: { body: !matches x }, then: nothing } | !matches says what is expected, it cannot be given (write the value)",
      "{ it: a, given: { clock: noon }, then: nothing } | clock: \"noon\" is no instant (such as 2026-03-01T10:00:00Z)",
      "{ it: a, given: { caught: { failure: panic } }, then: nothing } | caught names no failure there is",
      "{ it: a, given: { boddy: 1 }, then: nothing } | unknown key \"boddy\" in given (did you mean body?)",
      "{ it: a, given: { headers: [ 1 ] }, then: nothing } | headers must be an object (name: value)",
      "{ it: a, when: b, then: nothing } | unknown key \"when\" in a case (did you mean then?)",
      "{ it: a, then: [ { too: direct:route-alert } ] } | an expectation cannot have only too (did you mean to?)",
      "{ it: a, then: [ { to: direct:route-alert, bodi: 1 } ] } | unknown key \"bodi\" in an entry with to (did you mean body?)",
      "{ it: a, then: [ { to: direct:route-alert, body: !matches '(' } ] } | not a regular expression",
      "{ it: a, then: [ { to: direct:route-alert, headers: none } ] } | headers must be an object (headers: { Name: value })",
      "{ it: a, then: [ { reply: { stattus: 200 } } ] } | unknown key \"stattus\" in reply (did you mean status?)",
      "{ it: a, then: [ { any-order: [ { fails: timeout } ] } ] } | fails cannot stand below any-order",
      "{ it: a, then: [ to ] } | an expectation must be an object (begin it with one of to, port, step, any-order, reply, fails)",
      "{ it: a } | the case asserts nothing (list below then: what leaves, or write then: nothing when nothing may leave)",
      "{ it: a, then: [] } | the case asserts nothing",
      "{ it: a, then: [ { reply: {} } ] } | the reply says nothing",
      "{ then: nothing } | the case has no sentence (it: what the route does, such as \"only mails a low alert\")",
      "{ it: a, it: b, then: nothing } | \"it\" stands twice (keep one)"})
  void in_a_case(String written, String message) {
    files.spec("first", "route: first", "cases:", "  - " + written);

    assertThat(files.errors("first")).anySatisfy(error -> assertThat(error).startsWith(FILE + ":3: " + message));
    assertThat(files.run("first").cases()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "route: frist; cases: [ { it: a, then: nothing } ] | 1: there is no route frist (did you mean first?)",
      "route: route-alert; cases: [ { it: a, then: nothing } ] | 1: a spec is called after its route (call the file route-alert.spec.yaml)",
      "cases: [ { it: a, then: nothing } ] | 1: the spec does not say of which route (begin with route: followed by its id)",
      "route: first | 1: the spec has no cases (cases: with - it:, given:, then:)",
      "route: first; cases: [] | 2: the spec has no cases",
      "route: first; casses: [] | 2: unknown key \"casses\" in a spec (did you mean cases?)",
      "route: first; cases: [ { it: a, then: nothing }, { it: a, then: nothing } ] | 2: the sentence \"a\" stands twice (the first is in line 2; say what differs)",
      "route: first; cases: [ { it: a, then: nothing | 2: is not YAML"})
  void in_a_file(String lines, String message) {
    files.spec("first", lines.split("; "));

    assertThat(files.errors("first")).anySatisfy(error -> assertThat(error).startsWith(FILE + ":" + message));
  }

  @Test
  void an_empty_file_is_one() {
    files.spec("first", "");

    assertThat(files.errors("first")).contains(FILE + ":1: the file is empty (route: ..., then cases: [...])");
  }

  @Test
  void a_route_without_a_spec_is_one() {
    SpecFolder other = new SpecFolder(folder.resolve("other"));
    other.route("lonely", "direct:lonely", "- to: { id: one, uri: \"direct:route-alert\" }");

    SpecReport report = other.run("lonely");
    other.close();

    assertThat(report.passed()).isFalse();
    assertThat(report.errors()).containsExactly(
        new SpecError("routes/tests/lonely.spec.yaml", 0, "the route lonely has no spec", "write this file; docs/specs.md says how"));
  }
}
