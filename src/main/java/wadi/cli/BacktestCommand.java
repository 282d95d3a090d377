package wadi.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import org.apache.logging.log4j.core.config.Configurator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import wadi.camel.files.InvalidFiles;
import wadi.cli.backtest.Backtest;
import wadi.cli.backtest.Judge;
import wadi.platform.CardKey;
import wadi.platform.Settings;
import wadi.platform.StartupException;

/** {@code wadi backtest}: what other rules would have said. */
@Command(name = "backtest", mixinStandardHelpOptions = true,
    description = {"Lets new rules and those in use judge the same transactions, each with windows that begin empty, and tells what would be decided "
        + "differently. With labels in the file it tells how much fraud each of them catches, and how many genuine transactions raise a false alarm.",
        "FILE has one transaction a line, in order of time: as producers send it, or {\"at\": \"2026-11-01T10:00:00Z\", \"label\": \"fraud\" or \"genuine\", "
            + "\"pattern\": \"...\", \"transaction\": {...}}. ./wadi generate makes one. It needs no database or network, and disturbs no Wadi that runs."},
    footer = {"", "Exit code: 0 when transactions were judged, also when some lines could not be read; 1 when none were, or when rules are wrong; "
        + "2 when called wrongly. More: docs/fraud-rules.md", "", "Examples:",
        "  wadi backtest --rules new.yaml transactions.ndjson",
        "  wadi generate - --rows 100000 | wadi backtest --rules routes/fraud/rules.yaml -"})
final class BacktestCommand implements Callable<Integer> {
  private static final int MOST_EXAMPLES = 1_000;

  @Parameters(paramLabel = "FILE", description = "Transactions, one JSON object a line; - for what is piped in.")
  private String file;

  @Option(names = "--rules", required = true, paramLabel = "NEW", description = "The new rules; lists and rates they name are looked for beside them.")
  private Path rules;

  @Option(names = "--against", paramLabel = "OLD", description = "The old rules; routes/fraud/rules.yaml when left out.")
  private Path against;

  @Option(names = "--examples", paramLabel = "N", defaultValue = "5", description = "How many to show of those decided differently (${DEFAULT-VALUE}).")
  private int examples;

  @Option(names = "--json", description = "Print one JSON object, for programs.")
  private boolean json;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (examples < 0 || examples > MOST_EXAMPLES) throw new ParameterException(spec.commandLine(), "--examples must be 0 to " + MOST_EXAMPLES + ".");
    Path transactions = file.equals("-") ? null : Home.fromCaller(Path.of(file));
    if (transactions != null && !Files.isRegularFile(transactions)) throw new ParameterException(spec.commandLine(), "There is no file " + transactions + ".");
    Configurator.setLevel("wadi.platform.velocity", "OFF"); // what it warns of stands in the report
    try (InputStream in = transactions == null ? System.in : Files.newInputStream(transactions)) {
      return judge(in, transactions == null ? -1 : Files.size(transactions));
    } catch (InvalidFiles e) {
      e.findings().forEach(finding -> spec.commandLine().getErr().println(finding));
      return 1;
    } catch (StartupException e) {
      throw new CommandFailed(e.getMessage());
    } finally {
      Configurator.setLevel("wadi.platform.velocity", "WARN");
    }
  }

  private int judge(InputStream in, long size) throws IOException {
    Settings settings = OperationsOptions.settings();
    int keys = settings.number("fraud.velocity.max-keys", 1_000, 10_000_000);
    Path oldRules = against == null ? Home.folder().resolve("routes/fraud/rules.yaml") : Home.fromCaller(against);
    Judge now = Judge.of(Home.fromCaller(rules), keys);
    Judge old = Judge.of(oldRules, keys);
    Backtest test = new Backtest(old.version().equals(now.version()) ? now : old, now, examples);
    try (Progress progress = Progress.begin(test::rows, () -> size < 0 ? -1 : (double) test.bytes() / size, System.err, !json && System.console() != null)) {
      test.run(in, CardKey.forOffline(settings), LocalDate.now(ZoneOffset.UTC));
    }
    tell(test, oldRules.toString());
    return test.comparison().rows() > 0 ? 0 : 1;
  }

  private void tell(Backtest test, String oldName) throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    String name = file.equals("-") ? "standard input" : file;
    test.faults().forEach(fault -> err.println(name + ": " + fault));
    if (test.unreadable() > test.faults().size()) err.println(name + ": and " + (test.unreadable() - test.faults().size()) + " more lines that cannot be read");
    if (test.comparison().rows() == 0) err.println("wadi: " + name + " has no transaction that can be judged.");
    err.flush();
    PrintWriter out = spec.commandLine().getOut();
    String newName = Home.fromCaller(rules).toString();
    out.println(json ? new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(BacktestJson.of(test, oldName, newName))
        : new BacktestText(test, oldName, newName).toString());
    out.flush();
  }
}
