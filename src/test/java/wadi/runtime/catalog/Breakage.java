package wadi.runtime.catalog;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import wadi.camel.files.Check;
import wadi.camel.files.Finding;

/**
 * A way to break a copy of the shipped files, and what is then to be said about it.
 *
 * @param file the file that is changed, and {@code in} the one where the finding stands
 * @param right text of the shipped file; empty for a file that is written anew
 * @param wrong text in its place
 * @param at text of the broken file that ends in the line of the finding; empty when it is about the file as a whole
 * @param also other checks that have something to say about it too
 */
record Breakage(Check check, String file, String right, String wrong, String in, String at, String message, String hint, Set<Check> also) {
  /** What is expected of the files in {@code folder}, which are broken. */
  Finding expected(Path folder) throws IOException {
    return new Finding(check, in, line(Files.readString(folder.resolve(in), check == Check.READABLE ? ISO_8859_1 : UTF_8)), message, hint);
  }

  /** What is said, without the place, which moves with every edit. */
  String words() {
    return new Finding(check, in, 0, message, hint).toString().replaceFirst("^\\S+: \\w+: ", "");
  }

  private int line(String text) {
    if (at.isEmpty()) {
      return 0;
    }
    assertThat(text).as(in).contains(at);
    return 1 + (int) text.substring(0, text.indexOf(at) + at.length()).chars().filter(c -> c == '\n').count();
  }

  /** Breaks the copy in {@code folder}; closing the result mends it. */
  Mending breakIn(Path folder) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    String before = Files.exists(path) ? Files.readString(path) : null;
    if (right.isEmpty()) {
      write(path, wrong);
    } else {
      assertThat(before).as("the shipped " + file).contains(right);
      int start = before.indexOf(right);
      write(path, before.substring(0, start) + wrong + before.substring(start + right.length()));
    }
    return () -> mend(path, before);
  }

  /** A letter beyond ASCII stands for a file that is not UTF-8. */
  private static void write(Path path, String text) throws IOException {
    Files.writeString(path, text, text.contains("\u00e9") ? ISO_8859_1 : UTF_8);
  }

  private static void mend(Path path, String before) {
    try {
      if (before == null) {
        Files.delete(path);
      } else {
        Files.writeString(path, before);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  interface Mending extends AutoCloseable {
    @Override
    void close();
  }

  @Override
  public String toString() {
    return check.word() + ": " + file + ": " + wrong.strip();
  }
}
