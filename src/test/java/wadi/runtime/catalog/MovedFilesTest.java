package wadi.runtime.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wadi.camel.files.Check;
import wadi.camel.files.Finding;
import wadi.camel.fraud.RuleBook;
import wadi.runtime.Snapshot;

/** Files that stand elsewhere than they did. */
class MovedFilesTest {
  private static final CompletableFuture<RuleBook> RULES = CompletableFuture.completedFuture(RuleBook.load(Path.of("routes/fraud/rules.yaml")));

  @TempDir
  private Path temp;
  private Path files;

  @BeforeEach
  void copy() {
    files = Snapshot.take(Path.of("").toAbsolutePath(), temp.resolve("files")).folder();
  }

  private void move(String from, String to) throws IOException {
    Files.createDirectories(files.resolve(to).getParent());
    Files.move(files.resolve(from), files.resolve(to));
  }

  private List<String> found() {
    return RouteCatalog.check(files, RULES).findings().stream().map(Finding::toString).toList();
  }

  @Test
  void a_route_may_move_with_its_spec_to_another_capability() throws IOException {
    move("routes/fraud/check-fraud.camel.yaml", "routes/intake/check-fraud.camel.yaml");
    move("routes/fraud/check-fraud.spec.yaml", "routes/intake/check-fraud.spec.yaml");

    assertThat(found()).containsExactly("routes/intake/check-fraud.camel.yaml:4: style: group is fraud. Write: group: intake");
  }

  @Test
  void a_route_without_its_spec_is_told_where_that_is() throws IOException {
    move("routes/fraud/check-fraud.camel.yaml", "routes/intake/check-fraud.camel.yaml");

    assertThat(found()).contains("routes/intake/check-fraud.camel.yaml: style: the spec of the route stands elsewhere. "
        + "Move routes/fraud/check-fraud.spec.yaml to routes/intake/check-fraud.spec.yaml");
  }

  @Test
  void a_route_that_left_the_routes_is_missed_where_it_is_called_and_found_where_it_is() throws IOException {
    move("routes/fraud/check-fraud.camel.yaml", "templates/check-fraud.camel.yaml");

    assertThat(found()).containsExactly(
        "routes/fraud/answer-fraud-check.camel.yaml:26: error: no route begins with direct:check-fraud. Add the route, or write the name of one that exists",
        "routes/intake/accept-transaction.camel.yaml:20: error: no route begins with direct:check-fraud. Add the route, or write the name of one that exists",
        "templates/check-fraud.camel.yaml: error: there are routes in this file, which is not loaded under this name. "
            + "Name it routes/fraud/check-fraud.camel.yaml");
  }

  @Test
  void a_copied_route_is_told_of_the_other() throws IOException {
    Files.copy(files.resolve("routes/fraud/check-fraud.camel.yaml"), files.resolve("routes/intake/check-fraud.camel.yaml"));

    assertThat(found()).contains("routes/intake/check-fraud.camel.yaml:2: error: the id check-fraud is taken by routes/fraud/check-fraud.camel.yaml:2. "
        + "Write another id, that of the file");
  }

  @Test
  void files_with_one_place_are_missed_there_and_found_elsewhere() throws IOException {
    move("routes/fraud/rules.yaml", "routes/intake/rules.yaml");
    move("routes/alerting/recipients.yaml", "routes/recipients.yaml");
    move("templates/sms/default.txt.mustache", "templates/text/default-sms.txt.mustache");

    assertThat(found()).containsExactly(
        "routes/alerting/recipients.yaml: error: is not there. Move routes/recipients.yaml there",
        "routes/delivery/deliver-push.camel.yaml:22: error: there is no file templates/sms/default.txt.mustache. Write: {{app.dir}}/templates/email/default.txt.mustache",
        "routes/delivery/deliver-sms.camel.yaml:21: error: there is no file templates/sms/default.txt.mustache. Write: {{app.dir}}/templates/email/default.txt.mustache",
        "routes/delivery/deliver-webhook.camel.yaml:22: error: there is no file templates/sms/default.txt.mustache. Write: {{app.dir}}/templates/email/default.txt.mustache",
        "routes/fraud/rules.yaml: error: is not there. Move routes/intake/rules.yaml there");
  }

  @Test
  void a_missing_file_with_one_place_is_to_be_written() throws IOException {
    Files.delete(files.resolve("routes/fraud/rules.yaml"));

    assertThat(found()).containsExactly("routes/fraud/rules.yaml: error: is not there. Write this file");
  }

  @Test
  void without_properties_nothing_else_is_blamed() throws IOException {
    Files.delete(files.resolve("application.properties"));

    assertThat(found()).containsExactly("application.properties: error: is not there. Write this file");
  }

  @Test
  void a_link_that_leads_nowhere_is_told() throws IOException {
    Files.createSymbolicLink(files.resolve("routes/intake/more.camel.yaml"), Path.of("nowhere"));

    assertThat(RouteCatalog.check(files, RULES).findings()).containsExactly(
        new Finding(Check.READABLE, "routes/intake/more.camel.yaml", 0, "is a link that leads nowhere", "mend it, or take it away"));
  }

  @Test
  void a_route_that_is_saved_under_windows_is_as_good() throws IOException {
    Path route = files.resolve("routes/fraud/check-fraud.camel.yaml");
    Files.writeString(route, "\uFEFF" + Files.readString(route).replace("\n", "\r\n"));

    assertThat(found()).isEmpty();
  }

  @Test
  void properties_do_not_begin_with_a_byte_order_mark() throws IOException {
    Path properties = files.resolve("application.properties");
    Files.writeString(properties, "\uFEFF" + Files.readString(properties));

    assertThat(found()).containsExactly("application.properties:1: error: begins with a byte order mark, which belongs to its first name then. "
        + "Save it as UTF-8 without one");
  }
}
