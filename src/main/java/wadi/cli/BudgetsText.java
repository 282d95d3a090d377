package wadi.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.StringJoiner;

/** Budgets as people read them on a terminal. */
final class BudgetsText {
  private final JsonNode page;

  /** @param page as {@code GET /ops/budgets} answers */
  BudgetsText(JsonNode page) {
    this.page = page;
  }

  String text() {
    if (page.get("channels").isEmpty()) {
      return "There is no channel.";
    }
    StringJoiner text = new StringJoiner("\n\n");
    for (JsonNode channel : page.get("channels")) {
      text.add(Words.of(channel.get("channel")) + "\n" + providers(channel.get("providers")) + "\n" + waiting(channel.get("waiting")) + "\n"
          + "Forecast: " + Words.of(channel.get("forecast").get("words")) + ".");
    }
    return text.toString();
  }

  private static Table providers(JsonNode providers) {
    Table table = new Table("PROVIDER", "WINDOW", "USED", "RESERVE", "RELEASE", "NEXT CREDITS AT", "STATE");
    for (JsonNode provider : providers) {
      String release = Words.of(provider.get("release"));
      if (provider.get("windows").isEmpty()) {
        table.add(Words.of(provider.get("provider")), "-", "unlimited", "-", release, "-", state(provider));
      }
      for (JsonNode window : provider.get("windows")) {
        String handedOut = window.hasNonNull("granted") ? " (%s handed out)".formatted(Words.of(window.get("granted"))) : "";
        table.add(Words.of(provider.get("provider")), Words.of(window.get("window")), Words.of(window.get("used")) + "/" + Words.of(window.get("limit")) + handedOut,
            Words.of(window.get("reserved")), release, Words.of(window.get("ends")), state(provider));
      }
    }
    return table;
  }

  private static String state(JsonNode provider) {
    String state = Words.of(provider.get("state"));
    return switch (state) {
      case "out" -> "out until %s: %s".formatted(Words.of(provider.get("heldUntil")), Words.of(provider.get("reason")));
      case "unknown" -> "not known here: another process sends";
      default -> state;
    };
  }

  private static Table waiting(JsonNode classes) {
    Table table = new Table("URGENCY", "WAITING", "OLDEST");
    for (JsonNode one : classes) {
      table.add(Words.of(one.get("urgency")), (one.get("more").asBoolean() ? "more than " : "") + Words.of(one.get("count")), one.hasNonNull("oldest")
          ? Words.age(Duration.between(Instant.parse(one.get("oldest").asText()), Instant.now()).toSeconds()) : "-");
    }
    return table;
  }
}
