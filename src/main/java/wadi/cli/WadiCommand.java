package wadi.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line: {@code ./wadi COMMAND}. */
@Command(name = "wadi", mixinStandardHelpOptions = true, versionProvider = VersionText.class,
    description = "Carries transactions and alerts where they should go.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Begin with: ./wadi run", "README.md tells the rest."})
public final class WadiCommand implements Runnable {
  /** All commands, in the order of the help text. */
  private static final List<Class<?>> COMMANDS = List.of(
      RunCommand.class, StatusCommand.class, AlertsCommand.class, TransactionCommand.class, BudgetsCommand.class, SitesCommand.class,
      KeysCommand.class, SilenceCommand.class, DeliveriesCommand.class, ParkedCommand.class, ReplayCommand.class, DismissCommand.class,
      CancelCommand.class, NewCommand.class, CheckCommand.class, SpecCommand.class, ExplainCommand.class, PreviewCommand.class, TestCommand.class,
      ReloadCommand.class, GenerationsCommand.class, SendCommand.class, BacktestCommand.class, GenerateCommand.class, BackupCommand.class,
      RestoreCommand.class, CompletionCommand.class, DocsCommand.class, WarmUpCommand.class);

  @Spec
  private CommandSpec spec;

  /** Runs a command and returns the exit code: 0, 1 when it failed, 2 when it was called wrongly. */
  public static int execute(String... args) {
    // picocli describes each command by reflection, which for all of them takes longer than many a command itself.
    List<Class<?>> called = COMMANDS.stream().filter(c -> args.length > 0 && args[0].equals(c.getAnnotation(Command.class).name())).toList();
    return line(called.isEmpty() ? COMMANDS : called).setExecutionExceptionHandler(WadiCommand::explain).execute(args);
  }

  /** The command line with all its commands. */
  public static CommandLine line() {
    return line(COMMANDS);
  }

  private static CommandLine line(List<Class<?>> commands) {
    CommandLine line = new CommandLine(new WadiCommand());
    commands.forEach(line::addSubcommand);
    return line;
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
