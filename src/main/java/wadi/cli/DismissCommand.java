package wadi.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code wadi dismiss}: gives parked messages up. */
@Command(name = "dismiss", mixinStandardHelpOptions = true,
    description = "Gives parked messages up: a delivery is cancelled, the original of a dead letter is deleted.",
    footer = {"", "Example:", "  wadi dismiss dead-letter/12 --reason \"sent again by its producer\""})
final class DismissCommand implements Callable<Integer> {
  @Parameters(arity = "1..*", paramLabel = "ID", description = "As wadi parked shows it.")
  private List<String> ids;

  @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why, for the audit.")
  private String reason;

  @Mixin
  private OperationsOptions options;

  @Override
  public Integer call() {
    OperationsClient client = options.client();
    int failed = 0;
    for (String id : ids) {
      ParkedId parked = ParkedId.of(id, client);
      OperationsClient.Answer answer = client.change("DELETE", parked.path(), Map.of("reason", reason));
      failed += answer.isGood() ? 0 : 1;
      System.out.println(options.json() ? answer.text() : parked + ": " + (answer.isGood() ? "dismissed" : answer.detail()));
    }
    return failed == 0 ? 0 : 1;
  }
}
