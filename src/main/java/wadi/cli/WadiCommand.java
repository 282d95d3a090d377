package wadi.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line: {@code ./wadi COMMAND}. */
@Command(name = "wadi", mixinStandardHelpOptions = true, versionProvider = VersionText.class,
    description = "Carries transactions and alerts where they should go.",
    synopsisSubcommandLabel = "COMMAND", subcommands = {RunCommand.class, StatusCommand.class, AlertsCommand.class, TransactionCommand.class,
        BudgetsCommand.class, SitesCommand.class, KeysCommand.class, SilenceCommand.class, DeliveriesCommand.class, ParkedCommand.class, ReplayCommand.class, DismissCommand.class, CancelCommand.class,
        NewCommand.class, CheckCommand.class, SpecCommand.class, ExplainCommand.class, PreviewCommand.class, TestCommand.class,
        ReloadCommand.class, GenerationsCommand.class, SendCommand.class, BacktestCommand.class, GenerateCommand.class,
        BackupCommand.class, RestoreCommand.class, CompletionCommand.class,
        DocsCommand.class, WarmUpCommand.class},
    footer = {"", "Begin with: ./wadi run", "README.md tells the rest."})
public final class WadiCommand implements Runnable {
  @Spec
  private CommandSpec spec;

  /** Runs a command and returns the exit code: 0, 1 when it failed, 2 when it was called wrongly. */
  public static int execute(String... args) {
    return new CommandLine(new WadiCommand()).setExecutionExceptionHandler(WadiCommand::explain).execute(args);
  }

  private static int explain(Exception failure, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
    if (failure instanceof CommandFailed) {
      command.getErr().println("wadi: " + failure.getMessage());
      return 1;
    }
    throw failure;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "A command is missing.");
  }
}
