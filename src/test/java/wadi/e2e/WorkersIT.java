package wadi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import wadi.brokers.KafkaServer;

/** Three processes take alerts from one broker and send their mails, while processes and the broker are killed. */
@Timeout(600)
class WorkersIT {
  private static final Duration PATIENCE = Duration.ofSeconds(240);
  private static final int BATCH = 50;
  private static final int SENDS_AT_A_TIME = 8;
  /** Between batches, so that there is something to send for as long as a test kills and reloads. */
  private static final Duration GENTLE = Duration.ofMillis(250);
  private static final AtomicInteger RUNS = new AtomicInteger();

  @TempDir
  private Path folder;
  private Transport transport;
  private String name;
  private EditedTree files;
  private RunningWadi database;
  private final List<Worker> workers = new ArrayList<>();

  @Test
  void alerts_over_kafka_are_mailed_once_each_while_two_workers_and_the_broker_are_killed() throws Exception {
    run(Transport.KAFKA, 450, 2, 1, 0, GENTLE);
  }

  @Test
  void alerts_over_rabbitmq_are_mailed_once_each_while_workers_and_the_broker_are_killed_and_all_reload() throws Exception {
    run(Transport.RABBITMQ, 450, 2, 1, 2, Duration.ofSeconds(1)); // it takes longer, and must not become ten thousand
  }

  @Tag("soak")
  @ParameterizedTest
  @EnumSource(value = Transport.class, names = "HTTP", mode = EnumSource.Mode.EXCLUDE)
  void ten_thousand_alerts_are_spread_over_the_workers(Transport over) throws Exception {
    run(over, 10_000, 0, 0, 0, Duration.ZERO);
  }

  @Tag("soak")
  @ParameterizedTest
  @EnumSource(value = Transport.class, names = "HTTP", mode = EnumSource.Mode.EXCLUDE)
  void ten_thousand_alerts_are_mailed_once_each_while_five_workers_and_the_broker_twice_are_killed(Transport over) throws Exception {
    run(over, 10_000, 5, 2, 0, GENTLE);
  }

  @Tag("soak")
  @ParameterizedTest
  @EnumSource(value = Transport.class, names = "HTTP", mode = EnumSource.Mode.EXCLUDE)
  void twenty_reloads_of_all_lose_nothing_of_ten_thousand_alerts(Transport over) throws Exception {
    run(over, 10_000, 0, 0, 20, GENTLE);
  }

  /** With reloads, of all processes, comes one more that a worker does not live to the end of. */
  private void run(Transport over, int alerts, int kills, int brokerKills, int reloads, Duration pace) throws Exception {
    transport = over;
    name = "workers-" + RUNS.incrementAndGet();
    try {
      start();
      long began = System.nanoTime();
      AtomicBoolean enough = new AtomicBoolean();
      CompletableFuture<Integer> published = CompletableFuture.supplyAsync(() -> kills + reloads == 0 ? publish(1, alerts) : publishUntil(enough, alerts, pace));
      for (int n = 0; n < kills; n++) { // spread over the run, and while there is work for the victim
        int sofar = alerts * n / kills;
        await().atMost(PATIENCE).until(() -> workers.stream().mapToInt(Worker::count).sum() >= sofar);
        Worker victim = workers.get(n % workers.size());
        kill(victim, victim.count(), n < brokerKills);
      }
      List<String> millis = new ArrayList<>();
      for (int n = 0; n < reloads; n++) {
        files.greeting("reload " + n);
        JsonNode report = new Operator(workers.get(n % 3).wadi()).reload(200, "?all=true");
        assertThat(report.get("outcome").asText()).as(report.toString()).isEqualTo("live");
        millis.addAll(report.get("processes").findValuesAsText("millis"));
      }
      if (reloads > 0) {
        files.greeting("a kill in the middle");
        CompletableFuture<HttpResponse<String>> reload = new Operator(workers.get(0).wadi()).begin("/ops/reload?all=true");
        workers.get(1).killWhileItSends(workers.get(1).count());
        assertThat(reload.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).statusCode()).isIn(200, 422, 409, 500, 503);
        workers.get(1).start(files.root());
      }
      enough.set(true);
      int all = published.join();
      int killed = kills + Math.min(reloads, 1);
      Set<Long> wanted = new HashSet<>(LongStream.rangeClosed(1, all).boxed().toList());
      awaitMails(wanted);
      report(all, killed, brokerKills, millis, began);

      assertThat(new HashSet<>(mailed())).isEqualTo(wanted);
      assertThat(mailed().size() - all).as("sent twice").isBetween(0, killed * SENDS_AT_A_TIME);
      assertThat(millis).hasSizeGreaterThanOrEqualTo(4 * reloads).allSatisfy(one -> assertThat(Long.parseLong(one)).isLessThan(10_000)); // the target is 2 s
      if (killed == 0) {
        workers.forEach(worker -> assertThat(worker.count()).as("mails of one of three").isBetween(all * 8 / 30, all * 12 / 30));
      }
    } finally {
      end();
    }
  }

  private void kill(Worker victim, int before, boolean brokerToo) throws Exception {
    victim.killWhileItSends(before);
    if (brokerToo) {
      transport.breakBroker();
      transport.mendBroker();
    }
    victim.start(files.root());
  }

  private void report(int alerts, int kills, int brokerKills, List<String> millis, long began) {
    System.out.printf("%s: %d alerts over 3 workers, %d kills of a worker, %d of the broker: %d mails (%s), %d lost, %d twice, %.0f s; from commit to live on each process, ms: %s%n",
        transport, alerts, kills, brokerKills, mailed().size(), workers.stream().map(worker -> Integer.toString(worker.count())).toList(),
        alerts - new HashSet<>(mailed()).size(), mailed().size() - new HashSet<>(mailed()).size(), (System.nanoTime() - began) / 1e9, millis);
  }

  private void awaitMails(Set<Long> wanted) {
    await().atMost(PATIENCE).until(() -> workers.stream().mapToInt(Worker::count).sum() >= wanted.size() && new HashSet<>(mailed()).containsAll(wanted));
  }

  private List<Long> mailed() {
    return workers.stream().flatMap(worker -> worker.mailed().stream()).toList();
  }

  private void start() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    List<String> settings = new ArrayList<>(transport.settings(folder));
    settings.addAll(List.of("ALERTING_RABBITMQ_QUEUE=" + name, "ALERTING_KAFKA_TOPIC=" + name, "KAFKA_GROUP_ID=" + name, "ALERTING_ARTEMIS_QUEUE=" + name,
        "INTAKE_ARTEMIS_ENABLED=false", "INTAKE_RABBITMQ_ENABLED=false", "INTAKE_KAFKA_ENABLED=false",
        "NOTIFICATIONS_RABBITMQ_ENABLED=false", "NOTIFICATIONS_KAFKA_ENABLED=false"));
    if (transport == Transport.KAFKA) {
      KafkaServer.shared().topic(name, 3);
    }
    List<String> first = new ArrayList<>(settings);
    first.add("ROLES=intake,fraud");
    files = EditedTree.in(Files.createDirectory(folder.resolve("files")));
    database = new RunningWadi(folder.resolve("database"), first.toArray(String[]::new)).startIn(files.root());
    for (int i = 0; i < 3; i++) {
      workers.add(new Worker(folder.resolve("worker" + i), database, settings));
    }
    together(worker -> worker.start(files.root()));
  }

  private interface Step {
    void of(Worker worker) throws Exception;
  }

  private void together(Step step) {
    workers.parallelStream().forEach(worker -> {
      try {
        step.of(worker);
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    });
  }

  /** A steady stream, each batch when most of those before it are mailed. Returns how many there were. */
  private int publishUntil(AtomicBoolean enough, int least, Duration pace) {
    int last = 0;
    while (last < least || !enough.get()) {
      publish(last + 1, last + BATCH);
      last += BATCH;
      int most = last - BATCH;
      await().atMost(PATIENCE).pollDelay(pace).pollInterval(Duration.ofMillis(20)).until(() -> workers.stream().mapToInt(Worker::count).sum() >= most);
    }
    return last;
  }

  /** As a producer does that is not sure: what was not confirmed is sent again. Returns the last. */
  private int publish(int first, int last) {
    for (long from = first; from <= last; from += BATCH) {
      List<String> bodies = LongStream.rangeClosed(from, Math.min(from + BATCH - 1, last))
          .mapToObj(id -> "{\"alertId\": %d, \"severity\": \"low\", \"amount\": \"1\"}".formatted(id)).toList();
      await().atMost(PATIENCE).ignoreExceptions().until(() -> {
        transport.sendAll(name, bodies);
        return true;
      });
    }
    return last;
  }

  private void end() throws Exception {
    together(Worker::close);
    if (database != null) {
      database.close();
    }
    transport.end();
  }
}
