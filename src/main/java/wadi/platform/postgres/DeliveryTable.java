package wadi.platform.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.JdbcTemplate;
import wadi.domain.delivery.Budget;
import wadi.domain.delivery.Delivery;
import wadi.domain.delivery.Outcome;
import wadi.domain.intake.StorableText;
import wadi.platform.Doorbells;

/** Everything promised to somebody, until it is delivered. The one queue of all channels and processes. */
public final class DeliveryTable implements AutoCloseable {
  private static final Attempt NONE = new Attempt(0, Instant.EPOCH, null, 0);
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};
  private static final String INSERT = """
      insert into delivery (id, source, source_id, channel, recipient, urgency, rank, status, payload, created_at, route)
      values (?, ?, ?, ?, ?, ?, ?, 'waiting', ?::jsonb, ?, ?) on conflict on constraint delivery_once do nothing""";
  /** Also a try whose lease ran out is written down, and changes nothing else. */
  private static final String FINISH = """
      with attempt as (
        insert into delivery_attempt (delivery_id, number, began_at, ended_at, provider, outcome, reason, provider_id)
        select id, ?, ?, ?, ?, ?, ?, ? from delivery where id = ? and ? on conflict do nothing)
      update delivery set status = ?, last_error = ?, not_before = ?, lease_owner = null, lease_until = null, modified_at = now()
      where id = ? and lease_owner = ? and status = 'leased'""";

  private final Database database;
  private final JdbcTemplate jdbc;
  private final Doorbells doorbells;
  private final ObjectMapper json = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
  private final Clock clock;
  private final String owner;
  private final GroupCommit<Finished> outcomes;
  /** What this process has claimed and not finished. */
  private final Map<Long, Attempt> underWay = new ConcurrentHashMap<>();

  /** @param lease in milliseconds */
  private record Attempt(int number, Instant began, String provider, long lease) {}

  /** @param attempt null when it is finished for the second time */
  private record Finished(long id, Attempt attempt, Instant ended, Outcome outcome) {}

  private final Events events;

  /** Hears what happens to deliveries outside of attempts. */
  public interface Events {
    /** Taken over from a process that wrote no outcome: they are sent again, and may go out twice. */
    void repeated(String channel, int count);

    void expired(String channel, int count);
  }

  /**
   * @param instance names the data directory; leases left by an earlier process on it end now
   */
  public DeliveryTable(Database database, Doorbells doorbells, Clock clock, String instance, Events events) {
    this.events = events;
    this.database = database;
    this.jdbc = new JdbcTemplate(database.dataSource());
    this.doorbells = doorbells;
    this.clock = clock;
    this.owner = instance + ":" + ProcessHandle.current().pid() + ":" + clock.millis();
    this.outcomes = new GroupCommit<>("delivery-outcomes", database, this::write);
    jdbc.queryForList("""
        update delivery set status = 'waiting', lease_owner = null, lease_until = null
        where status = 'leased' and lease_owner like ? || ':%' returning channel""", String.class, instance)
        .forEach(channel -> events.repeated(channel, 1));
  }

  /** The doorbell that rings when something was promised on the channel. */
  public static String bell(String channel) {
    return "delivery:" + channel;
  }

  /** Promises it with the transaction of this thread; what was promised before is not promised again. */
  public void promise(Delivery delivery) {
    promise(delivery, null);
  }

  /** @param route by which routes it came, for people to read; or null */
  public void promise(Delivery delivery, String route) {
    jdbc.update(INSERT, delivery.id(), delivery.source(), delivery.sourceId(), delivery.channel(), delivery.recipient(),
        delivery.urgency(), delivery.rank(), write(delivery.payload()), Timestamp.from(delivery.createdAt()), route);
    doorbells.ringAfterCommit(bell(delivery.channel()));
  }

  /** As below, where it does not matter who sends. */
  public List<Delivery> claim(String channel, int most, Duration lease, Budget budget) {
    return claim(channel, null, most, lease, budget);
  }

  /**
   * Takes the most urgent ones that the budget allows now, in their order; they are ours for {@code lease}.
   *
   * @param provider who sends them, or null
   */
  public List<Delivery> claim(String channel, String provider, int most, Duration lease, Budget budget) {
    Instant now = clock.instant();
    List<Budget.Window> windows = budget.windowsAt(now);
    List<Delivery> claimed = jdbc.query("select * from claim_deliveries(?, ?, ?, ?, ? * interval '1 millisecond', ?, ?, ?)", this::read,
        channel, provider, most, owner, lease.toMillis(),
        windows.stream().map(Budget.Window::unit).toArray(String[]::new),
        windows.stream().map(w -> Timestamp.from(w.starts())).toArray(Timestamp[]::new),
        windows.stream().map(Budget.Window::most).toArray(Integer[]::new));
    claimed.forEach(delivery -> underWay.put(delivery.id(), new Attempt(delivery.attempts(), now, provider, lease.toMillis())));
    claimed.sort(Comparator.comparingLong(Delivery::rank).thenComparingLong(Delivery::id));
    return claimed;
  }

  /**
   * Completes when the outcome and the attempt it ends are committed. A delivery whose lease another process took over
   * stays as it is.
   */
  public CompletableFuture<Void> finish(long id, Outcome outcome) {
    Attempt attempt = underWay.get(id);
    return outcomes.submit(new Finished(id, attempt, clock.instant(), outcome)).thenRun(() -> {
      if (attempt != null) {
        underWay.remove(id, attempt); // not one that was claimed meanwhile
      }
    });
  }

  /** Their leases run out: whoever sends them does not come back, and another try may follow. */
  public void abandon(Collection<Long> ids) {
    underWay.keySet().removeAll(Set.copyOf(ids));
  }

  /**
   * Makes claimable what became due, and what a process that is gone had claimed; ends what is too late. What this
   * process is still sending stays its own, however long that takes.
   */
  public void tidy(String channel) {
    renewLeases();
    Timestamp now = Timestamp.from(clock.instant());
    int expired;
    do {
      expired = jdbc.update("""
          update delivery set status = 'expired', modified_at = now() where id in (
            select id from delivery where channel = ? and status in ('waiting', 'delayed') and expires_at <= ?
            limit 1000 for update skip locked)""", channel, now);
      events.expired(channel, expired);
    } while (expired == 1_000);
    jdbc.update("""
        update delivery set status = 'waiting', not_before = null where id in (
          select id from delivery where channel = ? and status = 'delayed' and not_before <= ?
          order by not_before limit 1000 for update skip locked)""", channel, now);
    List<String> takenOver = jdbc.queryForList("""
        update delivery set status = case when expires_at <= ? then 'expired' else 'waiting' end,
            lease_owner = null, lease_until = null, modified_at = now() where id in (
          select id from delivery where channel = ? and status = 'leased' and lease_until < now()
          order by lease_until limit 1000 for update skip locked)
        returning status""", String.class, now, channel);
    int tooLate = Collections.frequency(takenOver, "expired");
    events.expired(channel, tooLate);
    events.repeated(channel, takenOver.size() - tooLate);
  }

  private void renewLeases() {
    if (underWay.isEmpty()) {
      return;
    }
    long lease = underWay.values().stream().mapToLong(Attempt::lease).max().orElse(0);
    jdbc.update("""
        update delivery set lease_until = now() + ? * interval '1 millisecond'
        where id = any (?) and lease_owner = ? and status = 'leased' and lease_until < now() + ? * interval '0.5 millisecond'""",
        lease, underWay.keySet().toArray(Long[]::new), owner, lease);
  }

  private void write(List<Finished> finished) {
    jdbc.batchUpdate(FINISH, finished, finished.size(), (statement, f) -> {
      Attempt attempt = f.attempt() == null ? NONE : f.attempt();
      statement.setInt(1, attempt.number());
      statement.setTimestamp(2, Timestamp.from(attempt.began()));
      statement.setTimestamp(3, Timestamp.from(f.ended()));
      statement.setString(4, attempt.provider());
      statement.setString(5, f.outcome() instanceof Outcome.RetryLater ? "retry" : status(f.outcome()));
      statement.setString(6, reason(f.outcome()));
      statement.setString(7, f.outcome() instanceof Outcome.Delivered done ? done.providerId().map(StorableText::of).orElse(null) : null);
      statement.setLong(8, f.id());
      statement.setBoolean(9, attempt != NONE);
      Timestamp notBefore = f.outcome() instanceof Outcome.RetryLater later ? Timestamp.from(later.notBefore()) : null;
      statement.setString(10, status(f.outcome()));
      statement.setString(11, reason(f.outcome()));
      statement.setTimestamp(12, notBefore);
      statement.setLong(13, f.id());
      statement.setString(14, owner);
    });
  }

  private static String status(Outcome outcome) {
    if (outcome instanceof Outcome.RetryLater) {
      return "delayed";
    }
    return outcome instanceof Outcome.Parked ? "parked" : "delivered";
  }

  private static String reason(Outcome outcome) {
    if (outcome instanceof Outcome.RetryLater later) {
      return StorableText.of(later.reason());
    }
    return outcome instanceof Outcome.Parked parked ? StorableText.of(parked.reason()) : null;
  }

  private Delivery read(ResultSet row, int n) throws SQLException {
    try {
      return new Delivery(row.getLong("id"), row.getString("source"), row.getString("source_id"), row.getString("channel"),
          row.getString("recipient"), row.getInt("urgency"), row.getInt("attempts"), promisedAt(row),
          json.readValue(row.getString("payload"), OBJECT));
    } catch (JsonProcessingException e) {
      throw new SQLException("the payload of delivery " + row.getLong("id") + " is not a JSON object", e);
    }
  }

  /** A replay is a new promise: the time to retry begins again. */
  private static Instant promisedAt(ResultSet row) throws SQLException {
    Timestamp replayed = row.getTimestamp("replayed_at");
    return (replayed == null ? row.getTimestamp("created_at") : replayed).toInstant();
  }

  private String write(Map<String, Object> payload) {
    try {
      return json.writeValueAsString(payload);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the payload cannot be written as JSON: " + e.getOriginalMessage(), e);
    }
  }

  @Override
  public void close() {
    outcomes.close();
  }
}
