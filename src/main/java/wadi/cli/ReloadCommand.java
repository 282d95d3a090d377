package wadi.cli;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code wadi reload}: makes the files live. */
@Command(name = "reload", mixinStandardHelpOptions = true,
    description = "Makes the files live as they are now: routes, kamelets, templates, rules, recipients and properties. All at once, checked and "
        + "with their specs run first, or not at all: a refusal changes nothing. Nothing that is under way is lost.",
    footer = {"", "Ends with 0 when the files live (or lived already), 1 when not, 2 when called wrongly.", "", "Examples:",
        "  wadi reload", "  wadi reload --reason \"new fraud desk\"", "  wadi reload --to 12            back to the files of generation 12",
        "  wadi reload --all               every process on the database",
        "  wadi reload --skip-specs --reason \"gateway has changed, spec follows\"", "", "wadi check says the same beforehand; wadi generations shows "
            + "what was live when. docs/reload.md tells more."})
final class ReloadCommand implements Callable<Integer> {
  @Option(names = "--to", paramLabel = "N", description = "Back to the files of an earlier generation, as wadi generations numbers them.")
  private Long to;

  @Option(names = "--all", description = "On all processes that share the database: all switch to the files of the one that is asked, or none does.")
  private boolean all;

  @Option(names = "--skip-specs", description = "The files may go live although their specs fail or were not run; all other checks stay. Needs --reason.")
  private boolean skipSpecs;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the history and the audit.")
  private String reason;

  @Mixin
  private OperationsOptions options;

  @Spec
  private CommandSpec command;

  @Override
  public Integer call() {
    if (skipSpecs && (reason == null || reason.isBlank())) {
      throw new ParameterException(command.commandLine(), "--skip-specs needs --reason: say why these files may go live without their specs.");
    }
    if (to != null && to < 1) {
      throw new ParameterException(command.commandLine(), "--to must be the number of a generation: wadi generations lists them.");
    }
    OperationsClient client = options.client();
    OperationsClient.Answer answer;
    try (StillWorking waiting = StillWorking.begin("Checking the files and running their specs ...")) {
      answer = client.ask("POST", "/ops/reload", query(), options.json() ? "application/json" : "text/plain");
    }
    boolean aboutTheFiles = answer.json().isMissingNode() || answer.json().has("outcome");
    if (!aboutTheFiles) {
      throw new CommandFailed(answer.detail());
    }
    System.out.println(answer.text().stripTrailing());
    return answer.isGood() ? 0 : 1;
  }

  private Map<String, String> query() {
    Map<String, String> query = new HashMap<>();
    query.put("to", to == null ? null : to.toString());
    query.put("skip-specs", skipSpecs ? "true" : null);
    query.put("all", all ? "true" : null);
    query.put("reason", reason == null || reason.isBlank() ? null : reason);
    return query;
  }
}
