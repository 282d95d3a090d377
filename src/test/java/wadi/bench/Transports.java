package wadi.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import wadi.brokers.RabbitServer;
import wadi.e2e.CopiedTree;
import wadi.e2e.RunningWadi;

/** What Wadi takes in, publishes and mails per second over each transport, with real brokers. {@code bench/run} starts it. */
final class Transports {
  private final Path folder;
  private final Results results;
  private final int runs;
  private final int transactions;
  private final int relayed;
  private final int mailed;
  private final Set<Broker> brokers;
  private long seed;

  private Transports(String[] words) {
    folder = Path.of(words[0]);
    results = new Results("transports", Path.of(words[1]));
    runs = Integer.parseInt(words[2]);
    transactions = Integer.parseInt(words[3]);
    relayed = Integer.parseInt(words[4]);
    mailed = Integer.parseInt(words[5]);
    brokers = words.length == 6 ? EnumSet.allOf(Broker.class) : EnumSet.copyOf(Stream.of(words).skip(6).map(Broker::valueOf).toList());
  }

  /**
   * In a folder with a built Wadi.
   *
   * @param words an empty folder, the file for the results, how many runs, and of a run how many transactions, alerts for the relay and
   *     alerts for mails; then, if not all, which brokers
   */
  public static void main(String[] words) throws Exception {
    int status = 0;
    Runtime.getRuntime().addShutdownHook(new Thread(Transports::endChildren, "end children"));
    try {
      new Transports(words).measure();
    } catch (Exception | AssertionError e) {
      e.printStackTrace();
      status = 1;
    }
    System.exit(status); // clients and servers leave threads behind
  }

  /** What a failure or a signal left running. */
  static void endChildren() {
    List<ProcessHandle> children = ProcessHandle.current().children().toList();
    children.forEach(ProcessHandle::destroy);
    children.forEach(child -> child.onExit().orTimeout(30, TimeUnit.SECONDS).exceptionally(late -> child).join());
  }

  private void measure() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x")); // the database passes through it
    if (brokers.contains(Broker.RABBITMQ) && !RabbitServer.isInstalled()) {
      System.err.println("  transports: without RabbitMQ, which is not installed (apt-get install --no-install-recommends rabbitmq-server)");
      brokers.remove(Broker.RABBITMQ);
    }
    try {
      Path tree = withoutAlertConsumers();
      for (Broker broker : brokers) {
        broker.declare("wadi.transactions");
        broker.declare("wadi.alerts");
        broker.declare("plain");
        intakeAndRelay(broker, tree);
      }
      try (RunningWadi database = new RunningWadi(folder.resolve("data"), "ROLES=intake,fraud", "INTAKE_ARTEMIS_ENABLED=false").start()) {
        AlertRuns alerts = new AlertRuns(folder, database);
        for (Broker broker : brokers) {
          if (broker != Broker.ARTEMIS_INSIDE) {
            alerts.measure(broker, runs, mailed, Math.max(60, mailed / 4), results);
          }
        }
      }
    } finally {
      for (Broker broker : brokers) {
        broker.end();
      }
    }
  }

  /** What the relay publishes stays in the queue, as what the plain client publishes does. */
  private Path withoutAlertConsumers() throws Exception {
    Path tree = CopiedTree.in(folder.resolve("tree"));
    for (String broker : List.of("rabbitmq", "kafka", "artemis")) {
      Files.delete(tree.resolve("routes/alerting/receive-alert-%s.camel.yaml".formatted(broker)));
      Files.delete(tree.resolve("routes/alerting/receive-alert-%s.spec.yaml".formatted(broker)));
    }
    return tree;
  }

  private void intakeAndRelay(Broker broker, Path tree) throws Exception {
    String[] settings = Stream.concat(broker.settings(folder).stream(), Stream.of("ROLES=intake,fraud,alerting")).toArray(String[]::new);
    try (RunningWadi wadi = new RunningWadi(folder.resolve("data"), settings).startIn(tree); Connection database = wadi.database()) {
      if (broker == Broker.ARTEMIS_INSIDE) { // any would do
        try (Plain producer = new PlainHttp(wadi.http())) {
          intake("HTTP", producer, database);
        }
      }
      try (Plain producer = broker.plain("wadi.transactions")) {
        intake(broker.name(), producer, database);
      }
      try (Plain plain = broker.plain("plain")) {
        RelayRuns relay = new RelayRuns(database);
        relay.run(plain, alerts());
        for (int run = 1; run <= runs; run++) {
          results.add("relay", Map.of("transport", broker.name()), run, relay.run(plain, alerts()));
        }
      }
    }
  }

  private void intake(String transport, Plain producer, Connection database) throws Exception {
    IntakeRuns intake = new IntakeRuns(database);
    for (int warmup = 0; warmup < 2; warmup++) {
      intake.run(producer, Message.transactions(transactions, ++seed));
    }
    for (int run = 1; run <= runs; run++) {
      results.add("intake", Map.of("transport", transport.toUpperCase(Locale.ROOT)), run, intake.run(producer, Message.transactions(transactions, ++seed)));
    }
  }

  private List<Message> alerts() {
    return LongStream.rangeClosed(1, relayed).mapToObj(Message::alert).toList();
  }
}
