package wadi.platform.budgets;

import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import wadi.domain.delivery.Forecast;
import wadi.platform.postgres.BudgetQueries;

/** How a channel's budgets stand, what waits for them and what becomes of it. */
public record Outlook(String channel, Instant at, List<OfProvider> providers, List<BudgetQueries.Urgency> waiting, boolean more, Forecast forecast) {

  /**
   * A provider.
   *
   * @param state up, out or, where this process does not send, unknown
   */
  public record OfProvider(String name, String state, Optional<Instant> heldUntil, String reason, ZoneId zone, String release,
      List<BudgetQueries.Window> windows) {

    /** Such as "brevo: 7 of 12 this hour, 120 of 300 today". */
    public String inWords() {
      return name + ": " + (windows.isEmpty() ? "unlimited" : windows.stream().map(window -> window.used() + " of " + window.limit() + " " + now(window.unit()))
          .collect(Collectors.joining(", "))) + (state.equals("out") ? ", out" + (reason.isEmpty() ? "" : " (" + reason + ")") : "");
    }

    private static String now(String unit) {
      return unit.equals("days") ? "today" : "this " + unit.substring(0, unit.length() - 1);
    }
  }

  /** In JSON's types, as docs/ops-api.md has it. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("channel", channel);
    json.put("providers", providers.stream().map(Outlook::json).toList());
    json.put("waiting", waiting.stream().map(Outlook::json).toList());
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("state", forecast.isShort() ? "short" : "ok");
    said.put("words", forecast.inWords(channel));
    said.put("late", forecast.late());
    said.put("notToday", forecast.left());
    said.put("urgent", forecast.urgent());
    said.put("more", forecast.more());
    said.put("quotaEndsAt", forecast.ends(providers.size()).map(Instant::toString).orElse(null));
    json.put("forecast", said);
    return json;
  }

  private static Map<String, Object> json(OfProvider provider) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("provider", provider.name());
    json.put("state", provider.state());
    json.put("heldUntil", provider.heldUntil().map(Instant::toString).orElse(null));
    json.put("reason", provider.reason());
    json.put("release", provider.release());
    json.put("zone", provider.zone().getId());
    json.put("windows", provider.windows().stream().map(Outlook::json).toList());
    return json;
  }

  private static Map<String, Object> json(BudgetQueries.Window window) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("window", window.unit());
    json.put("starts", window.starts().toString());
    json.put("ends", window.ends().toString());
    json.put("limit", window.limit());
    json.put("used", window.used());
    json.put("reserved", window.reserved());
    json.put("granted", window.granted().isPresent() ? window.granted().getAsInt() : null);
    return json;
  }

  private static Map<String, Object> json(BudgetQueries.Urgency urgency) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("urgency", urgency.name());
    json.put("from", urgency.from());
    json.put("count", urgency.count());
    json.put("more", urgency.more());
    json.put("oldest", urgency.oldest().map(Instant::toString).orElse(null));
    return json;
  }

  /** The provider that would be asked first now. */
  public String first() {
    return providers.stream().filter(provider -> !provider.state().equals("out")).findFirst().orElse(providers.get(0)).name();
  }

  /** The budgets of its providers in words, the first the one that is asked first. */
  public String budgetsInWords() {
    return providers.stream().map(OfProvider::inWords).collect(Collectors.joining("; "));
  }
}
