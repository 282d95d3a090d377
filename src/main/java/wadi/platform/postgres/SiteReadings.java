package wadi.platform.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** What the last check of each site saw, as metrics show it. */
public final class SiteReadings {
  /** Of how many sites one process shows metrics: their names are whatever people call them. */
  public static final int MOST = 5_000;
  private static final int LONGEST_SECONDS = 10;
  private static final String QUERY = """
      select coalesce(s.name, s.url) as site, s.url, c.outcome, c.status_code, c.resolve_seconds, c.connect_seconds, c.tls_seconds, c.processing_seconds,
          c.transfer_seconds, c.total_seconds, c.certificate_expires, c.has_regexp
      from site_state st join sites s on s.id = st.site_id
        cross join lateral (select * from site_check where site_id = st.site_id order by at desc limit 1) c
      where st.checked_by = ? and s.enabled and s.url is not null
      order by s.id limit\s""" + MOST;

  private final JdbcTemplate jdbc;

  /**
   * One site.
   *
   * @param status empty when there was no answer
   * @param found whether the regular expression was found, where one was looked for
   */
  public record Reading(String site, String url, boolean up, Optional<Integer> status, Phases phases, double seconds, Optional<Instant> certificateExpires,
      Optional<Boolean> found) {}

  /** In seconds; empty: it did not come so far. */
  public record Phases(Optional<Double> resolve, Optional<Double> connect, Optional<Double> tls, Optional<Double> processing, Optional<Double> transfer) {}

  public SiteReadings(Database database) {
    jdbc = new JdbcTemplate(database.dataSource());
    jdbc.setQueryTimeout(LONGEST_SECONDS);
  }

  /** The sites that this process checked last: no other one shows them. */
  public List<Reading> of(String instance) {
    return jdbc.query(QUERY, SiteReadings::reading, instance);
  }

  private static Reading reading(ResultSet row, int n) throws SQLException {
    String outcome = row.getString("outcome");
    return new Reading(row.getString("site"), row.getString("url"), outcome.equals("up") || outcome.equals("degraded"),
        Optional.ofNullable(row.getObject("status_code", Integer.class)),
        new Phases(seconds(row, "resolve"), seconds(row, "connect"), seconds(row, "tls"), seconds(row, "processing"), seconds(row, "transfer")),
        row.getDouble("total_seconds"), Optional.ofNullable(row.getTimestamp("certificate_expires")).map(Timestamp::toInstant),
        Optional.ofNullable(row.getObject("has_regexp", Boolean.class)));
  }

  private static Optional<Double> seconds(ResultSet row, String phase) throws SQLException {
    double seconds = row.getDouble(phase + "_seconds");
    return row.wasNull() ? Optional.empty() : Optional.of(seconds);
  }
}
