package wadi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wadi.cli.FakeWadi.Ended;

class SitesCommandTest {
  @RegisterExtension final FakeWadi wadi = new FakeWadi();
  @TempDir Path folder;

  private Ended run(String... words) {
    List<String> command = new ArrayList<>(List.of("sites"));
    command.addAll(Stream.of(words).toList());
    command.addAll(List.of("--server", wadi.url()));
    return wadi.run(command.toArray(String[]::new));
  }

  @Test
  void a_site_that_is_down_ends_the_check_with_1_and_is_a_line_of_a_table() {
    wadi.answers().put("POST /ops/sites/check?publish=true", """
        200 {"bad": 1, "checks": [{"name": "shop", "outcome": "up", "status": 200, "seconds": 0.1204, "phases": {"resolve": 0.01}, "causes": []},
          {"name": "blog", "outcome": "down", "status": null, "seconds": 5, "phases": {}, "causes": [{"kind": "unreachable", "text": "nobody answers"}]}]}""");
    Ended ended = run("check", "shop", "blog", "--publish");

    assertThat(ended.out()).isEqualTo("""
        NAME  OUTCOME  STATUS  SECONDS  RESOLVE  CONNECT  TLS  PROCESSING  TRANSFER  CAUSES
        shop  up       200     0.120    0.010    -        -    -           -         -
        blog  down     -       5.000    -        -        -    -           -         nobody answers
        """);
    assertThat(ended.code()).isEqualTo(1);
    wadi.answers().put("POST /ops/sites/check?publish=false", "200 {\"bad\": 0, \"checks\": []}");
    assertThat(run("check").code()).isZero();
  }

  @Test
  void faults_of_an_import_stand_at_their_lines() throws Exception {
    Path file = Files.writeString(folder.resolve("sites.csv"), "id,url\n1,nowhere\n");
    wadi.answers().put("POST /ops/sites/import?format=csv", """
        422 {"detail": "x", "errors": [{"line": 2, "message": "url: it is none", "instead": "write one such as https://www.example.com/"}]}""");

    Ended ended = run("import", file.toString());

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err()).isEqualTo("wadi: Nothing was imported:\n%s:2: url: it is none. Write one such as https://www.example.com/.\n".formatted(file));
    assertThat(run("import", folder.resolve("none.csv").toString()).err()).contains("There is no file");
  }

  @Test
  void what_is_added_and_listed_is_said() {
    wadi.answers().put("POST /ops/sites", "200 {\"id\": 7, \"name\": \"shop\", \"every\": \"1m\"}");
    wadi.answers().put("GET /ops/sites", """
        200 {"sites": [{"id": 7, "name": "shop", "every": "1m", "enabled": true, "state": {"outcome": "up", "since": "a", "checkedAt": "b",
          "last": {"status": 200, "totalSeconds": 0.1, "causes": []}}}, {"id": 8, "name": "blog", "every": "10m", "enabled": false, "state": null}], "next": null}""");

    assertThat(run("add", "--name", "shop", "--url", "https://shop.example.com/", "--every", "1m", "--to", "email=a@example.com").out())
        .isEqualTo("Site 7, shop, is watched now, each 1m.\n");
    assertThat(run("list").out()).isEqualTo("""
        ID  NAME  EVERY  OUTCOME   SINCE  CHECKED  STATUS  SECONDS  CAUSES
        7   shop  1m     up        a      b        200     0.100    -
        8   blog  10m    disabled  -      -        -       -        -
        """);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"add|--url", "change shop|Nothing to change", "import sites.txt|--format", "add --url https://a.example.com/ --to nobody|email="})
  void a_wrong_call_ends_with_2(String command, String words) {
    Ended ended = run(command.split(" "));
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains(words);
    assertThat(wadi.asked()).isEmpty();
  }
}
