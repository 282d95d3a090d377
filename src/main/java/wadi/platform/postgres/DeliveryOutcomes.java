package wadi.platform.postgres;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.springframework.jdbc.core.JdbcTemplate;
import wadi.domain.delivery.Outcome;
import wadi.domain.intake.StorableText;

/** Writes how attempts ended, many in one commit, and gives back the credits of what never left. */
final class DeliveryOutcomes implements AutoCloseable {
  private static final Attempt NONE = new Attempt("", 0, Instant.EPOCH, null, 0, false, List.of());
  /** Also a try whose lease ran out is written down, and changes nothing else. */
  private static final String FINISH = """
      with attempt as (
        insert into delivery_attempt (delivery_id, number, began_at, ended_at, provider, outcome, reason, provider_id)
        select id, ?, ?, ?, ?, ?, ?, ? from delivery where id = ? and ? on conflict do nothing)
      update delivery set status = ?, last_error = ?, not_before = ?, lease_owner = null, lease_until = null, paid = ?,
          modified_at = now()
      where id = ? and lease_owner = ? and status = 'leased'""";

  private final JdbcTemplate jdbc;
  private final BudgetTable budgets;
  private final String owner;
  private final GroupCommit<Finished> commits;

  /**
   * One that is under way.
   *
   * @param lease in milliseconds
   * @param kept it was paid for before: by a sender that died, or when it was promised; its credit stays with it until it leaves
   * @param credits where they are taken from
   */
  record Attempt(String channel, int number, Instant began, String provider, long lease, boolean kept, List<BudgetTable.Credit> credits) {}

  /** @param attempt null when it is finished for the second time */
  record Finished(long id, Attempt attempt, Instant ended, Outcome outcome) {}

  /** @param owner whose leases end with the outcome */
  DeliveryOutcomes(Database database, BudgetTable budgets, String owner) {
    this.jdbc = new JdbcTemplate(database.dataSource());
    this.budgets = budgets;
    this.owner = owner;
    this.commits = new GroupCommit<>("delivery-outcomes", database, this::write);
  }

  /** Completes when it is committed. */
  CompletableFuture<Void> submit(Finished finished) {
    return commits.submit(finished);
  }

  private void write(List<Finished> finished) {
    await(finished);
    int[][] changed = jdbc.batchUpdate(FINISH, finished, finished.size(), (statement, f) -> {
      Attempt attempt = f.attempt() == null ? NONE : f.attempt();
      statement.setInt(1, attempt.number());
      statement.setTimestamp(2, Timestamp.from(attempt.began()));
      statement.setTimestamp(3, Timestamp.from(f.ended()));
      statement.setString(4, attempt.provider());
      statement.setString(5, f.outcome() instanceof Outcome.RetryLater ? "retry" : status(f.outcome()));
      statement.setString(6, reason(f.outcome()));
      statement.setString(7, providerId(f.outcome()));
      statement.setLong(8, f.id());
      statement.setBoolean(9, attempt != NONE);
      Timestamp notBefore = f.outcome() instanceof Outcome.RetryLater later ? Timestamp.from(later.notBefore()) : null;
      statement.setString(10, status(f.outcome()));
      statement.setString(11, reason(f.outcome()));
      statement.setTimestamp(12, notBefore);
      statement.setBoolean(13, attempt.kept() && f.outcome() instanceof Outcome.RetryLater later && !later.perhapsSent());
      statement.setLong(14, f.id());
      statement.setString(15, owner);
    });
    List<BudgetTable.Credit> unused = new ArrayList<>();
    for (int i = 0; i < finished.size(); i++) {
      Finished one = finished.get(i);
      if (changed[0][i] == 1 && one.attempt() != null && !one.outcome().perhapsSent()) {
        unused.addAll(one.attempt().credits());
      }
    }
    budgets.giveBack(unused);
  }

  /** Whatever their providers call them, they are known before their receipts are looked for. */
  private void await(List<Finished> finished) {
    List<Object[]> parts = new ArrayList<>();
    for (Finished one : finished) {
      if (one.outcome() instanceof Outcome.Submitted submitted && one.attempt() != null) {
        submitted.providerIds().forEach(id -> parts.add(new Object[] {one.attempt().provider(), StorableText.of(id), one.id(), one.attempt().number()}));
      }
    }
    if (!parts.isEmpty()) {
      jdbc.batchUpdate("insert into awaited_receipt (provider, provider_id, delivery_id, attempt) values (?, ?, ?, ?) on conflict do nothing", parts);
    }
  }

  private static String providerId(Outcome outcome) {
    if (outcome instanceof Outcome.Submitted submitted) {
      return StorableText.of(String.join(" ", submitted.providerIds()));
    }
    return outcome instanceof Outcome.Delivered done ? done.providerId().map(StorableText::of).orElse(null) : null;
  }

  private static String status(Outcome outcome) {
    if (outcome instanceof Outcome.RetryLater) {
      return "delayed";
    }
    if (outcome instanceof Outcome.Submitted) {
      return "submitted";
    }
    return outcome instanceof Outcome.Parked ? "parked" : outcome instanceof Outcome.Expired ? "expired" : "delivered";
  }

  private static String reason(Outcome outcome) {
    if (outcome instanceof Outcome.RetryLater later) {
      return StorableText.of(later.reason());
    }
    return outcome instanceof Outcome.Parked parked ? StorableText.of(parked.reason()) : null;
  }

  @Override
  public void close() {
    commits.close();
  }
}
