package wadi.platform.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import wadi.platform.Faults;
import wadi.platform.ports.IdempotencyKeys;

/** Idempotency keys, shared by all processes. The clock of their reservations is the database's. */
public final class IdempotencyKeyTable implements IdempotencyKeys, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(IdempotencyKeyTable.class);
  private static final int MOST_RELEASES_WAITING = 10_000;
  private static final int RELEASE_TRIES = 30;
  private static final Duration RELEASE_PAUSE = Duration.ofSeconds(1);
  /** A client that is refused because the database is away must not wait for it once more. */
  private static final Duration RELEASE_PATIENCE = Duration.ofMillis(250);

  private final Database database;
  private final ScheduledThreadPoolExecutor releases;

  public IdempotencyKeyTable(Database database) {
    this.database = database;
    this.releases = new ScheduledThreadPoolExecutor(1, work -> new Thread(work, "idempotency-release"));
    releases.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Override
  public Claim claim(String key, String body, Duration reservation) {
    Claim claim = database.sql().sql("select * from claim_idempotency_key(?, ?, ? * interval '1 millisecond')")
        .params(key, body, reservation.toMillis()).query((row, n) -> read(key, row)).single();
    return claim instanceof Claim.Answered answer ? withTheRest(answer) : claim;
  }

  private static Claim read(String key, ResultSet row) throws SQLException {
    String outcome = row.getString("outcome");
    return switch (outcome) {
      case "reserved" -> new Claim.Reserved(new Reservation(key, row.getObject("holder", UUID.class)));
      case "answered" -> new Claim.Answered(row.getLong("id"), row.getInt("status"), row.getString("decision"), row.getInt("score"),
          row.getString("reasons"), row.getString("rules"));
      case "running" -> new Claim.Running(Duration.ofMillis(row.getLong("age_millis")));
      case "other-body" -> new Claim.OtherBody();
      default -> throw new IllegalStateException("claim_idempotency_key does not say " + outcome);
    };
  }

  /** What the function does not say: it keeps its columns for processes of the version before, which may call it at the same time. */
  private Claim withTheRest(Claim.Answered answer) {
    return database.sql().sql("select shadow_reasons, coalesce(took_micros, 0) as took_micros from transaction where id = ?")
        .param(answer.transactionId()).query((row, n) -> new Claim.Answered(answer.transactionId(), answer.status(), answer.decision(),
            answer.score(), answer.reasons(), row.getString("shadow_reasons"), answer.rules(), row.getLong("took_micros")))
        .optional().orElse(answer);
  }

  @Override
  public void release(Reservation reservation) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    if (releases.getQueue().size() < MOST_RELEASES_WAITING) {
      try {
        releases.execute(() -> release(reservation, RELEASE_TRIES, done));
        await(done);
      } catch (RejectedExecutionException e) {
        // Wadi is stopping: the key is free when its reservation is over
      }
    }
  }

  private void release(Reservation reservation, int tries, CompletableFuture<Void> done) {
    try {
      database.sql().sql("select release_idempotency_key(?, ?)").params(reservation.key(), reservation.holder())
          .query((row, n) -> n).list();
    } catch (RuntimeException e) {
      if (tries > 1 && !releases.isShutdown()) {
        releases.schedule(() -> release(reservation, tries - 1, done), RELEASE_PAUSE.toMillis(), TimeUnit.MILLISECONDS);
      } else {
        LOG.warn("An idempotency key is free only when its reservation is over: {}", Faults.nameOf(e));
      }
    } finally {
      done.complete(null);
    }
  }

  private static void await(CompletableFuture<Void> done) {
    try {
      done.get(RELEASE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException | ExecutionException e) {
      // it is done later
    }
  }

  @Override
  public void close() {
    releases.shutdown();
    try {
      releases.awaitTermination(3, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
