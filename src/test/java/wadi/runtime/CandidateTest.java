package wadi.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.management.ObjectName;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wadi.camel.files.Check;
import wadi.camel.files.Finding;
import wadi.camel.fraud.RuleBook;
import wadi.runtime.spec.SpecReport;

/** What is asked of files before they go live: all of it at once, and each fault said once. */
class CandidateTest {
  private static final String ROUTE = "routes/errors/park-message.camel.yaml";
  private static final String SPEC = "routes/errors/park-message.spec.yaml";
  private static CompletableFuture<RuleBook> rules;

  @TempDir
  private Path folder;
  private Path files;

  @BeforeAll
  static void compile() {
    rules = CompletableFuture.completedFuture(RuleBook.load(Path.of("routes/fraud/rules.yaml")));
  }

  @BeforeEach
  void copy() {
    files = Snapshot.take(Path.of("").toAbsolutePath(), folder.resolve("files")).folder();
  }

  private Candidate candidate() {
    return new Candidate(Snapshot.take(files, folder.resolve("copy")), rules);
  }

  private CandidateReport check() {
    CandidateReport report = candidate().check();
    assertThat(report.findings()).isSortedAccordingTo(Finding.BY_PLACE);
    assertThat(report.findings()).extracting(Finding::toString).noneMatch(text -> text.contains(folder.resolve("copy").toString()));
    return report;
  }

  private void replace(String file, String right, String wrong) throws IOException {
    String text = Files.readString(files.resolve(file));
    assertThat(text).contains(right);
    Files.writeString(files.resolve(file), text.replace(right, wrong));
  }

  @Test
  void the_shipped_files_may_go_live_and_all_their_cases_have_run() {
    CandidateReport report = check();

    assertThat(report.findings()).isEmpty();
    assertThat(report.passed()).isTrue();
    assertThat(report.routes()).isPositive();
    assertThat(report.specs().orElseThrow().cases()).isNotEmpty();
    assertThat(report.catalogueMillis()).isPositive();
    assertThat(report.specsMillis()).isPositive();
  }

  @Test
  void the_rules_of_the_files_are_compiled_when_nobody_else_does() throws IOException {
    replace("routes/fraud/rules.yaml", "tx.amount", "tx.amout");

    CandidateReport report = Candidate.of(Snapshot.take(files, folder.resolve("copy"))).check();

    assertThat(report.errors()).isNotEmpty().extracting(Finding::check).containsOnly(Check.RULES);
    assertThat(report.errors()).extracting(Finding::file).containsOnly("routes/fraud/rules.yaml");
  }

  @Test
  void what_is_wrong_in_the_files_and_cases_that_fail_are_told_together() throws IOException {
    replace("routes/alerting/accept-alert-once.camel.yaml", "uri: direct:route-alert", "uri: direct:route-alerts");
    Files.writeString(files.resolve(SPEC), "route: park-message\ncases:\n  - { it: forgets it, then: nothing }\n");

    CandidateReport report = check();

    assertThat(report.passed()).isFalse();
    assertThat(report.errors()).extracting(Finding::check).contains(Check.SEAM, Check.SPEC_RUN);
    Finding failed = report.errors().stream().filter(f -> f.file().equals(SPEC)).findFirst().orElseThrow();
    assertThat(failed.line()).isEqualTo(3);
    assertThat(failed.message()).startsWith("\"forgets it\" fails: expected nothing else leaves, but port ");
    assertThat(failed.hint()).contains("./wadi spec park-message");
  }

  @Test
  void a_fault_that_keeps_the_files_from_loading_is_told_once() throws IOException {
    replace(ROUTE, "ref: parking", "ref: prking");

    CandidateReport report = check();

    assertThat(report.errors()).extracting(Finding::check).containsExactly(Check.BEAN);
    assertThat(report.specs()).isEmpty();
  }

  @Test
  void what_only_loading_finds_is_told_with_its_file() throws IOException {
    replace(ROUTE, "      steps:\n", """
              steps:
                - aggregate:
                    id: never-complete
                    correlationExpression:
                      constant: all
                    aggregationStrategy: "#class:org.apache.camel.processor.aggregate.UseLatestAggregationStrategy"
                    steps:
                      - stop:
                          id: end
        """);

    CandidateReport report = check();

    assertThat(report.errors()).extracting(Finding::check).containsExactly(Check.LOADING);
    assertThat(report.errors().get(0).file()).isEqualTo(ROUTE);
    assertThat(report.errors().get(0).message()).contains("completion");
  }

  @Test
  void a_missing_spec_is_an_error_said_once() throws IOException {
    Files.delete(files.resolve(SPEC));

    CandidateReport report = check();

    assertThat(report.findings()).containsExactly(
        new Finding(Check.SPEC_RUN, SPEC, 0, "the route park-message has no spec", "write this file; docs/specs.md says how"));
  }

  @Test
  void routes_that_a_precondition_leaves_out_are_tried_too() throws IOException {
    replace(ROUTE, "    from:\n", "    precondition: \"{{inbox.enabled}} == 'never'\"\n    from:\n");
    Files.writeString(files.resolve(SPEC), "route: park-message\ncases:\n  - { it: forgets it, then: nothing }\n");

    assertThat(check().errors()).extracting(Finding::message).singleElement().asString().startsWith("\"forgets it\" fails: ");
  }

  @Test
  void a_case_whose_properties_fit_nothing_does_not_hide_the_others() throws IOException {
    Files.writeString(files.resolve(SPEC), """
        route: park-message
        cases:
          - { it: reads what is deep, given: { properties: { intake.json.max-depth: deep } }, then: nothing }
          - { it: forgets it, then: nothing }
        """);

    assertThat(check().errors()).extracting(Finding::line, Finding::check)
        .containsExactly(tuple(3, Check.SPEC_RUN), tuple(4, Check.SPEC_RUN));
  }

  @Test
  void files_without_properties_are_told_and_not_thrown() throws IOException {
    Files.delete(files.resolve("application.properties"));

    assertThat(check().passed()).isFalse();
  }

  @Test
  void without_specs_nothing_is_loaded_and_a_missing_spec_is_a_matter_of_style() throws IOException {
    Files.writeString(files.resolve("routes/alerting/route-alert.spec.yaml"), "route: route-alert\ncases: []\n");
    Files.delete(files.resolve(SPEC));

    CandidateReport report = candidate().checkWithoutSpecs();

    assertThat(report.passed()).isTrue();
    assertThat(report.style()).extracting(Finding::check).containsExactly(Check.SPEC);
    assertThat(report.specs()).isEmpty();
    assertThat(report.specsMillis()).isZero();
  }

  @Test
  void checks_leave_no_thread_and_no_routes_behind() throws Exception {
    candidate().check();
    Set<String> before = threads();
    long contexts = contexts();
    for (int i = 0; i < 3; i++) {
      assertThat(candidate().check().specs().map(SpecReport::passed)).contains(true);
    }

    await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(before).containsAll(threads()));
    assertThat(contexts()).isLessThanOrEqualTo(contexts);
  }

  private static Set<String> threads() {
    return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).filter(name -> !name.startsWith("awaitility")).collect(Collectors.toSet());
  }

  /** How many Camel contexts are alive, which the JVM counts after a collection. */
  private static long contexts() throws Exception {
    String histogram = (String) ManagementFactory.getPlatformMBeanServer().invoke(new ObjectName("com.sun.management:type=DiagnosticCommand"),
        "gcClassHistogram", new Object[] {new String[0]}, new String[] {String[].class.getName()});
    Matcher line = Pattern.compile("\\s(\\d+)\\s+\\d+\\s+org\\.apache\\.camel\\.impl\\.DefaultCamelContext\\b(?!\\$)").matcher(histogram);
    return line.find() ? Long.parseLong(line.group(1)) : 0;
  }
}
