package wadi.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import wadi.cli.docs.GeneratedPages;

/** {@code wadi docs}: writes the generated pages of the documentation. A test fails while one of them is stale. */
@Command(name = "docs", hidden = true, mixinStandardHelpOptions = true,
    description = "Writes the generated parts of the documentation from routes and properties.")
final class DocsCommand implements Callable<Integer> {

  @Override
  public Integer call() throws IOException {
    try {
      List<String> written = GeneratedPages.write(Home.folder());
      System.out.println(written.isEmpty() ? "All generated pages were up to date." : "Written: " + String.join(", ", written));
      return 0;
    } catch (IllegalStateException e) {
      System.err.println("wadi: " + e.getMessage());
      return 1;
    }
  }
}
