package wadi.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import wadi.brokers.Ports;
import wadi.e2e.MoodyFraudPolice;
import wadi.e2e.MoodyFraudPolice.Mood;
import wadi.e2e.RunningWadi;

/** How long a transaction takes while the fraud check service misbehaves, and how soon it is asked again. {@code bench/run} starts it. */
final class RemoteFaults {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final int TIMEOUT_MILLIS = 500;
  private static final int AT_ONCE = 8;
  private static final long LOOK_MILLIS = 50;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);
  private static final List<Mood> MOODS = List.of(Mood.HANGS, Mood.DRIPS, Mood.GARBAGE, Mood.FAILS, Mood.RESETS, Mood.REFUSES);
  private static final String TRANSACTION = """
      {"order": {"id": 7}, "paymentMethod": "amazonpay", "payment": {"card": 4111111111111111, "amount": 12.50, "currency": "INR"}}""";

  private final Path folder;
  private final Results results;
  private final int runs;
  private final int calls;

  private RemoteFaults(String[] words) {
    folder = Path.of(words[0]);
    results = new Results("remote", Path.of(words[1]));
    runs = Integer.parseInt(words[2]);
    calls = Integer.parseInt(words[3]);
  }

  /**
   * In a folder with a built Wadi.
   *
   * @param words an empty folder, the file for the results, how many runs, and how many transactions in each
   */
  public static void main(String[] words) throws Exception {
    int status = 0;
    Runtime.getRuntime().addShutdownHook(new Thread(Transports::endChildren, "end children"));
    try {
      new RemoteFaults(words).measure();
    } catch (Exception | AssertionError e) {
      e.printStackTrace();
      status = 1;
    }
    System.exit(status);
  }

  private void measure() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x")); // the database passes through it
    series("shipped");
    series("never", "FRAUD_REMOTE_BREAKER_CALLS=10000", "FRAUD_REMOTE_BREAKER_FAILED_PERCENT=100");
  }

  /** @param opens when the circuit does: as shipped, or never, so that every transaction waits */
  private void series(String opens, String... settings) throws Exception {
    List<String> all = new ArrayList<>(List.of(settings));
    try (MoodyFraudPolice police = new MoodyFraudPolice(Ports.free(), 0)) {
      all.addAll(List.of("ROLES=intake,fraud", "INTAKE_ARTEMIS_ENABLED=false", "FRAUD_MODE=remote", "FRAUD_REMOTE_URL=" + police.url(), "FRAUD_REMOTE_TIMEOUT=" + TIMEOUT_MILLIS + "ms"));
      try (RunningWadi wadi = new RunningWadi(folder.resolve(opens), all.toArray(String[]::new)).start(); Connection database = wadi.database()) {
        load(wadi, 10 * calls);
        for (int run = 1; run <= runs; run++) {
          results.add("well", Map.of("circuit", opens), run, run(wadi, police, database, Mood.WELL));
          for (Mood mood : MOODS) {
            results.add(mood.name(), Map.of("circuit", opens), run, run(wadi, police, database, mood));
          }
        }
      }
    }
  }

  private Map<String, Object> run(RunningWadi wadi, MoodyFraudPolice police, Connection database, Mood mood) throws Exception {
    long rows = rows(database);
    int asked = police.asked();
    police.mood(mood);
    List<Long> nanos = load(wadi, calls);
    Map<String, Object> result = new LinkedHashMap<>(Map.of("count", calls, "timeout", TIMEOUT_MILLIS, "asked", police.asked() - asked, "stored", rows(database) - rows,
        "p50", millis(nanos, 0.5), "p99", millis(nanos, 0.99), "max", millis(nanos, 1)));
    long began = System.nanoTime();
    police.mood(Mood.WELL);
    while (!isClosed(wadi)) {
      if (System.nanoTime() - began > PATIENCE_NANOS) {
        throw new IllegalStateException("the service is not asked again");
      }
      transact(wadi);
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    result.put("againSeconds", Math.round((System.nanoTime() - began) / 1e8) / 10.0);
    load(wadi, 100); // the circuit remembers good ones again
    return result;
  }

  /** How long each took, the shortest first. */
  private static List<Long> load(RunningWadi wadi, int count) throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(AT_ONCE);
    AtomicInteger left = new AtomicInteger(count);
    List<Long> nanos = Collections.synchronizedList(new ArrayList<>());
    try {
      CompletableFuture.allOf(IntStream.range(0, AT_ONCE).mapToObj(client -> CompletableFuture.runAsync(() -> {
        while (left.getAndDecrement() > 0) {
          long began = System.nanoTime();
          transact(wadi);
          nanos.add(System.nanoTime() - began);
        }
      }, clients)).toArray(CompletableFuture[]::new)).join();
    } finally {
      clients.shutdownNow();
    }
    return nanos.stream().sorted().toList();
  }

  private static void transact(RunningWadi wadi) {
    try {
      int status = HTTP.send(HttpRequest.newBuilder(URI.create(wadi.http() + "/transact")).POST(HttpRequest.BodyPublishers.ofString(TRANSACTION)).build(),
          HttpResponse.BodyHandlers.discarding()).statusCode();
      if (status != 200 && status != 402) {
        throw new IllegalStateException("a transaction was answered with " + status);
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isClosed(RunningWadi wadi) throws Exception {
    return JSON.readTree(wadi.get("/observe/health").body()).at("/checks/screening/circuit").asText().equals("closed");
  }

  private static long rows(Connection database) throws Exception {
    try (ResultSet rows = database.createStatement().executeQuery("select count(*) from transaction")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /** The smallest that so large a share does not exceed. */
  private static double millis(List<Long> sorted, double share) {
    return Math.round(sorted.get((int) Math.ceil(share * sorted.size()) - 1) / 1e5) / 10.0;
  }
}
