package wadi.platform.postgres;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import wadi.platform.Settings;

/**
 * Makes of old checks of sites a summary for each day, and forgets them with the same statement: a check is in one of the two places and never in both,
 * however many processes sweep. Other tables of sites it forgets as the properties say, and it ends the incidents of sites that are no longer watched.
 */
final class SiteSweep {
  private static final int BATCH = 5_000;

  private static final String ROLL_UP = """
      with gone as (
        delete from site_check where ctid = any (array (select ctid from site_check where at < now() - ? * interval '1 second' order by at limit %d for update skip locked))
        returning *),
      days as (
        insert into site_day as d (site_id, day, checks, up, degraded, failed, down, total_seconds, slowest)
        select site_id, (at at time zone 'UTC')::date as day, count(*), count(*) filter (where outcome in ('up', 'degraded')), count(*) filter (where outcome = 'degraded'),
          count(*) filter (where outcome = 'failed'), count(*) filter (where outcome = 'down'), sum(total_seconds::float8), max(total_seconds)
        from gone group by 1, 2 order by 1, 2
        on conflict (site_id, day) do update set checks = d.checks + excluded.checks, up = d.up + excluded.up, degraded = d.degraded + excluded.degraded,
          failed = d.failed + excluded.failed, down = d.down + excluded.down, total_seconds = d.total_seconds + excluded.total_seconds,
          slowest = greatest(d.slowest, excluded.slowest))
      select count(*) from gone""".formatted(BATCH);

  /** Their times are those of their producers' clocks, wherever these are. */
  private static final long ANY_ZONE = TimeUnit.HOURS.toSeconds(14);
  private static final String OLD_MESSAGES = "delete from site_message where made_at < (now() at time zone 'UTC') - ? * interval '1 second' and made_at <> 'infinity'";
  private static final String OLD_ROWS = """
      delete from site_monitor where ctid = any (array (
        select ctid from site_monitor where record_date::timestamp < (now() at time zone 'UTC') - ? * interval '1 second' limit %d for update skip locked))""".formatted(BATCH);

  /** Of a site that nobody looks at any more it is not known when it was well again. */
  private static final String UNWATCHED = """
      update site_incident i set ended_at = now()
      where ended_at is null and site_id is not null and not exists (select from sites s where s.id = i.site_id and s.enabled)""";

  private final Database database;
  private final Duration checks;
  private final Optional<Duration> monitor;

  SiteSweep(Database database, Settings settings) {
    this.database = database;
    this.checks = settings.duration("retention.site-checks");
    this.monitor = settings.optional("retention.site-monitor").map(value -> Settings.duration("retention.site-monitor", value));
  }

  /** Some thousand rows; true when there may be more. */
  boolean next() {
    database.sql().sql(UNWATCHED).update();
    boolean more = database.sql().sql(ROLL_UP).param(checks.toSeconds()).query(Long.class).single() == BATCH;
    if (monitor.isPresent()) {
      long old = monitor.get().toSeconds() + ANY_ZONE;
      more |= database.sql().sql(OLD_ROWS).param(old).update() == BATCH;
      database.sql().sql(OLD_MESSAGES).param(old).update();
    }
    return more;
  }
}
