package wadi.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code wadi budgets}: how far the budgets are used, and what becomes of what waits. */
@Command(name = "budgets", mixinStandardHelpOptions = true,
    description = "Shows each provider's budget and how far it is used, whether the provider is there, what waits by urgency, and whether the day can carry it.",
    footer = {"", "docs/delivery.md tells what each column means, and what can be done."})
final class BudgetsCommand implements Callable<Integer> {
  @Mixin
  private OperationsOptions options;

  @Override
  public Integer call() {
    OperationsClient.Answer answer = options.client().get("/ops/budgets", Map.of());
    System.out.println(options.json() ? answer.text() : new BudgetsText(answer.json()).text());
    return 0;
  }
}
