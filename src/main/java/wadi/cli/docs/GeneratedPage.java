package wadi.cli.docs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;

/** A page of the documentation, or a part of one, that is written by {@code ./wadi docs} and never by hand. */
public interface GeneratedPage {

  /** Relative to Wadi's folder, for example {@code docs/configuration.md}. */
  String path();

  /**
   * The whole page as it should be, with a line break at the end. It must be the same on every machine: nothing from the
   * environment, the clock or the order of files in a folder.
   *
   * @param home Wadi's folder
   * @throws IllegalStateException in words for the person who ran the command, when it cannot be made from these files
   */
  String text(Path home) throws IOException;

  /** A page that is made from classes alone. */
  static GeneratedPage of(String path, Supplier<String> text) {
    return new GeneratedPage() {
      @Override
      public String path() {
        return path;
      }

      @Override
      public String text(Path home) {
        return text.get();
      }
    };
  }
}
