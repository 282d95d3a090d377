package wadi.platform.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import wadi.domain.sites.Expectations;
import wadi.domain.sites.Site;
import wadi.domain.sites.SiteDefaults;
import wadi.platform.Settings;

/** Reads sites from rows of their table, which other programs write too: what is missing there is as the defaults say. */
public final class SiteRows {
  /** What is needed of a row of {@code sites s}. */
  public static final String COLUMNS = """
      s.id, s.name, s.url, s.regexp, extract(epoch from s.every) as every, extract(epoch from s.timeout) as timeout, s.after,
      s.expectations::text as expectations, s.credentials""";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  private SiteRows() {}

  /** The site of the row that the result is at. */
  public static Site site(ResultSet row, SiteDefaults defaults) throws SQLException {
    String url = Optional.ofNullable(row.getString("url")).orElse("");
    Duration every = duration(row, "every").orElse(defaults.every());
    int after = row.getInt("after");
    return new Site(row.getInt("id"), Optional.ofNullable(row.getString("name")).orElse(url), url, every.compareTo(SHORTEST) < 0 ? SHORTEST : every,
        duration(row, "timeout").orElse(defaults.timeout()), after > 0 ? after : defaults.after(),
        expectations(row.getString("expectations"), text(row.getString("regexp"))), text(row.getString("credentials")));
  }

  private static Optional<Duration> duration(ResultSet row, String column) throws SQLException {
    double seconds = row.getDouble(column);
    return row.wasNull() || seconds <= 0 ? Optional.empty() : Optional.of(Duration.ofMillis(Math.round(seconds * 1e3)));
  }

  private static Optional<String> text(String value) {
    return Optional.ofNullable(value).filter(text -> !text.isBlank());
  }

  /** The column {@code regexp} is the original's; it counts more than what else is expected of the body. */
  private static Expectations expectations(String written, Optional<String> regexp) {
    JsonNode node = tree(written);
    List<Integer> statuses = new ArrayList<>();
    node.path("statuses").forEach(status -> statuses.add(status.asInt()));
    int days = node.path("certificateDays").asInt();
    return new Expectations(List.copyOf(statuses), regexp.or(() -> member(node, "present")), member(node, "absent"), texts(node.path("json")), texts(node.path("headers")),
        member(node, "within").map(value -> Settings.duration("within", value)), days > 0 ? OptionalInt.of(days) : OptionalInt.empty(), member(node, "redirectsTo"));
  }

  private static JsonNode tree(String written) {
    try {
      return JSON.readTree(written);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e); // it is jsonb
    }
  }

  private static Optional<String> member(JsonNode node, String name) {
    return text(node.path(name).asText(null));
  }

  private static Map<String, String> texts(JsonNode node) {
    Map<String, String> texts = new LinkedHashMap<>();
    node.fields().forEachRemaining(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
    return texts;
  }
}
