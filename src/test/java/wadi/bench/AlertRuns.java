package wadi.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import wadi.e2e.RunningWadi;

/** Alerts per second from the broker to the mail, by one process and then by three that share the work. */
final class AlertRuns {
  private static final long LOOK_MILLIS = 5;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);
  private static final int TRIES_TO_WARM_UP = 10;

  private final Path folder;
  private final RunningWadi database;
  private final List<Mailer> mailers = new ArrayList<>();
  private long last;

  /** @param database the process whose embedded database all share */
  AlertRuns(Path folder, RunningWadi database) {
    this.folder = folder;
    this.database = database;
  }

  /** Ends with all processes stopped. */
  void measure(Broker broker, int runs, int count, int warmup, Results results) throws Exception {
    String name = "mailed";
    broker.declare(name);
    List<String> settings = Stream.concat(broker.settings(folder).stream(), Stream.of("ALERTING_RABBITMQ_QUEUE=" + name,
        "ALERTING_KAFKA_TOPIC=" + name, "ALERTING_ARTEMIS_QUEUE=" + name)).toList();
    try (Plain producer = broker.plain(name)) {
      for (int processes : List.of(1, 3)) {
        start(broker, processes, settings);
        warmUp(producer, warmup);
        for (int run = 1; run <= runs; run++) {
          results.add("mails", Map.of("transport", broker.name(), "processes", processes), run, run(producer, count));
        }
      }
    } finally {
      for (Mailer mailer : mailers) {
        mailer.close();
      }
      mailers.clear();
    }
  }

  private void start(Broker broker, int processes, List<String> settings) throws Exception {
    List<Mailer> more = new ArrayList<>();
    while (mailers.size() < processes) {
      Mailer mailer = new Mailer(folder.resolve(broker + "-" + mailers.size()), database, settings);
      mailers.add(mailer);
      more.add(mailer);
    }
    more.parallelStream().forEach(Mailer::start);
  }

  /** Until all of them take part. */
  private void warmUp(Plain producer, int count) throws Exception {
    for (int tries = 0; tries < TRIES_TO_WARM_UP; tries++) {
      List<Integer> before = counts();
      run(producer, count);
      List<Integer> after = counts();
      if (LongStream.range(0, before.size()).allMatch(i -> after.get((int) i) > before.get((int) i))) {
        return;
      }
    }
    throw new IllegalStateException("a process takes no alerts: " + counts());
  }

  private Map<String, Object> run(Plain producer, int count) throws Exception {
    List<Message> alerts = LongStream.rangeClosed(last + 1, last + count).mapToObj(Message::alert).toList();
    last += count;
    List<Integer> before = counts();
    int wanted = sum(before) + count;
    long began = System.nanoTime();
    producer.publishAll(alerts);
    long published = System.nanoTime();
    while (sum(counts()) < wanted) {
      if (System.nanoTime() - began > PATIENCE_NANOS) {
        throw new IllegalStateException("%d mails are missing".formatted(wanted - sum(counts())));
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    long ended = System.nanoTime();
    List<Integer> after = counts();
    return Map.of("count", count, "perSecond", Results.perSecond(count, ended - began), "publishedPerSecond", Results.perSecond(count, published - began),
        "mailsOfEach", LongStream.range(0, after.size()).mapToObj(i -> after.get((int) i) - before.get((int) i)).toList());
  }

  private List<Integer> counts() {
    return mailers.stream().map(Mailer::count).toList();
  }

  private static int sum(List<Integer> counts) {
    return counts.stream().mapToInt(Integer::intValue).sum();
  }
}
