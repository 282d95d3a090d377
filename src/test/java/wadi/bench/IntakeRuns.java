package wadi.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Transactions that a warm Wadi stores per second, from the first that is stored to the last. */
final class IntakeRuns {
  private static final long LOOK_MILLIS = 10;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);

  private final Connection database;

  IntakeRuns(Connection database) {
    this.database = database;
  }

  /** Publishes all of them beside, which must be quicker than they are taken in, and waits until they are stored. */
  Map<String, Object> run(Plain producer, List<Message> transactions) throws Exception {
    Instant mark = Instant.now();
    long began = System.nanoTime();
    CompletableFuture<Long> published = CompletableFuture.supplyAsync(() -> {
      try {
        producer.publishAll(transactions);
        return System.nanoTime() - began;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    });
    int first = await(mark, 1, published);
    long firstAt = System.nanoTime();
    int all = await(mark, transactions.size(), published);
    long lastAt = System.nanoTime();
    if (all != transactions.size()) {
      throw new IllegalStateException("%d of %d transactions are stored".formatted(all, transactions.size()));
    }
    return Map.of("count", all, "perSecond", Results.perSecond(all - first, lastAt - firstAt),
        "publishedPerSecond", Results.perSecond(all, published.get(60, TimeUnit.SECONDS)));
  }

  private int await(Instant mark, int least, CompletableFuture<Long> published) throws Exception {
    long end = System.nanoTime() + PATIENCE_NANOS;
    for (int stored = stored(mark);; stored = stored(mark)) {
      if (stored >= least) {
        return stored;
      }
      if (published.isCompletedExceptionally() || System.nanoTime() > end) {
        published.getNow(0L);
        throw new IllegalStateException("only %d transactions are stored".formatted(stored));
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  private int stored(Instant mark) throws SQLException {
    try (PreparedStatement query = database.prepareStatement("select count(*) from transaction where received_at >= ?")) {
      query.setTimestamp(1, Timestamp.from(mark));
      ResultSet rows = query.executeQuery();
      rows.next();
      return rows.getInt(1);
    }
  }
}
