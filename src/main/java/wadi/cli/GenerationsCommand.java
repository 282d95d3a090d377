package wadi.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import wadi.platform.ops.ReloadView;

/** {@code wadi generations}: which files ran when, and why others did not. */
@Command(name = "generations", mixinStandardHelpOptions = true,
    description = "Lists starts and reloads, the newest first; with a number N shows one: what it changed, or why it was refused.",
    footer = {"", "ROUTES: +added ~changed -removed. The generation with an asterisk runs now.", "", "Examples:", "  wadi generations --outcome refused",
        "  wadi generations 12", "  wadi reload --to 12"})
final class GenerationsCommand implements Callable<Integer> {
  @Parameters(arity = "0..1", paramLabel = "N", description = "The number of a generation.")
  private Long number;

  @Option(names = "--outcome", description = "Only those: began, live, refused, failed, rolled-back or interrupted.")
  private String outcome;

  @Option(names = "--limit", defaultValue = "20", description = "At most so many (${DEFAULT-VALUE}).")
  private int limit;

  @Mixin
  private OperationsOptions options;

  @Override
  public Integer call() {
    OperationsClient client = options.client();
    OperationsClient.Answer answer = number == null ? client.get("/ops/generations", query()) : client.get("/ops/generations/" + number, Map.of());
    if (options.json()) {
      System.out.println(answer.text());
    } else if (number == null) {
      System.out.println(list(answer.json(), client.ask("GET", "/observe/health", Map.of()).json().at("/checks/generation/number")));
    } else {
      System.out.print(one(answer.json()));
    }
    return 0;
  }

  private Map<String, String> query() {
    Map<String, String> query = new HashMap<>();
    query.put("outcome", outcome);
    query.put("limit", Integer.toString(limit));
    return query;
  }

  private static String list(JsonNode page, JsonNode running) {
    if (page.get("generations").isEmpty()) {
      return "No generations.";
    }
    Table table = new Table("NUMBER", "WHEN", "WHO", "WAY", "OUTCOME", "ROUTES", "SPECS", "REASON");
    for (JsonNode one : page.get("generations")) {
      table.add(Words.of(one.get("number")) + (one.get("number").equals(running) ? "*" : ""), Words.of(one.get("at")), Words.of(one.get("actor")),
          Words.of(one.get("way")), Words.of(one.get("outcome")), changes(one.path("routes")),
          specs(one.path("specs")), Words.shortened(one.get("reason")));
    }
    return table + (page.hasNonNull("next") ? "\nThere are older ones: --limit shows more." : "");
  }

  /** {@code +1 ~2 -1}, without what is nothing. */
  private static String changes(JsonNode routes) {
    String changes = Stream.of(changes("+", routes.path("added")), changes("~", routes.path("changed")), changes("-", routes.path("removed")))
        .filter(change -> !change.isEmpty()).collect(Collectors.joining(" "));
    return changes.isEmpty() ? "-" : changes;
  }

  /** How many cases; a refusal, and files that had passed before, ran none. */
  private static String specs(JsonNode specs) {
    return specs.path("skipped").asBoolean() ? "skipped" : specs.path("cases").asInt() == 0 ? "-" : Words.of(specs.path("cases"));
  }

  private static String changes(String sign, JsonNode routes) {
    return routes.isEmpty() ? "" : sign + routes.size();
  }

  private static String one(JsonNode one) {
    String from = Words.of(one.get("peer")).equals("-") ? "" : " from " + Words.of(one.get("peer"));
    String by = "Generation %s: %s, %s by %s%s, %s\n".formatted(Words.of(one.get("number")), Words.of(one.get("outcome")), Words.of(one.get("way")),
        Words.of(one.get("actor")), from, Words.of(one.get("at")));
    String reason = one.hasNonNull("reason") ? "Reason: " + Words.of(one.get("reason")) + "\n" : "";
    boolean wasLive = one.path("outcome").asText().matches("live|rolled-back");
    String files = "Files: " + Words.of(one.get("hash")) + (!wasLive ? "\n"
        : one.path("filesKept").asBoolean() ? "; ./wadi reload --to %s makes them live again.\n".formatted(Words.of(one.get("number"))) : ", not kept any more.\n");
    return by + reason + files + (one.hasNonNull("detail") ? "\n" + ReloadView.text(one) : "");
  }
}
