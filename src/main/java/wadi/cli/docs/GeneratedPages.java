package wadi.cli.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import wadi.platform.meters.MetricsPage;

/** All pages that are generated. A further one is a class that is named here; the command and its test then know it. */
public final class GeneratedPages {
  private GeneratedPages() {}

  public static List<GeneratedPage> all() {
    return List.of(new RouteMap(), new RouteTable(), new ConfigurationPage(), GeneratedPage.of(MetricsPage.PATH, MetricsPage::text));
  }

  /** Brings every page up to date; returns the paths of those that were not. */
  public static List<String> write(Path home) throws IOException {
    List<String> written = new ArrayList<>();
    for (GeneratedPage page : all()) {
      Path file = home.resolve(page.path());
      String text = page.text(home);
      if (!Files.exists(file) || !Files.readString(file).equals(text)) {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        written.add(page.path());
      }
    }
    return written;
  }
}
