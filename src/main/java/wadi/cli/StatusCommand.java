package wadi.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import wadi.platform.Settings;
import wadi.platform.ops.OperationsToken;

/** {@code wadi status}: how it is doing. */
@Command(name = "status", mixinStandardHelpOptions = true,
    description = "Shows health, the files in use and how the last reload ended, what waits on each channel and how much is parked. Ends with 1 when Wadi is not ready.")
final class StatusCommand implements Callable<Integer> {
  @Option(names = "--token", description = "Only prints the token of the operations API, which every change needs.")
  private boolean token;

  @Option(names = "--all", description = "All processes that share the database, and what each runs. Ends with 1 when they run different files.")
  private boolean all;

  @Mixin
  private OperationsOptions options;

  @Override
  public Integer call() {
    if (token) {
      System.out.println(token());
      return 0;
    }
    OperationsClient client = options.client();
    if (all) {
      OperationsClient.Answer processes = client.get("/ops/processes", Map.of());
      System.out.println(options.json() ? processes.text() : ProcessList.of(processes.json()));
      return processes.json().path("hashes").asInt() > 1 ? 1 : 0;
    }
    OperationsClient.Answer health = client.ask("GET", "/observe/health", Map.of());
    boolean ready = health.isGood();
    if (!ready && !health.json().has("checks")) {
      throw new CommandFailed(health.detail());
    }
    if (options.json()) {
      System.out.println(ready ? "{\"health\":%s,\"deliveries\":%s,\"parked\":%s}".formatted(health.text(),
          client.get("/ops/deliveries", Map.of("limit", "1")).json().get("backlog"), client.get("/ops/parked", Map.of("limit", "1")).json().get("total"))
          : "{\"health\":%s}".formatted(health.text()));
    } else {
      health(health.json());
      if (ready) {
        backlog(client.get("/ops/deliveries", Map.of("limit", "1")).json().get("backlog"));
        parked(client.get("/ops/parked", Map.of("limit", "1")).json().get("total"));
      }
    }
    return ready ? 0 : 1;
  }

  private static String token() {
    Settings settings = OperationsOptions.settings();
    try {
      return OperationsToken.find(settings).orElseThrow(() -> new CommandFailed(
          "There is no token yet in %s (property data.dir): it is made when Wadi starts, ./wadi run".formatted(settings.path("data.dir"))));
    } catch (IOException e) {
      throw new CommandFailed("The token in %s cannot be read: only the user who runs Wadi may.".formatted(OperationsToken.file(settings)));
    }
  }

  private static void health(JsonNode health) {
    System.out.println("Wadi is " + (health.get("status").asText().equals("UP") ? "ready." : "NOT READY."));
    health.get("checks").properties().forEach(check -> {
      JsonNode value = check.getValue();
      System.out.println("  %-12s %s".formatted(check.getKey(), value.has("number") ? "number %s, files %s".formatted(Words.of(value.get("number")),
          Words.of(value.get("hash"))) : value.has("state") ? reload(value) : value.isArray() ? list(value)
              : check.getKey().equals("brokers") ? brokers(value) : check.getKey().equals("providers") ? providers(value) : check.getKey().equals("screening") ? screening(value) : Words.of(value)));
    });
  }

  /** Each with its state; nothing when none is in use. */
  private static String brokers(JsonNode states) {
    return states.isEmpty() ? "none in use" : states.properties().stream().map(state -> state.getKey() + " " + Words.of(state.getValue())).collect(Collectors.joining(", "));
  }

  /** Each with its state and, when nothing is sent with it, why. */
  private static String providers(JsonNode states) {
    return states.isEmpty() ? "none in use" : states.properties().stream().map(state -> state.getKey() + " " + (state.getValue().isTextual() ? Words.of(state.getValue())
        : "%s until %s (%s)".formatted(Words.of(state.getValue().get("status")), Words.of(state.getValue().get("heldUntil")),
            Words.of(state.getValue().get("reason"))))).collect(Collectors.joining(", "));
  }

  /** By whom, and since when that does not work. */
  private static String screening(JsonNode check) {
    String circuit = check.hasNonNull("circuit") ? " at %s, circuit %s".formatted(Words.of(check.get("address")), Words.of(check.get("circuit"))) : "";
    String failing = check.hasNonNull("failingSince") ? ", no answer since %s (%s), meanwhile %s".formatted(Words.of(check.get("failingSince")),
        Words.of(check.get("lastFailure")), Words.of(check.get("fallback"))) : "";
    return "%s (%s)%s%s".formatted(Words.of(check.get("status")), Words.of(check.get("mode")), circuit, failing);
  }

  private static String list(JsonNode words) {
    return StreamSupport.stream(words.spliterator(), false).map(Words::of).collect(Collectors.joining(", "));
  }

  /** Why the files are not those that run. */
  private static String reload(JsonNode last) {
    if (!last.has("detail")) {
      return Words.of(last.get("state"));
    }
    String more = last.hasNonNull("generation") ? " ./wadi generations %s tells more.".formatted(Words.of(last.get("generation"))) : "";
    String detail = Words.of(last.get("detail"));
    return "%s at %s: %s%s".formatted(Words.of(last.get("state")), Words.of(last.get("at")), detail.endsWith(".") ? detail : detail + ".", more);
  }

  private static void backlog(JsonNode channels) {
    if (channels.isEmpty()) {
      System.out.println("Nothing waits to be delivered.");
      return;
    }
    Table table = new Table("CHANNEL", "WAITING", "DELAYED", "ON ITS WAY", "SUBMITTED", "PARKED", "OLDEST WAITING");
    for (JsonNode channel : channels) {
      table.add(Words.of(channel.get("channel")), Words.of(channel.get("waiting")), Words.of(channel.get("delayed")), Words.of(channel.get("leased")),
          Words.of(channel.get("submitted")), Words.of(channel.get("parked")), channel.hasNonNull("oldestWaiting")
              ? Words.age(Duration.between(Instant.parse(channel.get("oldestWaiting").asText()), Instant.now()).toSeconds()) : "-");
    }
    System.out.println(table);
  }

  private static void parked(JsonNode total) {
    long deliveries = total.get("delivery").asLong();
    long deadLetters = total.get("dead-letter").asLong();
    System.out.println(deliveries + deadLetters == 0 ? "Nothing is parked."
        : "Parked: %d deliveries, %d dead letters; ./wadi parked shows them.".formatted(deliveries, deadLetters));
  }
}
