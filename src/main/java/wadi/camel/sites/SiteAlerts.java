package wadi.camel.sites;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import wadi.domain.sites.Incident;
import wadi.domain.sites.Site;
import wadi.domain.sites.Trouble;
import wadi.platform.sites.ShownUrl;

/** What alerts about sites say: JSON values only, as they travel. docs/site-alerts.md has their members. */
final class SiteAlerts {
  private static final String KIND = "site";
  private static final Map<String, String> FLAGS = Map.of("down", "down", "expectation-failed", "expectationFailed", "degraded", "degraded",
      "certificate-soon", "certificateSoon", "prober-down", "proberDown");

  private SiteAlerts() {}

  /** That an incident has begun; its alert is the one it was told by. */
  static Map<String, Object> begun(Incident incident, Site site, Instant now) {
    return alert(incident, incident.alertId().orElseThrow(), incident.trouble().event(), FLAGS.get(incident.trouble().event()), site, now);
  }

  /** That it has ended, with all that happened. */
  static Map<String, Object> ended(Incident incident, long alertId, Site site, Instant at, Instant now) {
    boolean prober = incident.trouble() == Trouble.PROBER;
    Map<String, Object> alert = alert(incident, alertId, prober ? "prober-up" : "up-again", prober ? "proberUp" : "upAgain", site, now);
    Duration lasted = Duration.between(incident.beganAt(), at);
    alert.put("was", incident.trouble().event());
    alert.put("ended", at.toString());
    alert.put("duration", lasted.toSeconds());
    alert.put("lasted", words(lasted));
    List<Map<String, Object>> seen = new ArrayList<>();
    incident.causes().forEach((text, times) -> {
      Map<String, Object> cause = new LinkedHashMap<>();
      cause.put("text", text);
      cause.put("times", times);
      seen.add(cause);
    });
    alert.put("seen", seen);
    return alert;
  }

  private static Map<String, Object> alert(Incident incident, long alertId, String event, String flag, Site site, Instant now) {
    Map<String, Object> alert = new LinkedHashMap<>();
    alert.put("alertId", alertId);
    alert.put("kind", KIND);
    alert.put("severity", incident.trouble().severity().word());
    alert.put("raisedAt", now.toString());
    if (incident.siteId().isPresent()) {
      alert.put("site", site.name());
      alert.put("siteId", site.id());
      alert.put("url", url(site.url()));
    }
    alert.put("event", event);
    alert.put("is", Map.of(flag, true));
    alert.put("incidentId", incident.id());
    alert.put("causes", List.copyOf(incident.causes().keySet()));
    alert.put("since", incident.beganAt().toString());
    alert.put("checks", incident.checks());
    return alert;
  }

  /** Without what nobody but the site need know: user, password, query. */
  private static String url(String url) {
    return ShownUrl.of(url).orElse("");
  }

  /** The two largest units: 2 days 3 hours, 14 minutes 5 seconds. */
  static String words(Duration time) {
    long[] amounts = {time.toDays(), time.toHoursPart(), time.toMinutesPart(), time.toSecondsPart()};
    String[] units = {"day", "hour", "minute", "second"};
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < units.length && parts.size() < 2; i++) {
      if (amounts[i] > 0) {
        parts.add(amounts[i] + " " + units[i] + (amounts[i] == 1 ? "" : "s"));
      } else if (!parts.isEmpty()) {
        break;
      }
    }
    return parts.isEmpty() ? "less than a second" : String.join(" ", parts);
  }
}
