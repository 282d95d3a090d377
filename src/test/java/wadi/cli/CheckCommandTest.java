package wadi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CheckCommandTest {
  private static final String PARK = "routes/errors/park-message.camel.yaml";

  @TempDir
  private Path folder;

  private String said;

  @Test
  void style_alone_is_no_failure_unless_it_is_strict() throws IOException {
    copyTheShippedFiles();
    replace(PARK, "group: errors", "group: parking");

    assertThat(check("--dir", folder.toString())).isZero();
    assertThat(said).contains(PARK + ":4: style: group is parking. Write: group: errors\n");
    assertThat(said.lines().reduce((first, last) -> last).orElse(""))
        .matches("\\d+ routes, 0 errors, \\d+ style findings?, \\d+ cases passed \\(\\d+\\.\\d s\\)");
    assertThat(check("--strict", "--dir", folder.toString())).isEqualTo(1);
  }

  @Test
  void errors_fail_and_are_listed_by_file_and_line() throws IOException {
    copyTheShippedFiles();
    replace(PARK, "ref: parking", "ref: prking");
    replace(PARK, "steps:", "stebs:");
    Files.writeString(folder.resolve("routes/alerting/recipients.yaml"), "email: nobody\n");

    assertThat(check("--dir", folder.toString())).isEqualTo(1);
    assertThat(said.lines().filter(l -> l.contains(": error: ")).toList()).containsExactly(
        "routes/alerting/recipients.yaml:1: error: email must be an object. With the keys low, normal, high, critical",
        PARK + ":8: error: there is no \"stebs\" in from. Write: steps",
        PARK + ":11: error: there is no bean prking. Write: parking");
    assertThat(said).contains(" routes, 3 errors, ").contains(", specs not run (");
  }

  @Test
  void a_failing_spec_fails_with_its_place_and_what_differs() throws IOException {
    copyTheShippedFiles();
    Files.writeString(folder.resolve("routes/errors/park-message.spec.yaml"),
        "route: park-message\ncases:\n  - { it: forgets it, then: nothing }\n");

    assertThat(check("--dir", folder.toString())).isEqualTo(1);
    assertThat(said).contains("routes/errors/park-message.spec.yaml:3: error: \"forgets it\" fails: expected nothing else leaves, but port ")
        .contains("./wadi spec park-message shows all that left").containsPattern("1 error, 0 style findings, 1 of \\d+ cases failed");
  }

  @Test
  void with_connect_it_tries_whom_the_properties_name_and_fails_when_one_cannot_be_reached() throws IOException {
    copyTheShippedFiles();
    assertThat(check("--connect", "--dir", folder.toString())).isZero();
    assertThat(said).isEqualTo("""
        NEIGHBOUR       ADDRESS  TIME  RESULT
        database        inside   -     starts with Wadi
        artemis         inside   -     starts with Wadi
        smtp            inside   -     starts with Wadi
        africastalking  inside   -     starts with Wadi
        """);
    replace("application.properties", "delivery.email.smtp.host=127.0.0.1", "delivery.email.smtp.host=mail.invalid");
    assertThat(check("--connect", "--dir", folder.toString())).isEqualTo(1);
    assertThat(said).containsPattern("\nsmtp +mail\\.invalid:2525 +\\d+ ms +FAILED: no host of this name is known\n");
    replace("application.properties", "inbox.smtp-port=2525", "inbox.smtp-port=mail");
    assertThat(check("--connect", "--dir", folder.toString())).isEqualTo(1);
  }

  @Test
  void nothing_of_a_check_stays_behind() throws IOException {
    copyTheShippedFiles();
    String mark = "routes/of-" + folder.getFileName() + ".txt";
    Files.writeString(folder.resolve(mark), "");
    check("--dir", folder.toString());

    try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      assertThat(all.filter(path -> !path.equals(folder)).filter(path -> Files.exists(path.resolve(mark)))).isEmpty();
    }
  }

  @Test
  void a_folder_without_routes_is_a_wrong_call() {
    assertThat(check("--dir", folder.toString())).isEqualTo(2);
    assertThat(said).isEqualTo("wadi: There is no folder " + folder.resolve("routes") + ".\n");
  }

  @Test
  void help_tells_options_and_exit_codes() {
    assertThat(check("--help")).isZero();
    assertThat(said).contains("--dir", "--strict", "Exit code");
  }

  private void copyTheShippedFiles() throws IOException {
    Path home = Path.of("").toAbsolutePath();
    for (String part : List.of("application.properties", "routes", "templates")) {
      try (Stream<Path> all = Files.walk(home.resolve(part))) {
        for (Path file : all.filter(Files::isRegularFile).toList()) {
          Path target = folder.resolve(home.relativize(file).toString());
          Files.createDirectories(target.getParent());
          Files.copy(file, target);
        }
      }
    }
  }

  private void replace(String file, String right, String wrong) throws IOException {
    String text = Files.readString(folder.resolve(file));
    assertThat(text).contains(right);
    Files.writeString(folder.resolve(file), text.replace(right, wrong));
  }

  private int check(String... arguments) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintWriter writer = new PrintWriter(bytes, true, StandardCharsets.UTF_8);
    int code = new CommandLine(new CheckCommand()).setOut(writer).setErr(writer).execute(arguments);
    said = bytes.toString(StandardCharsets.UTF_8);
    return code;
  }
}
