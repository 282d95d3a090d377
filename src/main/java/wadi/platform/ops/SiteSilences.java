package wadi.platform.ops;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import wadi.domain.alerting.Silence;
import wadi.domain.sites.Track;
import wadi.domain.sites.Trouble;
import wadi.platform.postgres.SiteTable.Stored;
import wadi.platform.silences.Matching;
import wadi.platform.sites.ShownUrl;

/** Which alerts of a site nobody would be told of now, by which silence. */
final class SiteSilences {
  private static final List<Trouble> TROUBLES = Stream.of(Trouble.values()).filter(trouble -> trouble.track() != Track.PROBER).toList();

  private final Map<Silence, Matching> on = new LinkedHashMap<>();

  /** @param silences that are on */
  SiteSilences(List<Silence> silences) {
    for (Silence silence : silences) {
      try {
        on.put(silence, Matching.of(silence.matchers()));
      } catch (IllegalArgumentException e) {
        // written by hand, with an expression that is none: it silences nothing
      }
    }
  }

  /** By its alerts' events, as JSON. */
  String of(Stored site) {
    List<Map<String, Object>> found = new ArrayList<>();
    on.forEach((silence, matching) -> {
      List<String> events = TROUBLES.stream().filter(trouble -> matching.holds(alert(site, trouble))).map(Trouble::event).distinct().toList();
      if (!events.isEmpty()) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("by", silence.id());
        members.put("until", silence.until().toString());
        members.put("events", events);
        found.add(members);
      }
    });
    return JsonText.of(found);
  }

  /** The members that are known before there is one; docs/site-alerts.md. */
  private static Map<String, Object> alert(Stored site, Trouble trouble) {
    return Map.of("kind", "site", "severity", trouble.severity().word(), "site", site.entry().title(), "siteId", site.id(),
        "url", ShownUrl.of(site.entry().url()).orElse(""), "event", trouble.event());
  }
}
