package wadi.platform.postgres;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;
import wadi.domain.delivery.Ageing;
import wadi.domain.delivery.Delivery;
import wadi.domain.delivery.Outcome;
import wadi.platform.Doorbells;
import wadi.platform.Settings;

/** Everything promised to somebody, until it is delivered. The one queue of all channels and processes. */
public final class DeliveryTable implements AutoCloseable {
  private static final String KEPT = "kept";
  private static final int MOST_DUE = 10;
  /** Rows that go to the database together: their payloads are in memory at the same time. */
  private static final int AT_A_TIME = 50;
  private static final String INSERT = """
      insert into delivery (id, source, source_id, channel, recipient, urgency, rank, status, payload, created_at, route, not_before, expires_at,
        only_provider, callback, traceparent) values (?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?, ?, ?) on conflict on constraint delivery_once do nothing""";

  private final JdbcTemplate jdbc;
  private final BudgetTable budgets;
  private final Ageing ageing;
  private final Doorbells doorbells;
  private final DeliveryRows rows = new DeliveryRows();
  private final Clock clock;
  private final String owner;
  private final DeliveryOutcomes outcomes;
  /** What this process has claimed and not finished. */
  private final Map<Long, DeliveryOutcomes.Attempt> underWay = new ConcurrentHashMap<>();

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
  public DeliveryTable(Database database, Doorbells doorbells, Clock clock, String instance, Ageing ageing, Events events) {
    this.events = events;
    this.jdbc = new JdbcTemplate(database.dataSource());
    this.budgets = new BudgetTable(database);
    this.ageing = ageing;
    this.doorbells = doorbells;
    this.clock = clock;
    this.owner = instance + ":" + ProcessHandle.current().pid() + ":" + clock.millis();
    this.outcomes = new DeliveryOutcomes(database, budgets, owner);
    jdbc.queryForList("""
        update delivery set status = 'waiting', lease_owner = null, lease_until = null
        where status = 'leased' and lease_owner like ? || ':%' returning channel""", String.class, instance)
        .forEach(channel -> events.repeated(channel, 1));
    Ranks.follow(ageing, jdbc);
  }

  /** Whether what waits long becomes more urgent. */
  public static Ageing ageing(Settings settings) {
    return settings.optional("delivery.ageing").isEmpty() ? Ageing.NONE : new Ageing(Optional.of(settings.duration("delivery.ageing")));
  }

  /** The credits with which they are sent. */
  public BudgetTable budgets() {
    return budgets;
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
    promise(List.of(new Promise(delivery, route, null)));
  }

  /**
   * A delivery to be promised.
   *
   * @param route by which routes it came, for people to read; or null
   * @param callback who is told what becomes of it; or null
   */
  record Promise(Delivery delivery, String route, String callback) {}

  /** Promises them with the transaction of this thread; what was promised before is not promised again. */
  void promise(List<Promise> promises) {
    Instant now = clock.instant();
    int[][] promised = jdbc.batchUpdate(INSERT, promises, AT_A_TIME, (statement, promise) -> {
      Delivery delivery = promise.delivery();
      Delivery.Limits limits = delivery.limits();
      statement.setLong(1, delivery.id());
      statement.setString(2, delivery.source());
      statement.setString(3, delivery.sourceId());
      statement.setString(4, delivery.channel());
      statement.setString(5, delivery.recipient());
      statement.setInt(6, delivery.urgency());
      statement.setLong(7, ageing.rank(delivery.urgency(), delivery.createdAt()));
      statement.setString(8, status(delivery, now));
      statement.setString(9, rows.write(delivery.payload()));
      statement.setTimestamp(10, Timestamp.from(delivery.createdAt()));
      statement.setString(11, promise.route());
      statement.setTimestamp(12, limits.notBefore().map(Timestamp::from).orElse(null));
      statement.setTimestamp(13, limits.expiresAt().map(Timestamp::from).orElse(null));
      statement.setString(14, limits.only().orElse(null));
      statement.setString(15, promise.callback());
      statement.setString(16, delivery.traceparent().orElse(null));
    });
    for (int i = 0; i < promises.size(); i++) {
      Delivery delivery = promises.get(i).delivery();
      if (status(delivery, now).equals("expired")) {
        events.expired(delivery.channel(), promised[i / AT_A_TIME][i % AT_A_TIME] == 0 ? 0 : 1); // of several that are written at once the driver does not say
      }
    }
    promises.stream().map(promise -> promise.delivery().channel()).distinct().forEach(channel -> doorbells.ringAfterCommit(bell(channel)));
  }

  private static String status(Delivery delivery, Instant now) {
    boolean later = delivery.limits().notBefore().filter(at -> at.isAfter(now)).isPresent();
    return delivery.isExpired(now) ? "expired" : later ? "delayed" : "waiting";
  }

  /** Promises a warning with a credit kept for such, with the transaction of this thread; false, and no promise, when there is none at all. */
  public boolean promisePrepaid(Delivery delivery, BudgetTable.Lane lane) {
    Timestamp now = Timestamp.from(clock.instant());
    boolean taken = budgets.takeForWarning(lane, now.toInstant());
    if (taken) {
      promise(delivery);
      jdbc.update("update delivery set paid = true, provider = ?, paid_at = ? where id = ?", lane.provider(), now, delivery.id());
    }
    return taken;
  }

  /** Takes the most urgent ones that the provider's budget allows now, in their order; they are ours for {@code lease}. */
  public List<Delivery> claim(BudgetTable.Lane lane, int most, Duration lease) {
    return claim(lane, BudgetTable.Share.ALL, most, lease);
  }

  /** As above, of a part of what waits. */
  public List<Delivery> claim(BudgetTable.Lane lane, BudgetTable.Share share, int most, Duration lease) {
    Instant now = clock.instant();
    List<DeliveryRows.Claimed> claimed = budgets.claim(lane, share, most, owner, lease, now, rows::read);
    claimed.forEach(row -> underWay.put(row.delivery().id(),
        new DeliveryOutcomes.Attempt(lane.channel(), row.delivery().attempts(), now, lane.provider(), lease.toMillis(), KEPT.equals(row.creditUnit()), credits(lane, row))));
    return claimed.stream().sorted(DeliveryRows.ORDER).map(DeliveryRows.Claimed::delivery).toList();
  }

  /** None for what was taken over: whoever had claimed it may have sent it. */
  private static List<BudgetTable.Credit> credits(BudgetTable.Lane lane, DeliveryRows.Claimed row) {
    if (KEPT.equals(row.creditUnit())) {
      return List.of();
    }
    Stream<BudgetTable.Credit> windows = lane.plan().paidFrom(row.paidAt().toInstant()).stream()
        .map(cap -> new BudgetTable.Credit(lane.budget(), cap.unit(), cap.starts()));
    Stream<BudgetTable.Credit> pace = row.creditUnit() == null ? Stream.of()
        : Stream.of(new BudgetTable.Credit(lane.budget(), row.creditUnit(), row.creditStarts().toInstant()));
    return Stream.concat(windows, pace).toList();
  }

  /**
   * Completes when the outcome and the attempt it ends are committed. A delivery whose lease another process took over
   * stays as it is.
   */
  public CompletableFuture<Void> finish(long id, Outcome outcome) {
    DeliveryOutcomes.Attempt attempt = underWay.get(id);
    return outcomes.submit(new DeliveryOutcomes.Finished(id, attempt, clock.instant(), outcome)).thenRun(() -> {
      if (attempt != null) {
        underWay.remove(id, attempt); // not one that was claimed meanwhile
      }
      if (attempt != null && outcome instanceof Outcome.Expired) {
        events.expired(attempt.channel(), 1);
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
    int due = 1_000;
    for (int i = 0; i < MOST_DUE && due == 1_000; i++) {
      due = jdbc.update("""
          update delivery set status = 'waiting', not_before = null where id in (
            select id from delivery where channel = ? and status = 'delayed' and not_before <= ?
            order by not_before limit 1000 for update skip locked)""", channel, now);
    }
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
    long lease = underWay.values().stream().mapToLong(DeliveryOutcomes.Attempt::lease).max().orElse(0);
    jdbc.update("""
        update delivery set lease_until = now() + ? * interval '1 millisecond'
        where id = any (?) and lease_owner = ? and status = 'leased' and lease_until < now() + ? * interval '0.5 millisecond'""",
        lease, underWay.keySet().toArray(Long[]::new), owner, lease);
  }

  @Override
  public void close() {
    outcomes.close();
  }
}
