package wadi.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Sites as people read them on a terminal. */
final class SitesText {
  private static final List<String> NO_SETTINGS = List.of("id", "name", "url", "enabled", "origin", "state", "checks", "incidents");

  private SitesText() {}

  static String list(JsonNode page) {
    if (page.get("sites").isEmpty()) {
      return "No sites. ./wadi sites add --name NAME --url URL adds one.";
    }
    Table table = new Table("ID", "NAME", "EVERY", "OUTCOME", "SINCE", "CHECKED", "STATUS", "SECONDS", "CAUSES");
    for (JsonNode site : page.get("sites")) {
      JsonNode state = site.path("state");
      table.add(Words.of(site.get("id")), Words.shortened(site.get("name")), Words.of(site.get("every")),
          site.path("enabled").asBoolean() ? Words.of(state.get("outcome")) : "disabled", Words.of(state.get("since")), Words.of(state.get("checkedAt")),
          Words.of(state.path("last").get("status")), seconds(state.path("last").get("totalSeconds")), causes(state.path("last")));
    }
    return table + (page.hasNonNull("next") ? "\nThere are more: --limit shows them." : "");
  }

  static String one(JsonNode site) {
    StringJoiner lines = new StringJoiner("\n");
    lines.add("Site %s, %s".formatted(Words.of(site.get("id")), Words.of(site.get("name"))));
    lines.add("  " + Words.of(site.get("url")));
    lines.add("  " + (site.path("enabled").asBoolean() ? "watched" : "disabled") + (site.path("origin").asText().equals("file") ? ", of routes/sites/sites.yaml" : ""));
    site.properties().forEach(field -> {
      if (!NO_SETTINGS.contains(field.getKey())) {
        lines.add("  %s: %s".formatted(field.getKey(), Words.of(field.getValue())));
      }
    });
    JsonNode state = site.path("state");
    lines.add(state.hasNonNull("outcome") ? "Now: %s since %s; checked %s by %s, next %s".formatted(Words.of(state.get("outcome")), Words.of(state.get("since")),
        Words.of(state.get("checkedAt")), Words.of(state.get("checkedBy")), Words.of(state.get("nextAt"))) : "Not checked yet.");
    if (!site.path("incidents").isEmpty()) {
      Table table = new Table("INCIDENT", "KIND", "SEVERITY", "BEGAN", "ENDED", "CHECKS");
      site.get("incidents").forEach(one -> table.add(Words.of(one.get("id")), Words.of(one.get("kind")), Words.of(one.get("severity")), Words.of(one.get("beganAt")),
          one.hasNonNull("endedAt") ? Words.of(one.get("endedAt")) : "open", Words.of(one.get("checks"))));
      lines.add("\n" + table);
    }
    if (!site.path("checks").isEmpty()) {
      Table table = new Table("AT", "OUTCOME", "STATUS", "SECONDS", "CAUSES");
      site.get("checks").forEach(check -> table.add(Words.of(check.get("at")), Words.of(check.get("outcome")), Words.of(check.get("status")), seconds(check.get("seconds")),
          causes(check)));
      lines.add("\n" + table);
    }
    return lines.toString();
  }

  static String checks(JsonNode page) {
    if (page.get("checks").isEmpty()) {
      return "No sites are enabled. ./wadi sites add --name NAME --url URL adds one.";
    }
    Table table = new Table("NAME", "OUTCOME", "STATUS", "SECONDS", "RESOLVE", "CONNECT", "TLS", "PROCESSING", "TRANSFER", "CAUSES");
    for (JsonNode check : page.get("checks")) {
      JsonNode phases = check.path("phases");
      table.add(Words.shortened(check.get("name")), Words.of(check.get("outcome")), Words.of(check.get("status")), seconds(check.get("seconds")),
          seconds(phases.get("resolve")), seconds(phases.get("connect")), seconds(phases.get("tls")), seconds(phases.get("processing")), seconds(phases.get("transfer")),
          check.path("outcome").asText().equals("busy") ? "it is being checked just now by Wadi itself" : causes(check));
    }
    return table.toString();
  }

  static String uptime(JsonNode page) {
    if (page.get("days").isEmpty()) {
      return "There is no check in these days.";
    }
    Table table = new Table("DAY", "UP %", "CHECKS", "DEGRADED", "FAILED", "DOWN", "AVERAGE s", "SLOWEST s");
    page.get("days").forEach(day -> table.add(Words.of(day.get("day")), Words.of(day.get("percent")), Words.of(day.get("checks")), Words.of(day.get("degraded")),
        Words.of(day.get("failed")), Words.of(day.get("down")), Words.of(day.get("averageSeconds")), Words.of(day.get("slowestSeconds"))));
    return table + "\nTogether: up %s %% of %s.".formatted(Words.of(page.get("percent")), Words.count(page.get("checks").asInt(), "check"));
  }

  private static String seconds(JsonNode value) {
    return value == null || !value.isNumber() ? "-" : String.format(Locale.ROOT, "%.3f", value.asDouble());
  }

  private static String causes(JsonNode check) {
    String causes = StreamSupport.stream(check.path("causes").spliterator(), false).map(cause -> Words.shortened(cause.get("text"))).collect(Collectors.joining("; "));
    return causes.isEmpty() ? "-" : causes;
  }
}
