package wadi.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import wadi.domain.reload.Outcome;
import wadi.domain.reload.ReloadReport;
import wadi.domain.reload.Way;
import wadi.platform.postgres.GenerationTable;

/** Files that pass everything and are wrong: what happens to them, and to what they spoilt. */
@Timeout(300)
class RollBackIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SEND = "routes/delivery/send-email-smtp";
  private static final String NOWHERE = "http://127.0.0.1:{{management.port}}/nothing";

  @TempDir
  private Path folder;
  private ReloadTree tree;
  private Application application;

  @BeforeEach
  void start() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x")); // the database may be another user
    tree = ReloadTree.in(folder.resolve("wadi"));
    tree.write("routes/load/receive-half.camel.yaml", """
        - route:
            id: receive-half
            nodePrefixId: receive-half.
            description: Fails every second time
            from:
              uri: platform-http:/half
              steps:
                - bean:
                    beanType: wadi.runtime.Half
                    method: half
        """);
    tree.write("routes/load/receive-half.spec.yaml", "route: receive-half\ncases:\n  - it: passes by\n    then:\n      - reply: { status: !absent }\n");
    begin();
  }

  private void begin() {
    application = Application.start(tree.settings());
  }

  @AfterEach
  void stop() {
    application.close();
  }

  @Test
  void those_that_fail_each_send_are_replaced_by_the_ones_before_and_nothing_of_theirs_stays_parked() throws Exception {
    List<Long> held = hold(30);
    await().atMost(PATIENCE).until(() -> mailed().size() == 30);
    ReloadReport bad = callNowhereBeforeEachMail();
    assertThat(bad.outcome()).as("%s", bad.faults()).isEqualTo(Outcome.LIVE);

    held.addAll(hold(30));
    await().atMost(PATIENCE).until(() -> count("select count(*) from delivery_attempt where outcome <> 'delivered'") > 0);
    long failing = System.nanoTime();
    await().atMost(Duration.ofSeconds(50)).until(() -> application.generation().number() != bad.generation());
    assertThat(Duration.ofNanos(System.nanoTime() - failing)).isLessThan(Duration.ofSeconds(50));

    await().atMost(PATIENCE).untilAsserted(() -> assertThat(mailed()).containsExactlyInAnyOrderElementsOf(held));
    await().atMost(PATIENCE).until(() -> count("select count(*) from delivery where status <> 'delivered'") == 0);
    assertThat(outcome(bad.generation())).isEqualTo(Outcome.ROLLED_BACK);
    JsonNode health = JSON.readTree(get("/observe/health"));
    assertThat(health.get("status").asText()).isEqualTo("UP");
    assertThat(health.get("checks").get("reload").get("state").asText()).isEqualTo("ROLLED_BACK");
    assertThat(get("/observe/metrics")).contains("runtime_reloads_total{outcome=\"rolled-back\"} 1.0").contains("runtime_last_reload_successful 0.0");

    assertThat(application.reload(Way.WATCH).outcome()).as("the watch leaves them alone").isEqualTo(Outcome.REFUSED);
    application.close();
    begin();
    assertThat(application.refused()).as("a start leaves them alone").isPresent();
    assertThat(application.generation().hash()).isNotEqualTo(bad.hash());
  }

  @Test
  void a_route_that_fails_as_often_as_before_and_one_without_traffic_roll_nothing_back() throws Exception {
    half(60);
    tree.replace("application.properties", "reload.watch-errors-for=30s", "reload.watch-errors-for=3s");
    tree.replace("routes/load/receive-fast.camel.yaml", ", one", ", two");
    tree.replace("routes/load/receive-fast.spec.yaml", ", one", ", two");
    ReloadReport next = application.reload(Way.RELOAD);
    assertThat(next.outcome()).isEqualTo(Outcome.LIVE);
    half(60);

    await().during(Duration.ofSeconds(4)).atMost(PATIENCE).until(() -> application.generation().number() == next.generation());
  }

  /** Passes all checks and specs, in which it is stood in for. */
  private ReloadReport callNowhereBeforeEachMail() {
    tree.replace(SEND + ".camel.yaml", "        - to:\n            id: send\n", "        - to:\n            id: audit\n            uri: " + NOWHERE
        + "\n        - to:\n            id: send\n");
    tree.write(SEND + ".spec.yaml", tree.read(SEND + ".spec.yaml").replace("    then:\n", "    then:\n      - to: " + NOWHERE + "\n"));
    return application.reload(Way.RELOAD);
  }

  /** The transactions' numbers. */
  private List<Long> hold(int transactions) throws IOException, InterruptedException {
    List<Long> held = new ArrayList<>();
    for (int i = 0; i < transactions; i++) {
      String body = HTTP.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + tree.settings().port("http.port") + "/transact")).timeout(PATIENCE)
          .POST(HttpRequest.BodyPublishers.ofString("""
              {"order": {"id": 1, "name": "x", "cost": 25000.0, "currency": "INR"}, "paymentMethod": "amazonpay",
               "payment": {"card": %d, "amount": 25000.0, "currency": "INR"}}""".formatted(1234567887654321L + i))).build(), BodyHandlers.ofString()).body();
      held.add(JSON.readTree(body).get("transactionID").asLong());
    }
    return held;
  }

  private void half(int requests) throws IOException, InterruptedException {
    for (int i = 0; i < requests; i++) {
      HTTP.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + tree.settings().port("http.port") + "/half" + (i % 2 == 0 ? "" : "?fail=again"))).timeout(PATIENCE).build(), BodyHandlers.ofString());
    }
  }

  /** The transactions of all mails in the inbox. */
  private List<Long> mailed() throws IOException, InterruptedException {
    List<Long> mailed = new ArrayList<>();
    JSON.readTree(get("/inbox")).get("messages").forEach(message -> {
      if (message.get("channel").asText().equals("email")) {
        mailed.add(Long.parseLong(message.get("subject").asText().replaceFirst(".*Transaction (\\d+):.*", "$1")));
      }
    });
    return mailed;
  }

  private String get(String path) throws IOException, InterruptedException {
    return HTTP.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + tree.settings().port("management.port") + path)).timeout(PATIENCE).build(),
        BodyHandlers.ofString()).body();
  }

  private long count(String query) {
    return application.platform().database().sql().sql(query).query(Long.class).single();
  }

  private Outcome outcome(long generation) {
    return application.platform().generations().find(generation).map(GenerationTable.Past::outcome).orElseThrow();
  }
}
