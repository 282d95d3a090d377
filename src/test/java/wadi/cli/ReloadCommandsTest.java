package wadi.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import wadi.cli.FakeWadi.Ended;

/** What a person at a terminal meets who makes files live. */
class ReloadCommandsTest {
  private static final String REFUSED = """
      The files did not pass; nothing was changed.

      routes/alerting/route-alert.camel.yaml:12: error: There is no component smpt. Write smtp.
      """;
  private static final String HISTORY = """
      200 {"generations": [
       {"number": 14, "at": "2026-11-21T12:02:00.000Z", "way": "reload", "actor": "alice@desk", "peer": "127.0.0.1", "reason": "new\\u001b[2J budget",
        "outcome": "live", "hash": "ccc", "filesKept": true, "detail": "Generation 14 runs.",
        "routes": {"total": 31, "added": ["a"], "changed": ["b", "c"], "removed": ["d"], "unchanged": 28}, "specs": {"cases": 214, "skipped": false}},
       {"number": 13, "at": "2026-11-21T12:01:00.000Z", "way": "reload", "actor": "bob@desk", "peer": "127.0.0.1", "reason": null, "outcome": "refused",
        "routes": {"added": [], "changed": ["b"], "removed": []}, "specs": {"cases": 0, "skipped": true}},
       {"number": 12, "at": "2026-11-21T12:00:00.000Z", "way": "start", "actor": "wadi", "peer": "-", "reason": null, "outcome": "began", "routes": null,
        "specs": null},
       {"number": 11, "at": "2026-11-21T11:00:00.000Z", "way": "back", "actor": "bob@desk", "peer": "-", "reason": null, "outcome": "live", "routes": null,
        "specs": {"cases": 0, "skipped": false}}], "next": "12"}""";

  @RegisterExtension final FakeWadi wadi = new FakeWadi();

  @Test
  void prints_what_the_server_says_of_a_good_reload() {
    wadi.answers().put("POST /ops/reload", "200 Generation 14 runs.\n  changed     route-alert\n");
    assertThat(wadi.run("reload", "--reason", "new budget")).isEqualTo(new Ended(0, "Generation 14 runs.\n  changed     route-alert\n", ""));
    assertThat(wadi.asked()).singleElement().asString().startsWith("POST /ops/reload?reason=new+budget ").matches(".* \\S+@\\S+ text/plain");
  }

  @Test
  void goes_back_and_skips_specs_when_it_is_told_to() {
    wadi.answers().put("POST /ops/reload", "200 Generation 15 runs.");
    assertThat(wadi.run("reload --to 12").code()).isZero();
    assertThat(wadi.run("reload --skip-specs --reason night").code()).isZero();
    assertThat(wadi.asked().get(0)).startsWith("POST /ops/reload?to=12 ");
    assertThat(wadi.asked().get(1)).startsWith("POST /ops/reload?").contains("skip-specs=true", "reason=night");
  }

  @Test
  void all_processes_are_asked_for_when_they_are_named() {
    wadi.answers().put("POST /ops/reload", "200 Generation 15 runs. So do all 3 processes.");
    assertThat(wadi.run("reload --all").code()).isZero();
    assertThat(wadi.asked().get(0)).startsWith("POST /ops/reload?all=true ");
  }

  @ParameterizedTest
  @ValueSource(ints = {422, 409, 404, 500})
  void what_does_not_live_ends_with_1_and_says_where_and_why(int status) {
    wadi.answers().put("POST /ops/reload", status + " " + REFUSED);
    assertThat(wadi.run("reload")).isEqualTo(new Ended(1, REFUSED, ""));
  }

  @Test
  void programs_get_json_of_good_reloads_and_of_others() {
    wadi.answers().put("POST /ops/reload", "200 {\"outcome\":\"live\"}");
    assertThat(wadi.run("reload --json")).isEqualTo(new Ended(0, "{\"outcome\":\"live\"}\n", ""));
    wadi.answers().put("POST /ops/reload", "422 {\"status\":422,\"outcome\":\"refused\"}");
    assertThat(wadi.run("reload --json")).isEqualTo(new Ended(1, "{\"status\":422,\"outcome\":\"refused\"}\n", ""));
    assertThat(wadi.asked()).allMatch(request -> request.endsWith(" application/json"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"reload", "reload --json"})
  void what_is_not_about_the_files_is_a_message(String command) {
    wadi.answers().put("POST /ops/reload", "401 {\"detail\": \"The token is wrong.\"}");
    assertThat(wadi.run(command)).isEqualTo(new Ended(1, "", "wadi: The token is wrong.\n"));
  }

  @Test
  void generations_are_a_table_that_marks_the_one_that_runs() {
    wadi.answers().put("GET /ops/generations", HISTORY);
    wadi.answers().put("GET /observe/health", "200 {\"checks\": {\"generation\": {\"number\": 14, \"hash\": \"ccc\"}}}");
    Ended ended = wadi.run("generations --outcome live --limit 3");
    assertThat(ended.out()).isEqualTo("""
        NUMBER  WHEN                      WHO         WAY     OUTCOME  ROUTES    SPECS    REASON
        14*     2026-11-21T12:02:00.000Z  alice@desk  reload  live     +1 ~2 -1  214      new [2J budget
        13      2026-11-21T12:01:00.000Z  bob@desk    reload  refused  ~1        skipped  -
        12      2026-11-21T12:00:00.000Z  wadi        start   began    -         -        -
        11      2026-11-21T11:00:00.000Z  bob@desk    back    live     -         -        -
        There are older ones: --limit shows more.
        """);
    assertThat(wadi.asked().get(0)).startsWith("GET /ops/generations?").contains("outcome=live", "limit=3");
  }

  @Test
  void the_table_is_there_also_when_nobody_knows_which_one_runs() {
    wadi.answers().put("GET /ops/generations", HISTORY);
    wadi.answers().put("GET /observe/health", "503 {\"status\": \"DOWN\", \"checks\": {\"generation\": null}}");
    assertThat(wadi.run("generations").out()).contains("\n14  ").doesNotContain("*");
    wadi.answers().put("GET /ops/generations", "200 {\"generations\": [], \"next\": null}");
    assertThat(wadi.run("generations").out()).isEqualTo("No generations.\n");
  }

  @Test
  void one_generation_is_shown_with_its_faults_and_the_way_back_to_it() {
    wadi.answers().put("GET /ops/generations/13", """
        200 {"number": 13, "at": "2026-11-21T12:01:00.000Z", "way": "reload", "actor": "bob@desk", "peer": "127.0.0.1", "reason": "why not",
         "outcome": "refused", "hash": "bbb", "filesKept": true, "detail": "The files did not pass; nothing was changed.", "routes": {"changed": ["b"]},
         "phases": [{"phase": "build", "millis": 12}],
         "errors": [{"file": "routes/b.camel.yaml", "line": 3, "route": "b", "message": "There is no component smpt", "hint": "write smtp."}]}""");
    assertThat(wadi.run("generations 13").out()).isEqualTo("""
        Generation 13: refused, reload by bob@desk from 127.0.0.1, 2026-11-21T12:01:00.000Z
        Reason: why not
        Files: bbb

        The files did not pass; nothing was changed.
          changed     b
          time        12 ms: build 12

        routes/b.camel.yaml:3: error: There is no component smpt. Write smtp.
        """);
    wadi.answers().put("GET /ops/generations/12", "200 {\"number\": 12, \"at\": \"2026\", \"way\": \"start\", \"actor\": \"wadi\", \"peer\": \"-\", "
        + "\"reason\": null, \"outcome\": \"rolled-back\", \"hash\": \"aaa\", \"filesKept\": true, \"detail\": null}");
    assertThat(wadi.run("generations 12").out()).isEqualTo(
        "Generation 12: rolled-back, start by wadi, 2026\nFiles: aaa; ./wadi reload --to 12 makes them live again.\n");
    wadi.answers().put("GET /ops/generations/12", wadi.answers().get("GET /ops/generations/12").replace("true", "false"));
    assertThat(wadi.run("generations 12").out()).endsWith("Files: aaa, not kept any more.\n");
    wadi.answers().put("GET /ops/generations/99", "404 {\"detail\": \"There is no generation of this number.\"}");
    assertThat(wadi.run("generations 99")).isEqualTo(new Ended(1, "", "wadi: There is no generation of this number.\n"));
  }

  @Test
  void a_status_says_how_the_last_reload_ended() {
    wadi.answers().put("GET /observe/health", "503 {\"status\": \"DOWN\", \"checks\": {\"reload\": {\"state\": \"OK\"}}}");
    assertThat(wadi.run("status").out()).contains("\n  reload       OK\n");
    wadi.answers().put("GET /observe/health", "503 {\"status\": \"DOWN\", \"checks\": {\"reload\": {\"state\": \"REFUSED\", \"generation\": 13, "
        + "\"at\": \"2026-11-21T12:01:00Z\", \"detail\": \"The files did not pass; nothing was changed\", \"errors\": 2}}}");
    assertThat(wadi.run("status").out())
        .contains("\n  reload       REFUSED at 2026-11-21T12:01:00Z: The files did not pass; nothing was changed. ./wadi generations 13 tells more.\n");
    wadi.answers().put("GET /observe/health", wadi.answers().get("GET /observe/health").replace("13", "null"));
    assertThat(wadi.run("status").out()).contains("nothing was changed.\n");
  }

  @Test
  void somebody_who_waits_at_a_terminal_is_told_what_for() {
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    PrintStream err = new PrintStream(told, true, StandardCharsets.UTF_8);
    try (StillWorking ignored = StillWorking.begin("Checking ...", err, true, Duration.ofMillis(1))) {
      await().atMost(Duration.ofSeconds(20)).until(() -> told.toString(StandardCharsets.UTF_8).equals("Checking ...\n"));
    }
  }

  @Test
  void neither_a_program_nor_somebody_who_does_not_wait_is_told_anything() {
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    PrintStream err = new PrintStream(told, true, StandardCharsets.UTF_8);
    StillWorking.begin("Checking ...", err, true, Duration.ofMinutes(10)).close();
    try (StillWorking ignored = StillWorking.begin("Checking ...", err, false, Duration.ZERO)) {
      await().during(Duration.ofMillis(300)).atMost(Duration.ofSeconds(20)).until(() -> told.size() == 0);
    }
  }
}
