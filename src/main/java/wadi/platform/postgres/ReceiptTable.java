package wadi.platform.postgres;

import java.sql.Timestamp;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import wadi.domain.delivery.Receipt;
import wadi.domain.intake.StorableText;
import wadi.platform.Faults;
import wadi.platform.ports.Receipts;

/**
 * Ends what was submitted: by its receipt, or when none came in time. A receipt that is here before the outcome of its send waits for it;
 * one for a message nobody knows is swept.
 */
public final class ReceiptTable implements Receipts, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReceiptTable.class);
  private static final String INSERT = "insert into receipt (provider, provider_id, state, reason, at) values (?, ?, ?, ?, ?) "
      + "on conflict (provider, provider_id, state) do update set reason = excluded.reason, at = excluded.at, received_at = now()";
  private static final String APPLY = "select ended_on as channel, ended_as as outcome from apply_receipts()";
  private static final String WAITING = "select exists (select from receipt where received_at > now() - interval '1 hour')";
  private static final String MISSING = """
      update delivery set status = 'parked', last_error = 'no receipt within ' || ?, modified_at = now() where id in (
        select id from delivery where status = 'submitted' and modified_at < now() - ? * interval '1 second' limit 1000 for update skip locked)
      returning channel, 'missing' as outcome""";

  private final JdbcTemplate jdbc;
  private final Events events;
  private final Duration within;
  private final GroupCommit<Receipt> commits;
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "receipts"));

  /** Hears what ends by a receipt, or for want of one. */
  @FunctionalInterface
  public interface Events {
    /**
     * Deliveries that had been submitted.
     *
     * @param outcome delivered, parked or expired by its receipt; missing: there was none
     */
    void received(String channel, String outcome, int count);
  }

  private record Ended(String channel, String outcome) {}

  /** @param within a receipt that has not come so long after the message was submitted will never come */
  public ReceiptTable(Database database, Events events, Duration within) {
    this.jdbc = new JdbcTemplate(database.dataSource());
    this.events = events;
    this.within = within;
    this.commits = new GroupCommit<>("receipts", database, this::write);
    thread.scheduleWithFixedDelay(this::tidy, 1, 1, TimeUnit.SECONDS);
  }

  @Override
  public void record(Receipt receipt) {
    commits.commit(receipt);
  }

  private void write(List<Receipt> receipts) {
    jdbc.batchUpdate(INSERT, receipts, receipts.size(), (statement, receipt) -> {
      statement.setString(1, receipt.provider());
      statement.setString(2, StorableText.of(receipt.providerId()));
      statement.setString(3, receipt.state().name().toLowerCase(Locale.ROOT));
      statement.setString(4, receipt.reason().isEmpty() ? null : StorableText.of(receipt.reason()));
      statement.setTimestamp(5, Timestamp.from(receipt.at()));
    });
    count(APPLY);
  }

  void tidy() {
    try {
      if (Boolean.TRUE.equals(jdbc.queryForObject(WAITING, Boolean.class))) {
        count(APPLY);
      }
      count(MISSING, words(within), within.toSeconds());
    } catch (RuntimeException e) {
      LOG.warn("receipts are looked for later: {}", Faults.nameOf(e));
    }
  }

  private static String words(Duration duration) {
    return duration.toSeconds() % 3_600 == 0 ? duration.toHours() + " h" : duration.toSeconds() + " s";
  }

  private void count(String sql, Object... parameters) {
    Map<Ended, Long> ended = jdbc.query(sql, (row, n) -> new Ended(row.getString("channel"), row.getString("outcome")), parameters).stream()
        .collect(Collectors.groupingBy(one -> one, Collectors.counting()));
    ended.forEach((one, times) -> events.received(one.channel(), one.outcome(), times.intValue()));
  }

  @Override
  public void close() {
    thread.shutdownNow();
    commits.close();
  }
}
