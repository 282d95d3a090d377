package wadi.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Scanner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wadi replay}: gives parked messages another chance. */
@Command(name = "replay", mixinStandardHelpOptions = true,
    description = "Gives parked messages another chance: a delivery waits again with its urgency, a dead letter goes through its route again.",
    footer = {"", "Ends with 1 when one of them is parked again or could not be replayed.", "", "Examples:",
        "  wadi replay delivery/243479347200017 dead-letter/12", "  wadi replay --all --channel email --reason \"mail server mended\""})
final class ReplayCommand implements Callable<Integer> {
  @Parameters(paramLabel = "ID", description = "As wadi parked shows it.")
  private List<String> ids = List.of();

  @Option(names = "--all", description = "Everything that is parked now; --kind, --channel and --route say of which kind.")
  private boolean all;

  @Mixin
  private ParkedFilter filter;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the audit.")
  private String reason;

  @Option(names = {"-y", "--yes"}, description = "Do not ask.")
  private boolean yes;

  @Mixin
  private OperationsOptions options;

  @Spec
  private CommandSpec command;

  private int failed;

  @Override
  public Integer call() {
    if (all == !ids.isEmpty()) {
      throw new ParameterException(command.commandLine(), "Say which: either IDs or --all.");
    }
    if (!all && !filter.isEmpty()) {
      throw new ParameterException(command.commandLine(), "--kind, --channel and --route go with --all.");
    }
    OperationsClient client = options.client();
    if (all) {
      replayAll(client);
    } else {
      ids.forEach(id -> replay(ParkedId.of(id, client), client));
    }
    return failed == 0 ? 0 : 1;
  }

  private void replay(ParkedId id, OperationsClient client) {
    OperationsClient.Answer answer = client.change("POST", id.path() + "/replay", query(Map.of()));
    if (options.json()) {
      System.out.println(answer.text());
      failed += answer.isGood() && !answer.json().get("outcome").asText().equals("parked-again") ? 0 : 1;
    } else if (answer.isGood()) {
      print(answer.json());
    } else {
      failed++;
      System.out.println(id + ": " + answer.detail());
    }
  }

  /** What is parked while it runs, its own failures among them, is left for the next time. */
  private void replayAll(OperationsClient client) {
    Map<String, String> which = new HashMap<>(filter.query());
    if (!yes && !isMeant(client, which)) {
      return;
    }
    int tried = 0;
    do {
      OperationsClient.Answer answer = OperationsClient.good(client.change("POST", "/ops/parked/replay", query(which)));
      if (options.json()) {
        System.out.println(answer.text());
      }
      for (JsonNode result : answer.json().get("results")) {
        tried++;
        if (options.json()) {
          count(result);
        } else {
          print(result);
        }
      }
      which.put("until", answer.json().path("until").asText(null));
      which.put("cursor", answer.json().path("next").asText(null));
    } while (which.get("cursor") != null);
    if (!options.json()) {
      System.out.println(tried == 0 ? "Nothing is parked." : "%d replayed, %d failed.".formatted(tried - failed, failed));
    }
  }

  private boolean isMeant(OperationsClient client, Map<String, String> which) {
    Map<String, String> first = new HashMap<>(which);
    first.put("limit", "500");
    JsonNode page = client.get("/ops/parked", first).json();
    int found = page.get("parked").size();
    if (found == 0) {
      return true;
    }
    System.err.print("Replay %s%d parked messages? [y/N] ".formatted(page.hasNonNull("next") ? "more than " : "", found));
    System.err.flush();
    Scanner answers = new Scanner(System.in);
    if (answers.hasNextLine() && answers.nextLine().strip().toLowerCase(Locale.ROOT).matches("y|yes")) {
      return true;
    }
    throw new CommandFailed("Nothing was replayed; -y does not ask.");
  }

  private void print(JsonNode result) {
    count(result);
    String id = Words.of(result.get("kind")) + "/" + Words.of(result.get("id"));
    System.out.println(id + ": " + switch (result.get("outcome").asText()) {
      case "waiting" -> "waits to be sent again";
      case "replayed" -> "replayed";
      case "parked-again" -> "still fails, parked again as dead-letter/" + Words.of(result.get("deadLetter")) + ": " + Words.of(result.get("detail"));
      default -> Words.of(result.get("detail"));
    });
  }

  private void count(JsonNode result) {
    failed += List.of("waiting", "replayed").contains(result.get("outcome").asText()) ? 0 : 1;
  }

  private Map<String, String> query(Map<String, String> which) {
    Map<String, String> query = new HashMap<>(which);
    query.put("reason", reason);
    return query;
  }
}
