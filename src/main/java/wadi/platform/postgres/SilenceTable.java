package wadi.platform.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import wadi.domain.alerting.Matcher;
import wadi.domain.alerting.Silence;
import wadi.platform.ports.Silences;

/** Alerts that nobody is told of for a while; docs/decisions/0035. */
public final class SilenceTable implements Silences {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String COLUMNS = "select id, matchers, from_at, until_at, reason, who from silence s ";

  private static final String LIST = """
      select s.id, json_build_object('id', s.id, 'state', case when s.ended_at is not null then 'ended' when s.until_at <= :now then 'over'
            when s.from_at > :now then 'to come' else 'on' end,
          'matchers', (select json_agg((m->>'field') || (m->>'op') || to_json(m->>'value')::text) from jsonb_array_elements(s.matchers) m),
          'from', iso_time(s.from_at), 'until', iso_time(coalesce(s.ended_at, s.until_at)), 'reason', s.reason, 'who', s.who,
          'endedBy', s.ended_by, 'silenced', (select count(*) from alert a where a.silenced_by = s.id)) as json
      from silence s %s order by s.id desc limit :limit""";

  private final Database database;

  public SilenceTable(Database database) {
    this.database = database;
  }

  @Override
  public List<Silence> current(Instant now) {
    Timestamp at = Timestamp.from(now);
    return database.sql().sql(COLUMNS + "where ended_at is null and until_at > ? and from_at <= ? order by id").params(at, at).query(SilenceTable::silence).list();
  }

  @Override
  public void mark(long alertId, long silenceId) {
    database.sql().sql("update alert set silenced_by = ? where id = ?").params(silenceId, alertId).update();
  }

  /** Of this number, whether it is on or not. */
  public Optional<Silence> find(long id) {
    return database.sql().sql(COLUMNS + "where id = ?").param(id).query(SilenceTable::silence).optional();
  }

  /** Adds one, with the transaction of this thread, and returns its number; the one it has does not count. */
  public long add(Silence silence) {
    return database.sql().sql("insert into silence (matchers, from_at, until_at, reason, who) values (?::jsonb, ?, ?, ?, ?) returning id")
        .params(write(silence.matchers()), Timestamp.from(silence.from()), Timestamp.from(silence.until()), silence.reason(), silence.who())
        .query(Long.class).single();
  }

  /** Ends it before its time; false when it is over, or there is none. */
  public boolean end(long id, Instant now, String who) {
    Timestamp at = Timestamp.from(now);
    return database.sql().sql("update silence set ended_at = ?, ended_by = ? where id = ? and ended_at is null and until_at > ?").params(at, who, id, at).update() == 1;
  }

  /**
   * As JSON, the newest first.
   *
   * @param all those that are over, too
   * @param before an id, or null
   */
  public Page<Row> list(boolean all, Instant now, Long before, int limit) {
    Filter filter = new Filter().and("s.id < :before", "before", before);
    String where = filter.where();
    String live = all ? where : (where.isEmpty() ? "where " : where + " and ") + "s.ended_at is null and s.until_at > :now";
    return Page.of(database.sql().sql(LIST.formatted(live)).params(filter.values()).param("now", Timestamp.from(now)).param("limit", limit + 1)
        .query(Row::of).list(), limit, row -> Long.toString(row.id()));
  }

  private static String write(List<Matcher> matchers) {
    try {
      return JSON.writeValueAsString(matchers.stream().map(SilenceTable::members).toList());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, String> members(Matcher matcher) {
    Map<String, String> members = new LinkedHashMap<>();
    members.put("field", matcher.field());
    members.put("op", matcher.op().sign());
    members.put("value", matcher.value());
    return members;
  }

  private static Silence silence(ResultSet row, int n) throws SQLException {
    List<Matcher> matchers = new ArrayList<>();
    try {
      JSON.readTree(row.getString("matchers"))
          .forEach(m -> matchers.add(new Matcher(m.path("field").asText(), Matcher.Op.of(m.path("op").asText()), m.path("value").asText())));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("silence %d has matchers that are no JSON".formatted(row.getLong("id")), e);
    }
    return new Silence(row.getLong("id"), matchers, row.getTimestamp("from_at").toInstant(), row.getTimestamp("until_at").toInstant(), row.getString("reason"),
        row.getString("who"));
  }
}
