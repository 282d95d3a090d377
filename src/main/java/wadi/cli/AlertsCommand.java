package wadi.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code wadi alerts}: which alerts were raised, and what became of one. */
@Command(name = "alerts", mixinStandardHelpOptions = true,
    description = "Lists alerts, the newest first; with an ID shows one: why it was raised, who got it, and each try to send it.",
    footer = {"", "Examples:", "  wadi alerts --severity critical --since 2026-11-20T00:00:00Z", "  wadi alerts 243479347200018"})
final class AlertsCommand implements Callable<Integer> {
  @Parameters(arity = "0..1", paramLabel = "ID", description = "The number of an alert.")
  private Long id;

  @Option(names = "--severity", description = "low, normal, high or critical.")
  private String severity;

  @Option(names = "--since", paramLabel = "TIME", description = "Raised then or later, for example 2026-11-20T12:00:00Z.")
  private String since;

  @Option(names = "--transaction", paramLabel = "ID", description = "About this transaction.")
  private Long transaction;

  @Option(names = "--limit", defaultValue = "20", description = "At most so many (${DEFAULT-VALUE}).")
  private int limit;

  @Mixin
  private OperationsOptions options;

  @Override
  public Integer call() {
    OperationsClient.Answer answer = id == null ? options.client().get("/ops/alerts", query()) : options.client().get("/ops/alerts/" + id, Map.of());
    if (options.json()) {
      System.out.println(answer.text());
    } else {
      System.out.println(id == null ? list(answer.json()) : AlertTimeline.of(answer.json()));
    }
    return 0;
  }

  private Map<String, String> query() {
    Map<String, String> query = new HashMap<>();
    query.put("severity", severity);
    query.put("since", since);
    query.put("transaction", transaction == null ? null : transaction.toString());
    query.put("limit", Integer.toString(limit));
    return query;
  }

  private static String list(JsonNode page) {
    if (page.get("alerts").isEmpty()) {
      return "No alerts.";
    }
    Table table = new Table("ID", "RAISED", "SEVERITY", "KIND", "TRANSACTION", "DELIVERIES");
    for (JsonNode alert : page.get("alerts")) {
      StringBuilder deliveries = new StringBuilder();
      alert.get("deliveries").properties().forEach(e -> deliveries.append(deliveries.isEmpty() ? "" : ", ").append(e.getValue()).append(' ').append(e.getKey()));
      table.add(Words.of(alert.get("id")), Words.of(alert.get("raisedAt")), Words.of(alert.get("severity")), Words.of(alert.get("kind")),
          Words.of(alert.get("transaction")), became(alert, deliveries.toString()));
    }
    return table + (page.hasNonNull("next") ? "\nThere are older ones: --limit shows more." : "");
  }

  private static String became(JsonNode alert, String deliveries) {
    if (alert.hasNonNull("silencedBy")) {
      return "silenced by " + Words.of(alert.get("silencedBy"));
    }
    if (alert.hasNonNull("foldedInto")) {
      return "folded into " + Words.of(alert.get("foldedInto"));
    }
    String tells = alert.hasNonNull("folded") ? ", tells of " + Words.of(alert.get("folded")) + " folded" : "";
    return (deliveries.isEmpty() ? "none yet" : deliveries) + tells;
  }
}
