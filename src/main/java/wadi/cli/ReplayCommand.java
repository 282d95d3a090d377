package wadi.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Scanner;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
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
        "  wadi replay delivery/243479347200017 dead-letter/12", "  wadi replay --all --channel email --error \"no connection\" --rate 20 --reason \"mail server mended\"",
        "  wadi replay --all --status expired --new-deadline 2h"})
final class ReplayCommand implements Callable<Integer> {
  private static final int PAGE = 500;

  @Parameters(paramLabel = "ID", description = "As wadi parked shows it.")
  private List<String> ids = List.of();

  @Option(names = "--all", description = "Everything that is parked now; --kind, --channel, --route, --provider, --error and --status say of which kind.")
  private boolean all;

  @Mixin
  private ParkedFilter filter;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the audit.")
  private String reason;

  @Option(names = "--new-deadline", paramLabel = "TIME", description = "So long, for example 2h, or until when, they are of use; needed for expired ones.")
  private String newDeadline;

  @Option(names = "--rate", paramLabel = "N", description = "With --all: at most so many in a second. Deliveries leave within their budget in any case.")
  private int rate;

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
    if (!all && (!filter.isEmpty() || rate > 0)) {
      throw new ParameterException(command.commandLine(), "--kind, --channel, --route, --provider, --error, --status and --rate go with --all.");
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
    if (rate > 0) {
      which.put("limit", Integer.toString(Math.min(rate, PAGE)));
    }
    long began = System.nanoTime();
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
      paceOf(tried, began);
      which.put("until", answer.json().path("until").asText(null));
      which.put("cursor", answer.json().path("next").asText(null));
    } while (which.get("cursor") != null);
    if (!options.json()) {
      System.out.println(tried == 0 ? "Nothing is parked." : "%d replayed, %d failed.".formatted(tried - failed, failed));
    }
  }

  /** Waits until so many are not too many. */
  private void paceOf(int done, long began) {
    long over = rate > 0 ? began + done * 1_000_000_000L / rate - System.nanoTime() : 0;
    if (over > 0) {
      LockSupport.parkNanos(over);
    }
  }

  private boolean isMeant(OperationsClient client, Map<String, String> which) {
    Map<String, String> first = new HashMap<>(which);
    first.put("limit", Integer.toString(PAGE));
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
    query.put("deadline", newDeadline == null ? null : Deadline.of(newDeadline, command.commandLine()));
    return query;
  }
}
