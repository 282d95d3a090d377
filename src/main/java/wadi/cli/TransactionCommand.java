package wadi.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code wadi transaction}: what was decided about one transaction, and why. */
@Command(name = "transaction", mixinStandardHelpOptions = true,
    description = "Shows one transaction as it is stored, masked: what was decided about it and why, by which rules, and the alerts it raised.",
    footer = {"", "Example:", "  wadi transaction 243479347200017"})
final class TransactionCommand implements Callable<Integer> {
  @Parameters(paramLabel = "ID", description = "The transactionID of its reply or its alert.")
  private Long id;

  @Mixin
  private OperationsOptions options;

  @Override
  public Integer call() {
    OperationsClient.Answer answer = options.client().get("/ops/transactions/" + id, Map.of());
    System.out.println(options.json() ? answer.text() : TransactionText.of(answer.json()));
    return 0;
  }
}
