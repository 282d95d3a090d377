package wadi.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.apache.logging.log4j.core.config.Configurator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import wadi.platform.Settings;
import wadi.platform.StartupException;
import wadi.platform.connect.Neighbours;
import wadi.runtime.Candidate;
import wadi.runtime.CandidateReport;
import wadi.runtime.Snapshot;
import wadi.runtime.spec.SpecReport;

/** {@code wadi check}: says everything that would keep the files from going live. */
@Command(name = "check", mixinStandardHelpOptions = true,
    description = "Does all that a reload does but the switch: looks at routes, templates, rules, recipients and properties, loads the routes, "
        + "runs their specs, and says all that is wrong at once. It needs no database, broker or network, and disturbs no Wadi that runs. "
        + "With --connect it tries instead whether all whom the properties name can be reached.",
    footer = {"", "Errors refuse a reload; style findings do not. What is checked: docs/checks.md",
        "Exit code: 0 without errors, 1 with errors (with --strict also with style findings; with --connect when somebody "
            + "cannot be reached), 2 when called wrongly."})
final class CheckCommand implements Callable<Integer> {
  private final long begun = System.nanoTime();

  @Spec
  private CommandSpec spec;

  @Option(names = "--dir", paramLabel = "FOLDER", description = "The folder with application.properties and routes/; Wadi's own when left out.")
  private Path folder;

  @Option(names = "--strict", description = "Style findings fail too, as in Wadi's own build.")
  private boolean strict;

  @Option(names = "--connect", description = "Tries database, brokers, mail server and providers with the properties and passwords of the files and the "
      + "environment: 5 seconds each, side by side. Sends nothing. The files themselves are not checked.")
  private boolean connect;

  @Override
  public Integer call() throws IOException {
    Path files = folder == null ? Home.folder() : Home.fromCaller(folder);
    if (!Files.isDirectory(files.resolve("routes"))) {
      spec.commandLine().getErr().println("wadi: There is no folder " + files.resolve("routes") + ".");
      return 2;
    }
    if (connect) {
      return connect(files);
    }
    Path copy = Files.createTempDirectory("wadi-check");
    try {
      return tell(Candidate.of(Snapshot.take(files, copy)).check());
    } catch (StartupException e) {
      spec.commandLine().getErr().println("wadi: " + e.getMessage());
      return 1;
    } finally {
      Snapshot.delete(copy);
    }
  }

  private int connect(Path files) {
    Configurator.setLevel("", "OFF"); // what clients log of a failure is said below, in one line
    try {
      ConnectionList list = ConnectionList.of(Neighbours.of(Settings.load(files, System::getenv)));
      spec.commandLine().getOut().println(list.text());
      return list.isGood() ? 0 : 1;
    } catch (StartupException e) {
      spec.commandLine().getErr().println("wadi: " + e.getMessage());
      return 1;
    } finally {
      Configurator.setLevel("", "WARN");
    }
  }

  private int tell(CandidateReport report) {
    PrintWriter out = spec.commandLine().getOut();
    report.findings().forEach(out::println);
    out.printf("%s, %s, %s, %s (%.1f s)%n", Words.count(report.routes(), "route"), Words.count(report.errors().size(), "error"),
        Words.count(report.style().size(), "style finding"), report.specs().map(CheckCommand::cases).orElse("specs not run"), (System.nanoTime() - begun) / 1e9);
    return report.passed() && (!strict || report.style().isEmpty()) ? 0 : 1;
  }

  private static String cases(SpecReport specs) {
    String all = Words.count(specs.cases().size(), "case");
    return specs.failed().isEmpty() ? all + " passed" : specs.failed().size() + " of " + all + " failed";
  }
}
