package wadi.platform.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import wadi.platform.postgres.SiteTable.Stored;

/** Sites as people look at them: what they are, and how they are. */
public final class SiteQueries {
  private static final String STATE = """
      , (select json_build_object('outcome', st.outcome, 'since', iso_time(st.since), 'checkedAt', iso_time(st.checked_at), 'checkedBy', st.checked_by,
          'nextAt', iso_time(st.next_at), 'last', st.last)::text from site_state st where st.site_id = sites.id) as state""";
  private static final String CHECKS = """
      select coalesce(json_agg(c.json), '[]')::text from (
        select json_build_object('id', id, 'at', iso_time(at), 'by', checked_by, 'outcome', outcome, 'status', status_code, 'seconds', total_seconds,
          'phases', json_strip_nulls(json_build_object('resolve', resolve_seconds, 'connect', connect_seconds, 'tls', tls_seconds, 'processing', processing_seconds,
            'transfer', transfer_seconds)), 'bytes', bytes, 'address', address, 'certificateExpires', iso_time(certificate_expires), 'hasRegexp', has_regexp,
          'causes', causes) as json
        from site_check where site_id = ? order by at desc, id desc limit ?) c""";
  private static final String WATCHED = "case when not enabled then 'unwatched' else coalesce((select st.outcome from site_state st where st.site_id = sites.id), 'unchecked') end";
  /** Checks that are kept, and the sums of those that are not: a check is in one of the two. */
  private static final String UPTIME = """
      with each_day as (
        select day, sum(checks) as checks, sum(up) as up, sum(degraded) as degraded, sum(failed) as failed, sum(down) as down, sum(total_seconds) as total,
            max(slowest) as slowest
        from (
          select day, checks::bigint, up::bigint, degraded::bigint, failed::bigint, down::bigint, total_seconds, slowest from site_day
            where site_id = :site and day > :today::date - :days::integer
          union all
          select (at at time zone 'UTC')::date, count(*), count(*) filter (where outcome in ('up', 'degraded')), count(*) filter (where outcome = 'degraded'),
            count(*) filter (where outcome = 'failed'), count(*) filter (where outcome = 'down'), sum(total_seconds::double precision), max(total_seconds)
          from site_check where site_id = :site and at >= (:today::date - :days::integer + 1)::timestamp at time zone 'UTC' group by 1) parts
        group by day)
      select json_build_object('days', coalesce(json_agg(json_build_object('day', day, 'percent', trunc(100.0 * up / checks, 3), 'checks', checks, 'up', up,
          'degraded', degraded, 'failed', failed, 'down', down, 'averageSeconds', round((total / checks)::numeric, 3), 'slowestSeconds', round(slowest::numeric, 3))
          order by day), '[]'::json),
        'percent', trunc(100.0 * sum(up) / sum(checks), 3), 'checks', coalesce(sum(checks), 0), 'up', coalesce(sum(up), 0))::text
      from each_day""";

  private final Database database;

  /**
   * A site and how it is.
   *
   * @param state as JSON; empty before its first look
   */
  public record Seen(Stored site, Optional<String> state) {}

  public SiteQueries(Database database) {
    this.database = database;
  }

  /**
   * Sites by number.
   *
   * @param state only those that are so, as {@link #counts} names it; null: all
   * @param name only those whose name or URL holds it; null: all
   * @param after only those with a higher number; null: from the first
   */
  public Page<Seen> list(String state, String name, Long after, int limit) {
    Filter filter = new Filter().and(WATCHED + " = :state", "state", state)
        .and("position(lower(:name) in lower(coalesce(name, '') || ' ' || url)) > 0", "name", name).and("id > :after", "after", after);
    List<Seen> found = database.sql().sql("select %s%s from sites %s order by id limit %d".formatted(SiteTable.COLUMNS, STATE, filter.where(), limit + 1))
        .params(filter.values()).query(SiteQueries::seen).list();
    return Page.of(found, limit, seen -> Integer.toString(seen.site().id()));
  }

  /** This one with how it is. */
  public Seen state(Stored site) {
    return database.sql().sql("select %s%s from sites where id = ? limit 1".formatted(SiteTable.COLUMNS, STATE)).param(site.id()).query(SiteQueries::seen).single();
  }

  private static Seen seen(ResultSet row, int n) throws SQLException {
    return new Seen(SiteTable.stored(row, n), Optional.ofNullable(row.getString("state")));
  }

  /** The last checks of a site, the newest first, as JSON. */
  public String checks(int site, int most) {
    return database.sql().sql(CHECKS).params(site, most).query(String.class).single();
  }

  /** How many sites are how, as JSON: of those that are watched by their outcome, or unchecked before the first look; all others are unwatched. */
  public String counts() {
    return database.sql().sql("select coalesce(json_object_agg(state, n order by state), '{}')::text from (select %s as state, count(*) as n from sites group by 1) s".formatted(WATCHED))
        .query(String.class).single();
  }

  /**
   * How often a site was up, of all its checks, by day and together, as JSON; degraded is up. Days are those of UTC; one without a check is left out.
   *
   * @param today the last day
   * @param days how many, today included
   */
  public String uptime(int site, LocalDate today, int days) {
    return database.sql().sql(UPTIME).param("site", site).param("today", today).param("days", days).query(String.class).single();
  }
}
