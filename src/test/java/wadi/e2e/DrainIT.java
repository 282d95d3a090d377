package wadi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.JMSContext;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the generation that was replaced has in hand: it may finish it, for a while, and nothing of it is lost. */
class DrainIT {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final String SLOW = "routes/intake/answer-slowly.camel.yaml";
  private static final String ERRAND = "routes/intake/receive-errand-artemis.camel.yaml";

  @TempDir
  private static Path folder;
  private static PatientServer neighbour;
  private static EditedTree tree;
  private static RunningWadi wadi;
  private static Operator operator;

  @BeforeAll
  static void start() throws Exception {
    neighbour = new PatientServer();
    tree = EditedTree.in(folder);
    tree.property("trial.port", "9");
    tree.property("trial.pause", "1");
    tree.property("delivery.http.timeout", "1h");
    slowly("as copied");
    errand("- log: { id: rest, message: resting }");
    tree.settle();
    wadi = new RunningWadi(folder.resolve("data"), "TRIAL_PORT=" + neighbour.port(), "TRIAL_PAUSE=3600000").startIn(tree.root());
    operator = new Operator(wadi);
  }

  @AfterEach
  void answer_and_take_back() throws Exception {
    neighbour.answer();
    tree.restore();
  }

  @AfterAll
  static void stop() throws Exception {
    wadi.close();
    neighbour.close();
  }

  @Test
  void two_generations_may_finish_what_they_have_taken_and_a_third_reload_waits_for_one_of_them() throws Exception {
    tree.property("reload.drain-timeout", "1h");
    slowly("the first code");
    operator.reload();
    CompletableFuture<HttpResponse<String>> first = ask(1);
    slowly("the second code");
    operator.reload();
    CompletableFuture<HttpResponse<String>> second = ask(2);
    slowly("the third code");
    long third = operator.reload();
    CompletableFuture<HttpResponse<String>> last = ask(3);
    slowly("the fourth code");

    assertThat(operator.reload(409, "").get("detail").asText()).contains("Two generations", "reload.drain-timeout");
    assertThat(operator.running()).isEqualTo(third);
    assertThat(operator.lastReload().get("state").asText()).isEqualTo("OK");
    assertThat(first).isNotDone();
    assertThat(second).isNotDone();

    neighbour.answer();
    for (CompletableFuture<HttpResponse<String>> each : List.of(first, second, last)) {
      assertThat(each.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }
    assertThat(List.of(first.get().body(), second.get().body(), last.get().body())).containsExactly("the first code", "the second code", "the third code");
    operator.reload();
    CompletableFuture<HttpResponse<String>> fourth = ask(1);
    neighbour.answer();
    assertThat(fourth.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).body()).isEqualTo("the fourth code");
  }

  @Test
  void a_request_that_does_not_end_is_told_so_when_its_time_is_over() throws Exception {
    tree.property("reload.drain-timeout", "1s");
    slowly("never");
    operator.reload();
    CompletableFuture<HttpResponse<String>> request = ask(1);
    slowly("soon");
    operator.reload();

    HttpResponse<String> answer = request.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
    CompletableFuture<HttpResponse<String>> next = ask(2);
    neighbour.answer();
    assertThat(next.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).body()).isEqualTo("soon");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "waits for a neighbour|- to: { id: run, uri: 'http://127.0.0.1:{{trial.port}}/later' }",
      "sleeps|- to: { id: tell, uri: 'http://127.0.0.1:{{trial.port}}/now' }; - delay: { id: rest, simple: '{{trial.pause}}' }"})
  void a_message_whose_step_does_not_end_goes_back_to_its_queue_and_through_the_next_code(String what, String steps) throws Exception {
    tree.property("reload.drain-timeout", "1s");
    errand(steps.replace("; ", "\n        "));
    operator.reload();
    neighbour.now().clear();
    try (ActiveMQConnectionFactory broker = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + wadi.port("BROKER_ARTEMIS_PORT"));
        JMSContext jms = broker.createContext()) {
      List.of("one", "two", "three").forEach(errand -> jms.createProducer().send(jms.createQueue("errands"), what + " " + errand));
    }
    await().atMost(PATIENCE).until(() -> neighbour.later().size() + neighbour.now().size() == 1);
    neighbour.now().clear();
    errand("- to: { id: run, uri: 'http://127.0.0.1:{{trial.port}}/now' }");

    operator.reload();

    await().atMost(PATIENCE).untilAsserted(() -> assertThat(neighbour.now()).containsExactlyInAnyOrder(what + " one", what + " two", what + " three"));
    assertThat(operator.ops("/ops/parked").get("parked")).isEmpty();
  }

  /** Sends a request; returns when it is under way, as one of that many. */
  private static CompletableFuture<HttpResponse<String>> ask(int underWay) {
    CompletableFuture<HttpResponse<String>> answer = wadi.ask("/slow");
    await().atMost(PATIENCE).until(() -> neighbour.later().size() == underWay);
    return answer;
  }

  /** Lets GET /slow answer with these words when the neighbour has answered. */
  private static void slowly(String words) throws Exception {
    tree.write(SLOW, """
        - route:
            id: answer-slowly
            description: Answers when a neighbour has answered
            group: intake
            nodePrefixId: answer-slowly.
            from:
              uri: platform-http:/slow
              steps:
                - removeHeaders: { id: keep-our-headers-home, pattern: "*" }
                - to: { id: ask, uri: "http://127.0.0.1:{{trial.port}}/later" }
                - setBody: { id: words, constant: "%s" }
        """.formatted(words));
    tree.write(SLOW.replace("camel", "spec"), """
        route: answer-slowly
        cases:
          - it: asks first
            given: { body: "" }
            then:
              - to: http:*
              - reply: { body: "%s" }
        """.formatted(words));
  }

  /** Lets what comes by the queue of errands go through these steps. */
  private static void errand(String steps) throws Exception {
    tree.write(ERRAND, """
        - route:
            id: receive-errand-artemis
            description: Takes errands from a queue and acknowledges each when it is done
            group: intake
            nodePrefixId: receive-errand-artemis.
            routeConfigurationId: background-errors
            from:
              uri: jms:queue:errands
              parameters:
                headerFilterStrategy: "#brokerHeaders"
                transacted: true
                lazyCreateTransactionManager: false
                cacheLevelName: CACHE_CONSUMER
                acceptMessagesWhileStopping: true
                disableReplyTo: true
              steps:
                - removeHeaders: { id: keep-our-headers-home, pattern: "*" }
                %s
        """.formatted(steps));
    tree.write(ERRAND.replace("camel", "spec"), """
        route: receive-errand-artemis
        cases:
          - it: runs it
            given: { body: "an errand" }
            then:
        """ + (steps.contains("http:") ? "      - to: http:*\n" : "      - step: rest\n"));
  }
}
