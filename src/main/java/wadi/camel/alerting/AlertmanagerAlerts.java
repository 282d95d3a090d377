package wadi.camel.alerting;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.camel.Body;
import wadi.camel.UnusableMessage;
import wadi.domain.alerting.Severity;
import wadi.platform.http.Problem;
import wadi.platform.ports.Ids;
import wadi.platform.ports.SeenMessages;

/**
 * Named in YAML as {@code alertmanager}: what the webhook of Prometheus' Alertmanager posts, version 4
 * (prometheus.io/docs/alerting/latest/configuration, webhook_config).
 */
public final class AlertmanagerAlerts {
  private static final String SOURCE = "alertmanager";
  /** What tells of one alert: its fingerprint, when it began, and whether it fires. */
  private static final String SIGHTING = "sighting";
  private static final int MOST_LABELS = 50;
  private static final String FIRING = "firing";
  private static final String RESOLVED = "resolved";
  /** How severities are called in rules that others wrote. */
  private static final Map<String, Severity> WORDS = Map.of("page", Severity.CRITICAL, "error", Severity.HIGH, "warning", Severity.NORMAL,
      "warn", Severity.NORMAL, "info", Severity.LOW, "none", Severity.LOW);

  private final Ids ids;
  private final Clock clock;
  private final SeenMessages seen;

  public AlertmanagerAlerts(Ids ids, Clock clock, SeenMessages seen) {
    this.ids = ids;
    this.clock = clock;
    this.seen = seen;
  }

  /**
   * Our alerts for a report.
   *
   * @throws UnusableMessage when it is none, with what is wrong with it
   */
  public List<Map<String, Object>> read(@Body Object body) {
    if (!(body instanceof Map<?, ?> report) || !(report.get("alerts") instanceof List<?> given)) {
      throw unusable("/alerts", "must be a list: this is no report of an Alertmanager (webhook version 4)");
    }
    List<Map<String, Object>> alerts = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      if (!(given.get(i) instanceof Map<?, ?> alert)) {
        throw unusable("/alerts/" + i, "must be an object");
      }
      alerts.add(read(alert, "/alerts/" + i));
    }
    return alerts;
  }

  private Map<String, Object> read(Map<?, ?> given, String at) {
    Map<String, String> labels = texts(given.get("labels"));
    Map<String, String> notes = texts(given.get("annotations"));
    String name = labels.get("alertname");
    if (name == null) {
      throw unusable(at + "/labels/alertname", "must name the alert");
    }
    if (!FIRING.equals(given.get("status")) && !RESOLVED.equals(given.get("status"))) {
      throw unusable(at + "/status", "must be firing or resolved");
    }
    Instant began = time(given.get("startsAt")).orElseThrow(() -> unusable(at + "/startsAt", "must be a time such as 2026-11-20T12:38:00Z"));
    boolean over = RESOLVED.equals(given.get("status"));
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Map<String, Object> alert = new LinkedHashMap<>();
    alert.put("alertId", ids.next());
    alert.put("kind", "monitoring");
    alert.put("severity", severity(labels.get("severity")).word());
    alert.put("raisedAt", now.toString());
    alert.put("event", given.get("status"));
    alert.put("over", over);
    alert.put("name", Alerts.scalar(name));
    alert.put("summary", line(notes.getOrDefault("summary", name)));
    alert.put("description", line(notes.getOrDefault("description", notes.getOrDefault("message", ""))));
    alert.put("runbook", line(notes.getOrDefault("runbook_url", "")));
    alert.put("since", began.toString());
    if (over) {
      alert.put("took", words(Duration.between(began, time(given.get("endsAt")).filter(end -> end.isAfter(began)).orElse(now))));
    }
    alert.put("labels", labels);
    String identity = given.get("fingerprint") instanceof String fingerprint && fingerprint.matches("\\w{1,64}") ? fingerprint : labels.toString();
    alert.put(SIGHTING, "%s %s %s".formatted(identity, began, given.get("status")));
    return alert;
  }

  /**
   * False for one that has had its effect: Alertmanager reports a group again when another alert joins it, when no answer came, and each
   * {@code repeat_interval}.
   */
  public boolean isFirst(@Body Map<String, Object> alert) {
    return seen.isFirst(SOURCE, String.valueOf(alert.remove(SIGHTING)));
  }

  private static Severity severity(String word) {
    String known = word == null ? "" : word.toLowerCase(Locale.ROOT);
    return Severity.find(known).orElseGet(() -> WORDS.getOrDefault(known, Severity.HIGH)); // rather too loud than too late
  }

  private static Map<String, String> texts(Object value) {
    Map<String, String> texts = new TreeMap<>();
    if (value instanceof Map<?, ?> map) {
      map.entrySet().stream().limit(MOST_LABELS).filter(entry -> entry.getValue() instanceof String)
          .forEach(entry -> texts.put((String) entry.getKey(), (String) entry.getValue()));
    }
    return texts;
  }

  private static Optional<Instant> time(Object value) {
    try {
      return value instanceof String text ? Optional.of(OffsetDateTime.parse(text).toInstant()) : Optional.empty();
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static String words(Duration took) {
    if (took.toMinutes() < 1) {
      return took.toSeconds() + " s";
    }
    return took.toHours() < 1 ? took.toMinutes() + " min" : "%d h %d min".formatted(took.toHours(), took.toMinutesPart());
  }

  /** Others write these: people read them as one line, so that nobody can write lines of ours. */
  private static String line(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}\\s]+", " ").strip();
    return line.length() > 1_000 ? line.substring(0, 1_000) + "..." : line;
  }

  private static UnusableMessage unusable(String pointer, String what) {
    return new UnusableMessage("a report of an Alertmanager", List.of(new Problem.At(pointer, what)));
  }
}
