package wadi.camel.sites;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import wadi.domain.sites.SiteMessage;
import wadi.domain.sites.WrittenTimes;
import wadi.platform.Settings;
import wadi.platform.StartupException;
import wadi.platform.ports.SiteMessages;

/** Named in YAML as {@code siteMessages}: checks that come over the broker, whoever has made them. */
public final class SiteMessageIntake {
  private static final String ZONE = "sites.source-zone";

  private final SiteMessages messages;
  private final ZoneId zone;
  private final Optional<Duration> kept;
  private final SiteMessageReader reader;
  private final Clock clock;
  private final ObjectMapper json;

  SiteMessageIntake(SiteMessages messages, Settings settings, Clock clock, ObjectMapper json) {
    this.messages = messages;
    this.zone = zone(settings);
    this.kept = settings.optional("retention.site-monitor").map(value -> Settings.duration("retention.site-monitor", value));
    this.reader = new SiteMessageReader(zone);
    this.clock = clock;
    this.json = json;
  }

  private static ZoneId zone(Settings settings) {
    try {
      return ZoneId.of(settings.text(ZONE));
    } catch (DateTimeException e) {
      throw new StartupException("The property %s is \"%s\"; it must be a time zone such as Europe/Helsinki or UTC.".formatted(ZONE, settings.text(ZONE)), e);
    }
  }

  /**
   * Reads a check.
   *
   * @throws wadi.camel.UnusableMessage when it is none, with everything that is wrong with it
   */
  public SiteMessage read(@Body Object message) {
    return reader.read(message);
  }

  /** False for a copy, and for what is so old that it would be forgotten at once: of that nobody knows any more whether it is a copy. */
  public boolean isNew(@Variable("check") SiteMessage check) {
    return !isForgotten(check) && messages.isFirst(check);
  }

  private boolean isForgotten(SiteMessage check) {
    return kept.isPresent() && check.modified().filter(made -> made.isBefore(LocalDateTime.ofInstant(clock.instant().minus(kept.get()), zone))).isPresent();
  }

  /**
   * What the statement that stores it may use: each column, and all of them as JSON in {@code row}, in which the database finds for each column a value of
   * its type. {@code record_instant} is the time with its zone, for columns that have one.
   */
  public Map<String, Object> row(@Variable("check") SiteMessage check) throws JsonProcessingException {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("site_id", check.siteId());
    row.put("status_code", check.status().orElse(null));
    row.put("response_time", check.responseTime().orElse(null));
    row.put("record_date", check.modified().map(WrittenTimes::text).orElse(null));
    row.put("has_regexp", check.hasRegexp().orElse(null));
    row.put("comments", check.comments().orElse(null));
    String all = json.writeValueAsString(row);
    row.put("record_instant", check.modified().map(time -> time.atZone(zone).toOffsetDateTime().toString()).orElse(null));
    row.put("row", all);
    return row;
  }
}
