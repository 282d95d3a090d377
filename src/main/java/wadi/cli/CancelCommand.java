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

/** {@code wadi cancel}: gives up deliveries that wait, are delayed or parked. */
@Command(name = "cancel", mixinStandardHelpOptions = true,
    description = "Gives up deliveries that wait, are delayed or parked. What is just being sent stays: it may be out already.",
    footer = {"", "Examples:", "  wadi cancel delivery/243479347200017 --reason \"sent by hand\"",
        "  wadi cancel --all --status delayed --channel sms --error InsufficientBalance --reason \"the provider will not take these\""})
final class CancelCommand implements Callable<Integer> {
  private static final int PAGE = 500;

  @Parameters(paramLabel = "ID", description = "As wadi deliveries shows it.")
  private List<String> ids = List.of();

  @Option(names = "--all", description = "All that wait, are delayed or parked now; the other options say which of them.")
  private boolean all;

  @Mixin
  private DeliveryFilter filter;

  @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why, for the audit.")
  private String reason;

  @Option(names = {"-y", "--yes"}, description = "Do not ask.")
  private boolean yes;

  @Mixin
  private OperationsOptions options;

  @Spec
  private CommandSpec command;

  @Override
  public Integer call() {
    if (all == !ids.isEmpty()) {
      throw new ParameterException(command.commandLine(), "Say which: either IDs or --all.");
    }
    if (!all && !filter.isEmpty()) {
      throw new ParameterException(command.commandLine(), "Options that say which deliveries go with --all.");
    }
    return all ? cancelAll(options.client()) : cancelEach(options.client());
  }

  private int cancelEach(OperationsClient client) {
    int failed = 0;
    for (String id : ids) {
      String number = id.replaceFirst("^delivery/", "");
      if (!number.matches("\\d{1,18}")) {
        throw new CommandFailed("\"" + id + "\" is no delivery; write one as ./wadi deliveries shows it, for example delivery/243479347200017.");
      }
      OperationsClient.Answer answer = client.change("DELETE", "/ops/deliveries/" + number, Map.of("reason", reason));
      failed += answer.isGood() ? 0 : 1;
      System.out.println(options.json() ? answer.text() : "delivery/" + number + ": " + (answer.isGood() ? "cancelled" : answer.detail()));
    }
    return failed == 0 ? 0 : 1;
  }

  /** What is promised while it runs stays. */
  private int cancelAll(OperationsClient client) {
    Map<String, String> which = new HashMap<>(filter.query());
    if (!yes) {
      ask(client, which);
    }
    which.put("reason", reason);
    which.put("limit", Integer.toString(PAGE));
    int cancelled = 0;
    do {
      OperationsClient.Answer answer = OperationsClient.good(client.change("POST", "/ops/deliveries/cancel", which));
      JsonNode page = answer.json();
      cancelled += page.get("cancelled").asInt();
      which.put("until", page.path("until").asText(null));
      which.put("cursor", page.path("next").asText(null));
      System.out.println(options.json() ? answer.text() : cancelled + " cancelled" + (page.hasNonNull("next") ? " so far" : "."));
    } while (which.get("cursor") != null);
    return 0;
  }

  private void ask(OperationsClient client, Map<String, String> which) {
    Map<String, String> first = new HashMap<>(which);
    first.put("limit", Integer.toString(PAGE));
    if (first.get("status") == null) {
      first.put("status", "waiting,delayed,parked");
    }
    JsonNode page = client.get("/ops/deliveries", first).json();
    System.err.print("Cancel %s%d deliveries? [y/N] ".formatted(page.hasNonNull("next") ? "more than " : "", page.get("deliveries").size()));
    System.err.flush();
    Scanner answers = new Scanner(System.in);
    if (!answers.hasNextLine() || !answers.nextLine().strip().toLowerCase(Locale.ROOT).matches("y|yes")) {
      throw new CommandFailed("Nothing was cancelled; -y does not ask.");
    }
  }
}
