package wadi.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The documentation says what the routes and properties say. */
class GeneratedPagesTest {
  private static final Path HOME = Path.of("").toAbsolutePath();

  private static final Pattern ARROW = Pattern.compile(" (?:-->|-\\.->)\\S* ");

  @TempDir
  Path home;

  static Stream<GeneratedPage> pages() {
    return GeneratedPages.all().stream();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void every_generated_page_is_up_to_date(GeneratedPage page) throws IOException {
    Path file = HOME.resolve(page.path());
    assertThat(file).as("Generated pages are written with: ./wadi docs").exists();
    List<String> is = Files.readString(file).lines().toList();
    List<String> should = page.text(HOME).lines().toList();
    for (int i = 0; i < Math.max(is.size(), should.size()); i++) {
      assertThat(i < is.size() ? is.get(i) : "(end)")
          .as("%s is stale, from line %d. Bring it up to date and commit it: ./wadi docs", page.path(), i + 1)
          .isEqualTo(i < should.size() ? should.get(i) : "(end)");
    }
  }

  @Test
  void a_stale_page_is_written_and_one_that_is_up_to_date_left_alone() throws IOException {
    copyOfWadi();
    route("routes/delivery/send-email-smtp.camel.yaml", "Sends one mail", "Posts one letter");
    assertThat(GeneratedPages.write(home)).containsExactly("docs/routes.md");
    assertThat(Files.readString(home.resolve("docs/routes.md"))).contains("Posts one letter").doesNotContain("Sends one mail");
    assertThat(GeneratedPages.write(home)).isEmpty();
  }

  @Test
  void what_is_written_by_hand_around_the_map_stays() throws IOException {
    copyOfWadi();
    Files.writeString(home.resolve("README.md"), "# before\n" + RouteMap.BEGIN + "something outdated\n" + RouteMap.END + "after\n");
    GeneratedPages.write(home);
    assertThat(Files.readString(home.resolve("README.md"))).startsWith("# before\n" + RouteMap.BEGIN + "```mermaid\n")
        .endsWith("```\n" + RouteMap.END + "after\n").doesNotContain("outdated");
  }

  @Test
  void a_readme_without_a_place_for_the_map_is_refused() throws IOException {
    copyOfWadi();
    Files.writeString(home.resolve("README.md"), "# Wadi\n");
    assertThatThrownBy(() -> GeneratedPages.write(home)).isInstanceOf(IllegalStateException.class).hasMessageContaining(RouteMap.BEGIN);
  }

  @Test
  void the_map_leads_from_route_to_route_over_seams_outbox_broker_and_delivery_table() throws IOException {
    assertThat(edges(new RouteTable().text(HOME))).contains("HTTP_transact --> receive-transaction-http", "accept-transaction --> check-fraud",
        "raise-alert --> outbox_alerts", "outbox_alerts --> relay-outbox", "relay-outbox --> publish-alert-artemis",
        "jms_queue_wadi_alerts --> receive-alert-artemis", "delivery_email --> release-email", "release-email --> send-email-smtp",
        "release-email --> report-delivery", "receive-alert-artemis -.->|fails| park-message");
  }

  @Test
  void the_small_map_has_each_group_and_what_goes_between_them() throws IOException {
    String page = new RouteMap().text(HOME);
    String map = page.substring(page.indexOf(RouteMap.BEGIN), page.indexOf(RouteMap.END));
    assertThat(map).contains("intake[<b>intake</b>]", "delivery-table[(\"delivery table\")]", "intake --> fraud\n", "alerting <--> outbox-table\n",
        "mail --> delivery-table\n", "brokers --> intake\n", "http --> notifications\n").doesNotContain("intake --> intake", "timer", "sql", "errors");
    assertThat(map.lines().filter(line -> ARROW.matcher(line).find() || line.contains("<-->")).toList()).hasSizeBetween(15, 40).doesNotHaveDuplicates();
  }

  /** One for each end of an arrow, without shapes and labels of nodes. */
  private static List<String> edges(String chart) {
    return chart.lines().map(line -> line.strip().replaceAll("[(\\[]{2}.*?[)\\]]{2}", "")).filter(line -> ARROW.matcher(line).find())
        .flatMap(line -> {
          String[] nodes = ARROW.split(line, 2);
          String arrow = line.substring(nodes[0].length(), line.length() - nodes[1].length());
          return Stream.of(nodes[1].split(" & ")).map(end -> nodes[0] + arrow + end);
        }).toList();
  }

  private void copyOfWadi() throws IOException {
    try (Stream<Path> routes = Files.walk(HOME.resolve("routes"))) {
      for (Path file : Stream.concat(routes, Stream.of(HOME.resolve("README.md"), HOME.resolve("application.properties"))).toList()) {
        Path copy = home.resolve(HOME.relativize(file).toString());
        if (Files.isRegularFile(file)) {
          Files.createDirectories(copy.getParent());
          Files.copy(file, copy);
        }
      }
    }
    GeneratedPages.write(home);
  }

  private void route(String file, String text, String other) throws IOException {
    Path path = home.resolve(file);
    Files.writeString(path, Files.readString(path).replace(text, other));
  }
}
