package wadi.cli.scaffold;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Texts to fill in: files beside this class, with words between per cent signs. */
final class Blank {
  private Blank() {}

  /** The text of a file with each {@code %word%} replaced. */
  static String text(String file, Map<String, String> words) {
    try (InputStream in = Blank.class.getResourceAsStream(file)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (Map.Entry<String, String> word : words.entrySet()) {
        text = text.replace("%" + word.getKey() + "%", word.getValue());
      }
      return text;
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
