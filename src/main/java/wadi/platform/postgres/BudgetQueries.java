package wadi.platform.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import wadi.domain.delivery.Ageing;
import wadi.domain.delivery.Budget;
import wadi.domain.delivery.Forecast;
import wadi.platform.postgres.BudgetTable.Lane;

/** How far the budgets are used and what waits for them. What it reads of a long queue is bounded, and in the order of an index. */
public final class BudgetQueries {
  /** So much of each kind of waiting is looked at. */
  static final int MOST = 20_000;
  private static final long ORDER = Duration.ofHours(1).toMillis();
  private static final String USED = """
      select unit, starts, used, granted from budget_window where budget = ?
        and (unit in ('hours', 'days', 'end-of-day') and starts >= ? or unit = 'minutes' and starts >= ? or unit = 'months' and starts >= ?)""";
  private static final String LAST_SECOND = "select coalesce(sum(used), 0) from budget_window where budget = ? and unit = 'seconds' and starts > ?";
  /** Times go up to the next whole minute: a forecast steps on these. */
  private static final String WAITING = """
      with looked as materialized (
        (select 1 as part, urgency, rank, expires_at, null as only_provider, null::timestamptz as not_before, created_at from delivery
          where status = 'waiting' and channel = :channel and only_provider is null order by rank, expires_at, id limit :most)
        union all
        (select 2, urgency, rank, expires_at, only_provider, null, created_at from delivery
          where status = 'waiting' and channel = :channel and only_provider is not null order by only_provider, rank, expires_at, id limit :most)
        union all
        (select 3, urgency, rank, expires_at, only_provider, not_before, created_at from delivery
          where status = 'delayed' and channel = :channel order by not_before limit :most))
      select part, urgency, only_provider, to_timestamp(ceil(extract(epoch from expires_at) / 60) * 60) as expires,
          case when not_before > :now then to_timestamp(ceil(extract(epoch from not_before) / 60) * 60) end as not_before,
          count(*) as count, min(created_at) as oldest
        from looked where expires_at is null or expires_at > :now
        group by part, urgency, rank / :order, only_provider, 4, 5 order by min(rank), expires, part""";

  /** Where age does not count a rank tells the urgency. */
  private static final String OF_CLASS = """
      select count(*) as count, min(created_at) as oldest from (select created_at from delivery
        where status = 'waiting' and channel = ? and only_provider is null and rank > ? and rank <= ? order by rank, expires_at, id limit ?) counted""";

  private final Database database;

  /** What waits, as far as it was looked at. {@code more}: there is more. */
  public record Queue(List<Forecast.Waiting> waiting, List<Urgency> urgencies, boolean more) {}

  /** The waiting messages of a class of urgency; {@code more}: there are more, and perhaps older ones. */
  public record Urgency(String name, int from, long count, boolean more, Optional<Instant> oldest) {
    static final List<String> NAMES = List.of("critical", "high", "normal", "low");
    static final List<Integer> FROM = List.of(200, 150, 100, 0);
  }

  /** A window that is open now; {@code granted}: how many of its credits were handed out. */
  public record Window(String unit, Instant starts, Instant ends, int limit, long used, int reserved, OptionalInt granted) {}

  public BudgetQueries(Database database) {
    this.database = database;
  }

  /** What a forecast needs to know of a provider. */
  public Forecast.Provider provider(Lane lane, Instant now) {
    Budget budget = lane.plan().budget();
    return new Forecast.Provider(lane.provider(), lane.plan(), database.sql().sql(USED)
        .params(lane.budget(), Timestamp.from(budget.starts(ChronoUnit.DAYS, now)), Timestamp.from(budget.starts(ChronoUnit.MINUTES, now)),
            Timestamp.from(budget.starts(ChronoUnit.MONTHS, now)))
        .query(BudgetQueries::usage).list());
  }

  private static Forecast.Usage usage(ResultSet row, int n) throws SQLException {
    Optional<Integer> granted = Optional.ofNullable(row.getObject("granted", Integer.class));
    return new Forecast.Usage(row.getString("unit"), row.getTimestamp("starts").toInstant(), row.getLong("used"),
        granted.map(OptionalInt::of).orElse(OptionalInt.empty()));
  }

  /** Each window of its budget. */
  public List<Window> windows(Lane lane, Forecast.Provider provider, Instant now) {
    Budget budget = lane.plan().budget();
    List<Window> windows = new ArrayList<>();
    for (Budget.Limit limit : budget.limits()) {
      String unit = Budget.word(limit.unit());
      Instant starts = budget.starts(limit.unit(), now);
      Optional<Forecast.Usage> usage = provider.usage().stream().filter(u -> u.unit().equals(unit) && u.starts().equals(starts)).findFirst();
      long used = limit.unit() == ChronoUnit.SECONDS
          ? database.sql().sql(LAST_SECOND).params(lane.budget(), Timestamp.from(starts)).query(Long.class).single()
          : usage.map(Forecast.Usage::used).orElse(0L);
      windows.add(new Window(unit, starts, budget.ends(limit.unit(), now), limit.most(), used,
          lane.plan().reserve().per(limit.unit()).map(Budget.Limit::most).orElse(0), usage.map(Forecast.Usage::granted).orElse(OptionalInt.empty())));
    }
    return windows;
  }

  /** What waits for a channel, the first to leave first. */
  public Queue queue(String channel, Instant now) {
    List<Forecast.Waiting> waiting = new ArrayList<>();
    long[] parts = new long[4];
    long[] counts = new long[Urgency.FROM.size()];
    Instant[] oldest = new Instant[Urgency.FROM.size()];
    database.sql().sql(WAITING).param("channel", channel).param("most", MOST).param("now", Timestamp.from(now)).param("order", ORDER).query(row -> {
      int urgency = row.getInt("urgency");
      long count = row.getLong("count");
      waiting.add(new Forecast.Waiting(urgency, instant(row, "not_before"), instant(row, "expires"), Optional.ofNullable(row.getString("only_provider")), count));
      parts[row.getInt("part")] += count;
      int place = 0;
      while (Urgency.FROM.get(place) > urgency) {
        place++;
      }
      counts[place] += count;
      Instant first = row.getTimestamp("oldest").toInstant();
      oldest[place] = oldest[place] == null || first.isBefore(oldest[place]) ? first : oldest[place];
    });
    boolean more = parts[1] >= MOST || parts[2] >= MOST || parts[3] >= MOST;
    List<Urgency> urgencies = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      Urgency looked = new Urgency(Urgency.NAMES.get(i), Urgency.FROM.get(i), counts[i], false, Optional.ofNullable(oldest[i]));
      urgencies.add(more ? larger(looked, ofClass(channel, looked, i == 0 ? 256 : Urgency.FROM.get(i - 1))) : looked);
    }
    return new Queue(waiting, urgencies, more);
  }

  private static Urgency larger(Urgency one, Urgency other) {
    return one.count() > other.count() ? one : other;
  }

  private Urgency ofClass(String channel, Urgency of, int below) {
    return database.sql().sql(OF_CLASS).params(channel, Ageing.NONE.rank(below, Instant.EPOCH), Ageing.NONE.rank(of.from(), Instant.EPOCH), MOST)
        .query((row, n) -> new Urgency(of.name(), of.from(), row.getLong("count"), row.getLong("count") >= MOST, instant(row, "oldest"))).single();
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
  }
}
