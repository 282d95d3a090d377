package wadi.platform.postgres;

import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import wadi.domain.delivery.ReleasePlan;
import wadi.domain.delivery.ReleasePlan.Cap;
import wadi.domain.delivery.ReleasePlan.Opening;
import wadi.domain.delivery.ReleasePlan.Pace;

/** The credits of every provider, shared exactly by all processes. */
public final class BudgetTable {
  private static final String CLAIM = "select * from claim_due(?, ?, ?, ?, ? * interval '1 millisecond', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  private static final Duration TIME_FOR_THE_FIRST = Duration.ofSeconds(1);
  /** No message is left over because the clock of whoever promised it is ahead. */
  private static final Duration AHEAD = Duration.ofDays(36_500);
  private static final String END_OF_DAY = "end-of-day";
  private static final int[] CLAIM_TYPES = {Types.VARCHAR, Types.VARCHAR, Types.INTEGER, Types.VARCHAR, Types.BIGINT, Types.TIMESTAMP, Types.ARRAY,
      Types.ARRAY, Types.ARRAY, Types.ARRAY, Types.INTEGER, Types.ARRAY, Types.INTEGER, Types.INTEGER, Types.BOOLEAN, Types.TIMESTAMP, Types.BOOLEAN, Types.TIMESTAMP, Types.BOOLEAN};

  private final Database database;
  private final JdbcTemplate jdbc;

  /** Who sends, and within what. */
  public record Lane(String channel, String provider, ReleasePlan plan) {
    /** The name its credits are kept under. */
    public String budget() {
      return channel + "/" + provider;
    }
  }

  /** Which of the messages that wait a provider may claim. */
  public enum Share {
    /** All of them: it is the first of its channel, or those before it are out. */
    ALL,
    /** What those before it had time to claim, and did not: they are over their budgets. */
    LEFT_OVER,
    /** What it alone may send: one before it is busy with the others. */
    ITS_OWN,
    /** What it was not the last to try: it is out, and another may send what it has tried. */
    NOT_ITS_LAST
  }

  /** A window of a budget, in which one credit was taken. */
  record Credit(String budget, String unit, Instant starts) {}

  public BudgetTable(Database database) {
    this.database = database;
    this.jdbc = new JdbcTemplate(database.dataSource());
  }

  <T> List<T> claim(Lane lane, Share share, int most, String owner, Duration lease, Instant now, RowMapper<T> row) {
    Opening opening = lane.plan().at(now);
    List<Cap> caps = opening.caps();
    Pace pace = opening.pace().orElse(new Pace(List.of(), 0, 0, false));
    return jdbc.query(CLAIM, new Object[] {lane.channel(), lane.provider(), most, owner, lease.toMillis(), Timestamp.from(now),
        caps.stream().map(Cap::unit).toArray(String[]::new), caps.stream().map(cap -> Timestamp.from(cap.starts())).toArray(Timestamp[]::new),
        caps.stream().map(Cap::most).toArray(Integer[]::new), caps.stream().map(Cap::reserved).toArray(Integer[]::new),
        opening.concurrent().isPresent() ? opening.concurrent().getAsInt() : null,
        pace.hours().stream().map(Timestamp::from).toArray(Timestamp[]::new), pace.most(), pace.reserved(), pace.granted(),
        opening.endOfDay().map(Timestamp::from).orElse(null), share != Share.ITS_OWN,
        Timestamp.from(share == Share.LEFT_OVER ? now.minus(TIME_FOR_THE_FIRST) : now.plus(AHEAD)),
        share == Share.NOT_ITS_LAST}, CLAIM_TYPES, row);
  }

  /**
   * Takes a credit for a warning from each window, with the transaction of this thread; what is kept from other messages may be used.
   *
   * @return whether every window had one
   */
  boolean takeForWarning(Lane lane, Instant now) {
    jdbc.query("select pg_advisory_xact_lock(hashtextextended('budget:' || ?, 0))", row -> {}, lane.budget());
    List<Cap> windows = lane.plan().whole(now);
    if (windows.stream().anyMatch(window -> used(lane, window) >= window.most())) {
      return false;
    }
    windows.forEach(window -> jdbc.update("""
        insert into budget_window as b (budget, unit, starts, used) values (?, ?, ?, 1)
        on conflict (budget, unit, starts) do update set used = b.used + 1""", lane.budget(), window.unit(),
        Timestamp.from(isSecond(window) ? now : window.starts())));
    return true;
  }

  private static boolean isSecond(Cap window) {
    return window.unit().equals("seconds");
  }

  /** Gives credits back, with the transaction of this thread. */
  void giveBack(Collection<Credit> credits) {
    Map<String, Map<Credit, Long>> counted = credits.stream().collect(
        Collectors.groupingBy(Credit::budget, TreeMap::new, Collectors.groupingBy(credit -> credit, Collectors.counting())));
    counted.forEach((budget, windows) -> jdbc.query("select give_back(?, ?, ?, ?)", row -> {}, budget,
        windows.keySet().stream().map(Credit::unit).toArray(String[]::new),
        windows.keySet().stream().map(credit -> Timestamp.from(credit.starts())).toArray(Timestamp[]::new),
        windows.values().stream().map(Long::intValue).toArray(Integer[]::new)));
  }

  /** Whether the credits of the end of this day still have to be handed out. */
  public boolean wantsEndOfDay(Lane lane, Instant now) {
    return lane.plan().at(now).endOfDay().filter(at -> database.sql()
        .sql("select count(*) from budget_window where budget = ? and unit = ? and starts = ?")
        .params(lane.budget(), END_OF_DAY, Timestamp.from(at)).query(Long.class).single() == 0).isPresent();
  }

  /**
   * Hands out what is left of the day, once.
   *
   * @param left what the provider says is left; empty when it did not say, and our own count must do
   * @return how many may be sent, 0 when another process was first
   */
  public int openEndOfDay(Lane lane, Instant now, OptionalLong left) {
    Opening opening = lane.plan().at(now);
    Instant at = opening.endOfDay().orElseThrow();
    int[] opened = {0};
    database.inTransaction(() -> {
      jdbc.query("select pg_advisory_xact_lock(hashtextextended('budget:' || ?, 0))", row -> {}, lane.budget());
      long room = left.orElse(Long.MAX_VALUE);
      boolean known = left.isPresent();
      for (Cap cap : opening.caps()) {
        if (cap.unit().equals("days") || cap.unit().equals("months")) {
          room = Math.min(room, cap.most() - used(lane, cap));
          known = true;
        }
      }
      int granted = known ? (int) Math.max(0, Math.min(room, Integer.MAX_VALUE)) : 0;
      opened[0] = granted * jdbc.update("""
          insert into budget_window (budget, unit, starts, used, granted) values (?, ?, ?, 0, ?)
          on conflict (budget, unit, starts) do nothing""", lane.budget(), END_OF_DAY, Timestamp.from(at), granted);
    });
    return opened[0];
  }

  private long used(Lane lane, Cap cap) {
    return database.sql().sql("select coalesce(sum(used), 0) from budget_window where budget = ? and unit = ? and starts %s ?"
        .formatted(isSecond(cap) ? ">" : "="))
        .params(lane.budget(), cap.unit(), Timestamp.from(cap.starts())).query(Long.class).single();
  }
}
