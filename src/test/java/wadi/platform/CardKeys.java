package wadi.platform;

import java.nio.file.Files;
import java.nio.file.Path;

/** Card keys for tests of other packages. */
public final class CardKeys {
  private CardKeys() {}

  /** Always the same, for tests that run without a data directory. */
  public static CardKey ofZeros() {
    return new CardKey(new byte[32]);
  }

  /** A new one, made in this folder. */
  public static CardKey generate(Path folder) throws Exception {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("application.properties"), "");
    try (DataDirectory data = DataDirectory.open(folder.resolve("data"))) {
      return CardKey.of(Settings.load(folder, name -> null), data);
    }
  }
}
