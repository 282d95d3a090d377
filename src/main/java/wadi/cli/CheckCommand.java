package wadi.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import wadi.runtime.catalog.Report;
import wadi.runtime.catalog.RouteCatalog;

/** {@code wadi check}: says everything that is wrong in the files, and runs nothing. */
@Command(name = "check", mixinStandardHelpOptions = true,
    description = "Checks routes, templates, rules, recipients and properties, and says all that is wrong at once. "
        + "It needs no database, broker or network, and disturbs no Wadi that runs.",
    footer = {"", "Errors refuse a start; style findings do not. What is checked: docs/checks.md",
        "Exit code: 0 without errors, 1 with errors (with --strict also with style findings), 2 when called wrongly."})
final class CheckCommand implements Callable<Integer> {
  @Spec
  private CommandSpec spec;

  @Option(names = "--dir", paramLabel = "FOLDER", description = "The folder with application.properties and routes/; Wadi's own when left out.")
  private Path folder;

  @Option(names = "--strict", description = "Style findings fail too, as in Wadi's own build.")
  private boolean strict;

  @Override
  public Integer call() {
    Path files = folder == null ? Home.folder() : folder.toAbsolutePath().normalize();
    if (!Files.isDirectory(files.resolve("routes"))) {
      spec.commandLine().getErr().println("wadi: There is no folder " + files.resolve("routes") + ".");
      return 2;
    }
    Report report = RouteCatalog.check(files);
    PrintWriter out = spec.commandLine().getOut();
    report.findings().forEach(out::println);
    out.println(report.closingLine());
    return report.errors().isEmpty() && (!strict || report.style().isEmpty()) ? 0 : 1;
  }
}
