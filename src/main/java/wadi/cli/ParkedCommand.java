package wadi.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code wadi parked}: what waits for a person. */
@Command(name = "parked", mixinStandardHelpOptions = true,
    description = "Lists what waits for a person: deliveries nobody took, and messages no route could work on (dead letters).",
    footer = {"", "When the cause is mended: wadi replay ID. When nobody needs it any more: wadi dismiss ID --reason TEXT"})
final class ParkedCommand implements Callable<Integer> {
  @Mixin
  private ParkedFilter filter;

  /** What is listed. */
  enum Which { messages, deliveries }

  @Parameters(arity = "0..1", description = "Only ${COMPLETION-CANDIDATES}: the same as --kind dead-letter and --kind delivery.")
  private Which which;

  @Option(names = "--limit", defaultValue = "50", description = "At most so many (${DEFAULT-VALUE}).")
  private int limit;

  @Mixin
  private OperationsOptions options;

  @Override
  public Integer call() {
    Map<String, String> query = new HashMap<>(filter.query());
    if (which != null) {
      query.put("kind", which == Which.messages ? "dead-letter" : "delivery");
    }
    query.put("limit", Integer.toString(limit));
    OperationsClient.Answer answer = options.client().get("/ops/parked", query);
    System.out.println(options.json() ? answer.text() : list(answer.json()));
    return 0;
  }

  private static String list(JsonNode page) {
    if (page.get("parked").isEmpty()) {
      return "Nothing is parked.";
    }
    Table table = new Table("ID", "AGE", "ROUTE OR CHANNEL", "FOR", "REASON");
    for (JsonNode one : page.get("parked")) {
      boolean delivery = one.hasNonNull("channel");
      table.add(Words.of(one.get("kind")) + "/" + Words.of(one.get("id")), Words.age(one.get("ageSeconds").asLong()),
          Words.of(one.get(delivery ? "channel" : "route")), delivery ? Words.of(one.get("recipient")) : "-", Words.shortened(one.get("reason")));
    }
    return table + (page.hasNonNull("next") ? "\nThere are older ones: --limit shows more." : "");
  }
}
