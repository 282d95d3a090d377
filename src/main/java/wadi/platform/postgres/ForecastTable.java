package wadi.platform.postgres;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import wadi.domain.delivery.Forecast;
import wadi.domain.delivery.ForecastState;

/** The forecast of each channel, as one process makes it for all. */
public final class ForecastTable {
  private static final String SHORT = "short";

  private final Database database;

  /** What one process found; {@code ends}: when the quota does. */
  public record Found(Forecast forecast, Optional<Instant> ends, String words, ForecastState state) {}

  /** What was found last. */
  public record Known(String channel, long late, Optional<Instant> ends, String words) {}

  public ForecastTable(Database database) {
    this.database = database;
  }

  /**
   * Looks at a channel unless another process does or has just done. What {@code look} writes is committed with what it found.
   *
   * @param pause so long ago was the last look at least
   * @param look from what was known
   */
  public void look(String channel, Duration pause, Instant now, Function<ForecastState, Found> look) {
    database.sql().sql("insert into delivery_forecast (channel) values (?) on conflict do nothing").param(channel).update();
    database.inTransaction(() -> database.sql().sql("""
        select told, state, since from delivery_forecast
        where channel = ? and looked_at <= now() - ? * interval '1 millisecond' for update skip locked""").params(channel, pause.toMillis())
        .query((row, n) -> new ForecastState(row.getString("told").equals(SHORT), row.getString("state").equals(SHORT),
            row.getTimestamp("since").getTime() < 0 ? Instant.EPOCH : row.getTimestamp("since").toInstant()))
        .optional().ifPresent(known -> write(channel, now, look.apply(known))));
  }

  private void write(String channel, Instant now, Found found) {
    database.sql().sql("""
        update delivery_forecast set looked_at = now(), told = ?, state = ?, since = ?, forecast_at = ?, late = ?, ends_at = ?, words = ?
        where channel = ?""")
        .params(word(found.state().told()), word(found.state().seen()), Timestamp.from(found.state().since()), Timestamp.from(now),
            found.forecast().late() + found.forecast().left(), found.ends().map(Timestamp::from).orElse(null), found.words(), channel)
        .update();
  }

  private static String word(boolean isShort) {
    return isShort ? SHORT : "ok";
  }

  /** Of every channel that was looked at. */
  public List<Known> known() {
    return database.sql().sql("select channel, late, ends_at, words from delivery_forecast where forecast_at is not null")
        .query((row, n) -> new Known(row.getString("channel"), row.getLong("late"), Optional.ofNullable(row.getTimestamp("ends_at")).map(Timestamp::toInstant),
            row.getString("words"))).list();
  }
}
