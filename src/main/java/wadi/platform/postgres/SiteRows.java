package wadi.platform.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import wadi.domain.sites.Site;
import wadi.domain.sites.SiteDefaults;
import wadi.platform.sites.ExpectationsJson;

/** Reads sites from rows of their table, which other programs write too: what is missing there is as the defaults say. */
public final class SiteRows {
  /** What is needed of a row of {@code sites s}. */
  public static final String COLUMNS = """
      s.id, s.name, s.url, s.regexp, extract(epoch from s.every) as every, extract(epoch from s.timeout) as timeout, s.after,
      s.expectations::text as expectations, s.credentials""";

  private static final Duration SHORTEST = Duration.ofSeconds(1);

  private SiteRows() {}

  /** The site of the row that the result is at. */
  public static Site site(ResultSet row, SiteDefaults defaults) throws SQLException {
    String url = Optional.ofNullable(row.getString("url")).orElse("");
    Duration every = duration(row, "every").orElse(defaults.every());
    int after = row.getInt("after");
    return new Site(row.getInt("id"), Optional.ofNullable(row.getString("name")).orElse(url), url, every.compareTo(SHORTEST) < 0 ? SHORTEST : every,
        duration(row, "timeout").orElse(defaults.timeout()), after > 0 ? after : defaults.after(),
        ExpectationsJson.read(row.getString("expectations"), row.getString("regexp")), text(row.getString("credentials")));
  }

  private static Optional<Duration> duration(ResultSet row, String column) throws SQLException {
    double seconds = row.getDouble(column);
    return row.wasNull() || seconds <= 0 ? Optional.empty() : Optional.of(Duration.ofMillis(Math.round(seconds * 1e3)));
  }

  private static Optional<String> text(String value) {
    return Optional.ofNullable(value).filter(text -> !text.isBlank());
  }
}
