package wadi.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code wadi deliveries}: what was promised to whom, and how far it came. */
@Command(name = "deliveries", mixinStandardHelpOptions = true,
    description = "Lists deliveries, the newest first: one for each message and recipient.",
    footer = {"", "Examples:", "  wadi deliveries --status waiting,delayed --channel email", "  wadi deliveries --status expired",
        "To give some up: wadi cancel. To send parked or expired ones again: wadi replay."})
final class DeliveriesCommand implements Callable<Integer> {
  @Mixin
  private DeliveryFilter filter;

  @Option(names = "--limit", defaultValue = "20", description = "At most so many (${DEFAULT-VALUE}).")
  private int limit;

  @Mixin
  private OperationsOptions options;

  @Override
  public Integer call() {
    Map<String, String> query = new HashMap<>(filter.query());
    query.put("limit", Integer.toString(limit));
    OperationsClient.Answer answer = options.client().get("/ops/deliveries", query);
    System.out.println(options.json() ? answer.text() : list(answer.json()));
    return 0;
  }

  private static String list(JsonNode page) {
    if (page.get("deliveries").isEmpty()) {
      return "No deliveries.";
    }
    Table table = new Table("ID", "PROMISED", "STATUS", "CHANNEL", "FOR", "URGENCY", "TRIES", "LAST ERROR");
    for (JsonNode one : page.get("deliveries")) {
      table.add("delivery/" + Words.of(one.get("id")), Words.of(one.get("promisedAt")), Words.of(one.get("status")), Words.of(one.get("channel")),
          Words.of(one.get("recipient")), Words.of(one.get("urgency")), Words.of(one.get("attempts")), Words.shortened(one.get("lastError")));
    }
    return table + (page.hasNonNull("next") ? "\nThere are older ones: --limit shows more." : "");
  }
}
