package wadi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that pass everything and fail all the same: the ones before run again, and nothing of what failed is left behind. */
class SwitchedBackIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final String REFUSED_SENDER = "Wadi <refused@localhost>";
  private static final String HELD = """
      {"order": {}, "paymentMethod": "amazonpay", "payment": {"card": 4111111111111111, "amount": 25000, "currency": "INR"}}""";

  @TempDir
  private static Path folder;
  private static MoodySmtpServer smtp;
  private static EditedTree tree;
  private static RunningWadi wadi;
  private static Operator operator;
  private final ExecutorService clients = Executors.newFixedThreadPool(8);

  @BeforeAll
  static void start() throws Exception {
    smtp = new MoodySmtpServer();
    tree = EditedTree.in(folder);
    tree.property("trial.fault", "false");
    tree.settle();
    wadi = new RunningWadi(folder.resolve("data"), "DELIVERY_EMAIL_SMTP_PORT=" + smtp.port(), "DELIVERY_SMS_BUDGET=0 per day", "TRIAL_FAULT=true")
        .startIn(tree.root());
    operator = new Operator(wadi);
  }

  /** Nothing is parked, and the next generation is measured by one in which nothing has failed. */
  @AfterEach
  void take_back() throws Exception {
    clients.shutdownNow();
    smtp.judge(mail -> "250 taken");
    tree.restore();
    tree.property("reload.watch-errors-for", "0s");
    operator.reload(200, "");
    tree.restore();
    assertThat(operator.post("/ops/parked/replay?limit=500").statusCode()).isEqualTo(200);
    await().atMost(PATIENCE).until(() -> left() == 0);
  }

  @AfterAll
  static void stop() throws Exception {
    wadi.close();
    smtp.close();
  }

  @Test
  void files_with_which_each_send_fails_are_switched_back_and_nothing_of_them_stays() throws Exception {
    AtomicLong firstFailure = new AtomicLong();
    AtomicInteger refused = new AtomicInteger();
    smtp.judge(mail -> {
      if (!mail.contains(REFUSED_SENDER)) {
        return "250 taken";
      }
      firstFailure.compareAndSet(0, System.nanoTime());
      return refused.incrementAndGet() % 2 == 0 ? "451 4.7.1 come again" : "550 5.7.1 not from you";
    });
    List<Long> alerts = hold(5);
    long good = operator.running();
    double rolledBack = operator.metric("runtime_reloads_total{outcome=\"rolled-back\"}");
    tree.property("delivery.email.from", REFUSED_SENDER);
    long bad = operator.reload();

    alerts.addAll(hold(30));
    await().atMost(PATIENCE).until(() -> operator.running() > bad);
    assertThat(Duration.ofNanos(System.nanoTime() - firstFailure.get())).isLessThan(Duration.ofSeconds(10));

    alerts.addAll(hold(5));
    assertEachIsMailedOnce(alerts);
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(operator.generation(bad).get("outcome").asText()).isEqualTo("rolled-back"));
    JsonNode back = operator.generation(operator.running());
    assertThat(back.get("way").asText()).isEqualTo("rollback");
    assertThat(back.get("outcome").asText()).isEqualTo("live");
    assertThat(back.get("hash")).isEqualTo(operator.generation(good).get("hash"));
    assertThat(back.get("reason").asText()).contains("send-email-smtp");
    assertThat(operator.metric("runtime_reloads_total{outcome=\"rolled-back\"}")).isEqualTo(rolledBack + 1);
    assertThat(operator.metric("runtime_last_reload_successful")).isZero();
    assertThat(operator.lastReload().get("state").asText()).isEqualTo("ROLLED_BACK");
    assertThat(operator.lastReload().get("generation").asLong()).isEqualTo(bad);
    assertThat(operator.ops("/ops/audit?limit=1").at("/audit/0/action").asText()).isEqualTo("replay");

    wadi.close();
    int printed = wadi.output().length();
    wadi.startIn(tree.root());
    assertThat(wadi.output().substring(printed)).contains("wadi: The files are not those that run. They were live and failed more than those before them.");
    assertThat(operator.lastReload().get("state").asText()).isEqualTo("REFUSED");
    assertThat(operator.generation(operator.running()).get("hash")).isEqualTo(operator.generation(good).get("hash"));
    assertEachIsMailedOnce(hold(1));
  }

  @Test
  void messages_that_were_parked_by_such_files_are_taken_after_all_and_the_watch_leaves_the_files_alone() throws Exception {
    smtp.judge(mail -> "250 taken");
    tree.property("reload.watch", "true");
    tree.property("reload.watch-errors-for", "0s"); // so that it is the one that is gone back to
    operator.reload();
    tree.property("reload.watch-errors-for", "1h");
    // The twin of the specs does not see the environment, in which this is true.
    tree.replace("routes/alerting/route-alert.camel.yaml", "direct:route-alert\n      steps:\n", """
        direct:route-alert
              steps:
                - choice:
                    id: by-trial
                    when:
                      - id: when-fault
                        simple: "{{trial.fault}}"
                        steps:
                          - throwException: { id: fail, exceptionType: java.lang.IllegalArgumentException, message: a mistake }
        """);
    await().atMost(PATIENCE).until(() -> operator.generations().get(0), row -> row.get("way").asText().equals("watch") && isLive(row));
    long bad = operator.running();

    List<Long> alerts = hold(30);

    await().atMost(PATIENCE).until(() -> operator.running() > bad);
    assertEachIsMailedOnce(alerts);
    await().atMost(PATIENCE).until(() -> operator.generation(bad).get("outcome").asText(), "rolled-back"::equals);
    double refusals = operator.metric("runtime_reloads_total{outcome=\"refused\"}");
    Files.setLastModifiedTime(tree.path("routes/alerting/route-alert.camel.yaml"), FileTime.from(Instant.now().plusSeconds(60)));
    await().atMost(PATIENCE).until(() -> operator.metric("runtime_reloads_total{outcome=\"refused\"}") > refusals);
    assertThat(operator.generations().get(0).get("way").asText()).isEqualTo("rollback");
    assertEachIsMailedOnce(hold(1));
  }

  @Test
  void files_with_which_no_more_fails_than_before_stay() throws Exception {
    AtomicInteger mails = new AtomicInteger();
    smtp.judge(mail -> mails.incrementAndGet() % 2 == 0 ? "550 5.7.1 not this one" : "250 taken");
    tree.property("reload.watch-errors-for", "0s"); // what fails before is no reason either
    operator.reload();
    hold(40);
    await().atMost(PATIENCE).until(() -> mails.get() >= 40);
    tree.property("reload.watch-errors-for", "1h");
    long next = operator.reload();

    hold(40);
    await().atMost(PATIENCE).until(() -> mails.get() >= 80);

    await().during(Duration.ofSeconds(2)).atMost(PATIENCE).until(() -> operator.running() == next);
    assertThat(operator.lastReload().get("state").asText()).isEqualTo("OK");
  }

  @Test
  void files_without_traffic_stay_and_are_not_watched_for_ever() throws Exception {
    smtp.judge(mail -> mail.contains(REFUSED_SENDER) ? "550 5.7.1 not from you" : "250 taken");
    tree.property("reload.watch-errors-for", "1s");
    tree.property("delivery.email.from", REFUSED_SENDER);
    long next = operator.reload();
    await().during(Duration.ofSeconds(2)).atMost(PATIENCE).until(() -> operator.running() == next);

    hold(30);
    await().atMost(PATIENCE).until(() -> left() == 30);

    await().during(Duration.ofSeconds(2)).atMost(PATIENCE).until(() -> operator.running() == next);
  }

  /** Sends that many held transactions at once; returns their numbers when all are accepted. */
  private List<Long> hold(int number) throws Exception {
    List<Future<Long>> all = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      all.add(clients.submit(() -> JSON.readTree(wadi.transact(HELD).body()).get("transactionID").asLong()));
    }
    List<Long> transactions = new ArrayList<>();
    for (Future<Long> each : all) {
      transactions.add(each.get());
    }
    return transactions;
  }

  private static void assertEachIsMailedOnce(List<Long> transactions) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(mailed()).containsAll(transactions));
    await().atMost(PATIENCE).until(() -> left() == 0);
    assertThat(mailed()).doesNotHaveDuplicates();
  }

  /** By the numbers in their subjects. */
  private static List<Long> mailed() {
    return smtp.mails().stream().map(mail -> Long.parseLong(mail.replaceFirst("(?s).*?Subject: [^\\n]*Transaction (\\d+):.*", "$1"))).toList();
  }

  /** How many mails and messages have not come through, for whatever reason. */
  private static long left() throws Exception {
    try (Connection database = wadi.database(); Statement sql = database.createStatement()) {
      ResultSet row = sql.executeQuery("select (select count(*) from delivery where channel = 'email' and status <> 'delivered')"
          + " + (select count(*) from dead_letter where status = 'parked')");
      row.next();
      return row.getLong(1);
    }
  }

  private static boolean isLive(JsonNode row) {
    return row.get("outcome").asText().equals("live");
  }
}
