package wadi.camel.alerting;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Body;
import wadi.camel.PassingFault;
import wadi.platform.Settings;
import wadi.platform.ports.AlertStorms;
import wadi.platform.ports.AlertStorms.Folding;
import wadi.platform.ports.AlertStorms.Storm;
import wadi.platform.ports.AlertStorms.Summary;
import wadi.platform.ports.Ids;

/** Named in YAML as {@code storms}: one message about a card and kind within {@code alerting.repeat-after}. */
public final class Storms {
  /** In an alert: the number of the one that was sent in its place. */
  private static final String INTO = "foldedInto";
  /** In an alert: what its message says about those that were not sent. */
  private static final String FOLDED = "folded";

  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};
  private static final Duration LONGEST = Duration.ofDays(1);
  private static final int LONGEST_WORD = 64;

  private final AlertStorms storms;
  private final Ids ids;
  private final Clock clock;
  private final Duration repeatAfter;
  private final ObjectMapper json;

  public Storms(AlertStorms storms, Ids ids, Clock clock, Settings settings, ObjectMapper json) {
    this.storms = storms;
    this.ids = ids;
    this.clock = clock;
    this.json = json;
    this.repeatAfter = settings.durationOrOff("alerting.repeat-after", LONGEST);
  }

  /**
   * The alert, with {@code foldedInto} when it is not sent, and with {@code folded} when it is and tells of others. One that says nothing
   * of its card is always sent; one that is silenced is left alone, for nobody would hear of those folded into it.
   */
  public Map<String, Object> fold(@Body Map<String, Object> alert) {
    Map<String, Object> result = new LinkedHashMap<>(alert);
    result.keySet().removeAll(List.of(INTO, FOLDED)); // ours to say
    Optional<Storm> storm = repeatAfter.isZero() || alert.get(Silencing.BY) != null ? Optional.empty() : storm(alert);
    storm.ifPresent(found -> {
      Instant now = now();
      Folding folding = storms.fold(found, String.valueOf(alert.get("severity")), ((Number) alert.get("alertId")).longValue(), now, repeatAfter);
      if (folding != null && folding.isFolded()) {
        result.put(INTO, folding.into());
      } else if (folding != null && folding.count() > 0) {
        result.put(FOLDED, told(folding.count(), folding.since(), now, false));
      }
    });
    return result;
  }

  /** Storms that are over and that nobody has told of. */
  public List<Storm> over() throws Exception {
    try {
      return storms.due(now());
    } catch (RuntimeException e) {
      throw PassingFault.orSelf(e);
    }
  }

  /** The alert that tells of one, or null when another process has told of it. */
  public Map<String, Object> summarise(@Body Storm storm) throws JsonProcessingException {
    Instant now = now();
    Summary summary = storms.end(storm, ids.next(), now, repeatAfter).orElse(null);
    if (summary == null) {
      return null;
    }
    Map<String, Object> alert = json.readValue(summary.alert(), OBJECT);
    alert.put(FOLDED, told(summary.count(), summary.since(), now, true));
    return alert;
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private static Optional<Storm> storm(Map<String, Object> alert) {
    return alert.get("cardFingerprint") instanceof String card && card.matches("[\\w-]{1,64}") && alert.get("kind") instanceof String kind && kind.length() <= LONGEST_WORD
        ? Optional.of(new Storm(card, kind)) : Optional.empty();
  }

  private static Map<String, Object> told(int count, Instant since, Instant now, boolean summary) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("count", count);
    told.put("since", time(since, now));
    told.put("summary", summary);
    return told;
  }

  /** Of another day with its date. */
  private static String time(Instant since, Instant now) {
    boolean today = LocalDate.ofInstant(since, ZoneOffset.UTC).equals(LocalDate.ofInstant(now, ZoneOffset.UTC));
    return DateTimeFormatter.ofPattern(today ? "HH:mm 'UTC'" : "uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).format(since.atOffset(ZoneOffset.UTC));
  }
}
