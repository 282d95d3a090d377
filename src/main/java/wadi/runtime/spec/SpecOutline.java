package wadi.runtime.spec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a spec says in its sentences.
 *
 * @param file relative to the folder of the files
 */
public record SpecOutline(String file, List<Sentence> cases) {

  /** @param line where its case begins */
  public record Sentence(int line, String it) {}

  /** Reads one; its cases are not looked at. */
  public static SpecOutline read(Path folder, String file) {
    try {
      String text = Files.readString(folder.resolve(file), StandardCharsets.UTF_8);
      return new SpecOutline(file, SpecReader.read(file, text).cases().stream().map(one -> new Sentence(one.line(), one.it())).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
