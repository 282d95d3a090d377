package wadi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Somebody who may change a running Wadi, because of its token, and who looks what became of it. */
final class Operator {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final int BUSY = 409;

  private final RunningWadi wadi;

  Operator(RunningWadi wadi) {
    this.wadi = wadi;
  }

  /** @param headers names and values in turn */
  HttpResponse<String> post(String path, String... headers) throws IOException {
    return begin(path, headers).join();
  }

  /** Sends it and returns at once. */
  CompletableFuture<HttpResponse<String>> begin(String path, String... headers) throws IOException {
    List<String> all = new ArrayList<>(List.of("Authorization", "Bearer " + Files.readString(wadi.data().resolve("secrets/operations-token")).strip(),
        "Wadi-Actor", "alice@desk"));
    all.addAll(List.of(headers));
    return wadi.post(path, all.toArray(String[]::new));
  }

  /** Reloads, which is to end with this status; returns the answer. */
  JsonNode reload(int status, String query) throws IOException {
    HttpResponse<String> answer = reload(status, query, "application/json");
    assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith(status == 200 ? "application/json" : "application/problem+json");
    return JSON.readTree(answer.body());
  }

  /** The same for people. */
  String reloadInWords(int status) {
    HttpResponse<String> answer = reload(status, "", "text/plain");
    assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
    return answer.body();
  }

  /** As long as two generations drain, which they do for a second if they have nothing in hand, it waits; unless that is what is to be seen. */
  private HttpResponse<String> reload(int status, String query, String accept) {
    HttpResponse<String> answer = await().atMost(PATIENCE).until(() -> post("/ops/reload" + query, "Accept", accept),
        tried -> status == BUSY || tried.statusCode() != BUSY);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return answer;
  }

  /** Reloads, after which the files are to be live; returns the number of their generation. */
  long reload() throws IOException {
    JsonNode answer = reload(200, "");
    assertThat(answer.get("outcome").asText()).isEqualTo("live");
    return answer.get("generation").asLong();
  }

  /** The number of the generation that runs. */
  long running() throws IOException, InterruptedException {
    return JSON.readTree(wadi.get("/observe/health").body()).at("/checks/generation/number").asLong();
  }

  /** What the health says of the last reload; Wadi is up all the time. */
  JsonNode lastReload() throws IOException, InterruptedException {
    JsonNode health = JSON.readTree(wadi.get("/observe/health").body());
    assertThat(health.get("status").asText()).isEqualTo("UP");
    return health.at("/checks/reload");
  }

  /** The history, the newest first. */
  List<JsonNode> generations() throws IOException, InterruptedException {
    List<JsonNode> rows = new ArrayList<>();
    ops("/ops/generations").get("generations").forEach(rows::add);
    return rows;
  }

  JsonNode generation(long number) throws IOException, InterruptedException {
    return ops("/ops/generations/" + number);
  }

  JsonNode ops(String path) throws IOException, InterruptedException {
    HttpResponse<String> answer = wadi.get(path);
    assertThat(answer.statusCode()).as(path).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  /** @param sample as the page of metrics spells it, with its labels */
  double metric(String sample) throws IOException, InterruptedException {
    return wadi.get("/observe/metrics").body().lines().filter(line -> line.startsWith(sample + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(sample.length()))).findFirst().orElse(0);
  }
}
