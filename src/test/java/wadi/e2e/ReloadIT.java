package wadi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files go live without a restart, all at once and tested first, or not at all. */
class ReloadIT {
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  @TempDir
  private static Path folder;
  private static EditedTree tree;
  private static RunningWadi wadi;
  private static Operator operator;

  @BeforeAll
  static void start() throws Exception {
    tree = EditedTree.in(folder);
    tree.greeting("as copied");
    tree.settle();
    wadi = new RunningWadi(folder.resolve("data")).startIn(tree.root());
    operator = new Operator(wadi);
  }

  @AfterEach
  void take_back() throws Exception {
    tree.restore();
  }

  @AfterAll
  static void stop() throws Exception {
    wadi.close();
  }

  @Test
  void changed_files_go_live_when_asked_and_the_answer_says_what_is_new() throws Exception {
    String before = greeting();
    tree.greeting("asked for JSON");
    tree.property("intake.idempotency.wait", "6s");
    assertThat(greeting()).isEqualTo(before);

    JsonNode report = operator.reload(200, "?reason=a+new+word");

    assertThat(greeting()).isEqualTo("asked for JSON");
    assertThat(report.get("outcome").asText()).isEqualTo("live");
    assertThat(report.get("running")).isEqualTo(report.get("generation"));
    assertThat(report.at("/routes/changed")).hasSize(1).first().asString().contains("answer-hello");
    assertThat(report.at("/routes/unchanged").asInt()).isEqualTo(report.at("/routes/total").asInt() - 1).isGreaterThan(10);
    assertThat(report.get("properties")).hasSize(1).first().asString().contains("intake.idempotency.wait");
    assertThat(report.at("/specs/cases").asInt()).isGreaterThan(50);
    assertThat(report.get("phases").findValuesAsText("phase")).contains("snapshot", "check", "build", "switch");
    assertThat(operator.running()).isEqualTo(report.get("generation").asLong());
    JsonNode row = operator.generation(operator.running());
    assertThat(List.of(row.get("way").asText(), row.get("outcome").asText(), row.get("actor").asText(), row.get("reason").asText(),
        row.get("hash").asText())).containsExactly("reload", "live", "alice@desk", "a new word", report.get("hash").asText());
    assertThat(operator.metric("runtime_generation")).isEqualTo(operator.running());
    assertThat(operator.metric("runtime_config_info{hash=\"" + report.get("hash").asText() + "\"}")).isEqualTo(1);
  }

  @Test
  void the_answer_is_in_words_for_people() throws Exception {
    tree.greeting("asked for words");

    String answer = operator.reloadInWords(200);

    assertThat(answer).startsWith("Generation " + operator.running() + " runs.\n").containsPattern("changed +answer-hello\n")
        .containsPattern("specs +\\d+ cases\n");
    assertThat(greeting()).isEqualTo("asked for words");
    assertThat(operator.reload(200, "").get("outcome").asText()).isEqualTo("unchanged");
  }

  @Test
  void a_hang_up_is_a_reload() throws Exception {
    tree.greeting("hung up");

    wadi.tell("HUP");

    await().atMost(PATIENCE).until(ReloadIT::greeting, "hung up"::equals);
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(operator.generation(operator.running()).get("way").asText()).isEqualTo("signal"));
  }

  @Test
  void broken_files_are_refused_with_every_error_and_nothing_changes() throws Exception {
    tree.greeting("before the mistake");
    long good = operator.reload();
    double refusals = operator.metric("runtime_reloads_total{outcome=\"refused\"}");
    tree.replace(EditedTree.GREETING, "setBody:", "setBoddy:");
    tree.replace("routes/errors/park-message.camel.yaml", "ref: parking", "ref: prking");

    JsonNode problem = operator.reload(422, "");

    assertThat(problem.get("status").asInt()).isEqualTo(422);
    assertThat(problem.get("outcome").asText()).isEqualTo("refused");
    assertThat(problem.get("running").asLong()).isEqualTo(good);
    List<String> errors = new ArrayList<>();
    problem.get("errors").forEach(error -> errors.add(error.get("file").asText() + ":" + error.get("line").asInt() + " " + error.get("message").asText()
        + " " + error.get("hint").asText()));
    assertThat(errors).anySatisfy(error -> assertThat(error).startsWith(EditedTree.GREETING + ":9 ").contains("setBoddy", "write: setBody"))
        .anySatisfy(error -> assertThat(error).startsWith("routes/errors/park-message.camel.yaml:11 ").contains("prking", "parking"));
    assertThat(greeting()).isEqualTo("before the mistake");
    assertThat(operator.running()).isEqualTo(good);
    assertThat(operator.lastReload().get("state").asText()).isEqualTo("REFUSED");
    assertThat(operator.lastReload().get("errors").asInt()).isEqualTo(errors.size());
    assertThat(operator.metric("runtime_last_reload_successful")).isZero();
    assertThat(operator.metric("runtime_reloads_total{outcome=\"refused\"}")).isEqualTo(refusals + 1);
    JsonNode row = operator.generations().get(0);
    assertThat(row.get("outcome").asText()).isEqualTo("refused");
    assertThat(row.get("errors")).hasSize(errors.size());
    assertThat(operator.reloadInWords(422)).contains(EditedTree.GREETING + ":9: error: ");

    tree.greeting("mended");
    tree.replace("routes/errors/park-message.camel.yaml", "ref: prking", "ref: parking");
    operator.reload();

    assertThat(greeting()).isEqualTo("mended");
    assertThat(operator.lastReload().get("state").asText()).isEqualTo("OK");
    assertThat(operator.metric("runtime_last_reload_successful")).isEqualTo(1);
  }

  @Test
  void what_the_platform_has_read_needs_a_restart() throws Exception {
    long running = operator.running();
    tree.greeting("with another pool");
    tree.property("database.pool-size", "20");

    JsonNode problem = operator.reload(422, "");

    assertThat(problem.get("errors")).singleElement().satisfies(error -> {
      assertThat(error.get("file").asText()).isEqualTo(EditedTree.PROPERTIES);
      assertThat(tree.read(EditedTree.PROPERTIES).lines().toList().get(error.get("line").asInt() - 1)).isEqualTo("database.pool-size=20");
      assertThat(error.get("message").asText()).contains("database.pool-size", "needs a restart");
      assertThat(error.get("hint").asText()).isNotEmpty();
    });
    assertThat(operator.running()).isEqualTo(running);
  }

  @Test
  void goes_back_to_an_earlier_generation_in_one_step() throws Exception {
    tree.greeting("the earlier one");
    long earlier = operator.reload();
    tree.greeting("the later one");
    tree.answer("routes/intake", "more", "more");
    operator.reload();
    assertThat(wadi.ask("/more").get().statusCode()).isEqualTo(200);

    JsonNode report = operator.reload(200, "?to=" + earlier);

    assertThat(greeting()).isEqualTo("the earlier one");
    assertThat(wadi.ask("/more").get().statusCode()).isEqualTo(404);
    assertThat(report.at("/routes/removed")).hasSize(1).first().asString().contains("answer-more");
    JsonNode row = operator.generation(report.get("generation").asLong());
    assertThat(row.get("way").asText()).isEqualTo("back");
    assertThat(row.get("hash")).isEqualTo(operator.generation(earlier).get("hash"));
    assertThat(operator.reload(404, "?to=4711").get("detail").asText()).contains("4711");
    assertThat(operator.reload(400, "?to=yesterday").get("detail").asText()).contains("to");
    assertThat(greeting()).isEqualTo("the earlier one");
  }

  @Test
  void files_whose_specs_fail_go_live_for_a_reason_only_which_stands_in_the_history() throws Exception {
    tree.greeting("not as its spec says");
    tree.replace(EditedTree.GREETING_SPEC, "body: \"not as its spec says\"", "body: \"something else\"");
    assertThat(operator.reload(422, "").get("errors")).singleElement().satisfies(error -> {
      assertThat(error.get("file").asText()).isEqualTo(EditedTree.GREETING_SPEC);
      assertThat(error.get("route").asText()).isEqualTo("answer-hello");
    });
    assertThat(operator.reload(400, "?skip-specs=true").get("detail").asText()).contains("reason");
    assertThat(greeting()).isNotEqualTo("not as its spec says");

    JsonNode report = operator.reload(200, "?skip-specs=true&reason=the+desk+is+on+fire");

    assertThat(greeting()).isEqualTo("not as its spec says");
    assertThat(report.at("/specs/skipped").asBoolean()).isTrue();
    JsonNode row = operator.generation(report.get("generation").asLong());
    assertThat(row.at("/specs/skipped").asBoolean()).isTrue();
    assertThat(row.get("reason").asText()).isEqualTo("the desk is on fire");
  }

  private static String greeting() throws Exception {
    return wadi.ask("/hello").get().body();
  }
}
