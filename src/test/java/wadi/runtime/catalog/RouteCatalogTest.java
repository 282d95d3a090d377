package wadi.runtime.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import wadi.camel.files.Check;
import wadi.camel.files.Finding;
import wadi.camel.fraud.RuleBook;
import wadi.platform.Beside;

/** The shipped files pass, and each way to break them is told with its place and what to write instead. */
class RouteCatalogTest {
  private static final Path HOME = Path.of("").toAbsolutePath();

  @TempDir
  private static Path copy;

  private static Knowledge known;
  private static CompletableFuture<RuleBook> rules;
  private static List<Finding> shipped;

  @BeforeAll
  static void copy_the_shipped_files() throws IOException {
    for (String name : List.of("application.properties", "routes", "templates")) {
      try (Stream<Path> all = Files.walk(HOME.resolve(name))) {
        for (Path file : all.filter(Files::isRegularFile).toList()) {
          Path target = copy.resolve(HOME.relativize(file).toString());
          Files.createDirectories(target.getParent());
          Files.copy(file, target);
        }
      }
    }
    for (Map.Entry<String, String> file : KameletBreakages.beside().entrySet()) {
      Files.createDirectories(copy.resolve(file.getKey()).getParent());
      Files.writeString(copy.resolve(file.getKey()), file.getValue());
    }
    known = Knowledge.gather();
    rules = CompletableFuture.completedFuture(RuleBook.load(copy.resolve("routes/fraud/rules.yaml")));
    shipped = RouteCatalog.check(copy, rules, known).findings();
  }

  @Test
  void our_own_files_have_no_findings() {
    assertThat(RouteCatalog.check(HOME).findings()).isEmpty();
  }

  @Test
  void all_routes_are_looked_at() throws IOException {
    try (Stream<Path> files = Files.walk(HOME.resolve("routes"))) {
      long routes = files.filter(f -> f.toString().endsWith(".camel.yaml")).filter(f -> read(f).startsWith("- route:")).count();
      assertThat(routes).isPositive();
      assertThat(RouteCatalog.check(HOME, rules, known).routes()).isEqualTo((int) routes);
    }
  }

  @ParameterizedTest
  @MethodSource("wadi.runtime.catalog.Breakages#all")
  void tells_what_is_wrong_where_and_what_to_write(Breakage breakage) throws IOException {
    try (Breakage.Mending mending = breakage.breakIn(copy)) {
      List<Finding> found = new ArrayList<>(checked(breakage));
      found.removeAll(shipped);

      assertThat(found).contains(breakage.expected(copy));
      assertThat(found).extracting(Finding::check).as("nothing else is wrong").isSubsetOf(with(breakage));
    }
  }

  private static List<Finding> checked(Breakage breakage) {
    CompletableFuture<RuleBook> read = breakage.check() == Check.RULES ? Beside.run("rules", () -> RuleBook.load(copy.resolve(breakage.file())))
        : rules;
    return RouteCatalog.check(copy, read, known).findings();
  }

  private static Set<Check> with(Breakage breakage) {
    Set<Check> all = EnumSet.of(breakage.check());
    all.addAll(breakage.also());
    return all;
  }

  static Stream<Breakage> endpointsInParts() {
    return Stream.of(
        parts("alerting/accept-alert-once", "      uri: direct:accept-alert-once\n", "      uri: direct\n      parameters:\n        name: accept-alert-once\n"),
        parts("alerting/accept-alert-once", " uri: direct:route-alert\n", " uri: direct\n                                parameters: {name: route-alert}\n"),
        parts("alerting/receive-alert-artemis", "uri: jms:queue:{{alerting.artemis.queue}}\n      parameters:\n",
            "uri: jms\n      parameters:\n        destinationType: queue\n        destinationName: \"{{alerting.artemis.queue}}\"\n"),
        parts("intake/receive-transaction-http", "uri: platform-http:/transact\n      parameters:\n",
            "uri: platform-http\n      parameters:\n        path: /transact\n"));
  }

  private static Breakage parts(String route, String whole, String parts) {
    String file = "routes/" + route + ".camel.yaml";
    return new Breakage(Check.OPTION, file, whole, parts, file, "", "", "", Set.of());
  }

  @ParameterizedTest
  @MethodSource("endpointsInParts")
  void an_endpoint_may_be_written_in_parts_as_kaoto_does(Breakage none) throws IOException {
    try (Breakage.Mending mending = none.breakIn(copy)) {
      assertThat(RouteCatalog.check(copy, rules, known).findings()).isEqualTo(shipped);
    }
  }

  @Test
  void everything_is_said_at_once_in_the_order_of_the_files() throws IOException {
    List<Breakage> some = Breakages.all().filter(b -> Set.of(Check.LANGUAGE, Check.CONFIGURATION, Check.PROPERTY_NAME).contains(b.check())).toList();
    List<Breakage.Mending> mendings = new ArrayList<>();
    try {
      for (Breakage breakage : some) {
        mendings.add(breakage.breakIn(copy));
      }
      Report report = RouteCatalog.check(copy, rules, known);

      assertThat(report.findings()).isSortedAccordingTo(Finding.BY_PLACE);
      for (Breakage breakage : some) {
        assertThat(report.findings()).contains(breakage.expected(copy));
      }
      assertThat(report.errors()).hasSize(2);
    } finally {
      mendings.forEach(Breakage.Mending::close);
    }
  }

  @Test
  void a_finding_never_repeats_the_secret() throws IOException {
    for (Breakage breakage : Breakages.all().filter(b -> b.check() == Check.SECRET).toList()) {
      try (Breakage.Mending mending = breakage.breakIn(copy)) {
        assertThat(checked(breakage)).noneMatch(f -> f.toString().matches(".*(hunter2|12345|xkeysib).*"));
      }
    }
  }

  /** Writes the page anew where it does not fit: copy it from target/checks.md. */
  @Test
  void the_page_about_checks_says_what_the_code_does() throws IOException {
    Map<Check, String> examples = new TreeMap<>();
    examples.put(Check.LOADING, "(what Camel says)");
    examples.put(Check.SPEC_RUN, "\"only mails a low alert\" fails: expected to direct:deliver-email, but nothing more left");
    Breakages.all().forEach(b -> examples.putIfAbsent(b.check(), b.words()));
    assertThat(examples).containsOnlyKeys(Check.values());
    String tables = Stream.of(Check.Severity.values()).map(s -> table(s, examples)).collect(Collectors.joining("\n"));
    Path page = HOME.resolve("docs/checks.md");
    String text = Files.exists(page) ? Files.readString(page) : "## Errors\n";
    String right = text.substring(0, text.indexOf("## Errors")) + tables;
    Files.writeString(HOME.resolve("target/checks.md"), right);

    assertThat(text).as("docs/checks.md; the right one is target/checks.md").isEqualTo(right);
  }

  private static String table(Check.Severity severity, Map<Check, String> examples) {
    String rows = Arrays.stream(Check.values()).filter(c -> c.severity() == severity)
        .map(c -> "| %s | %s | `%s` |\n".formatted(c.word(), c.rule(), examples.get(c).replace("|", "\\|"))).collect(Collectors.joining());
    return "## %s\n\n| check | what is asked | for example |\n|---|---|---|\n%s".formatted(
        severity == Check.Severity.ERROR ? "Errors" : "Style", rows);
  }

  private static String read(Path file) {
    try {
      return Files.readAllLines(file).stream().filter(l -> !l.startsWith("#")).collect(Collectors.joining("\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
