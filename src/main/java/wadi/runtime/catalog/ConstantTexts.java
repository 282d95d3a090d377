package wadi.runtime.catalog;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The texts that stand in Wadi's compiled classes, among them the names of the properties Java reads. A list kept by hand
 * would be one more thing to forget, and a misspelt property is one that nobody reads.
 */
final class ConstantTexts {
  private static final int UTF8 = 1;
  /** How javac writes the place of a value in a text that is put together: "delivery." + channel + ".budget". */
  private static final String HOLE = "\u0001";

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^{}]+)}}");

  private final Set<String> texts = new HashSet<>();
  /** The keys in them that stand as {@code {{key}}}. */
  private final Set<String> placeholders;
  private final List<Pattern> patterns;

  private ConstantTexts(Path classes) throws IOException {
    try (Stream<Path> all = Files.walk(classes)) {
      for (Path file : all.filter(p -> p.toString().endsWith(".class")).toList()) {
        read(Files.readAllBytes(file));
      }
    }
    placeholders = texts.stream().flatMap(t -> PLACEHOLDER.matcher(t).results()).map(found -> found.group(1)).collect(Collectors.toSet());
    patterns = texts.stream().filter(t -> t.matches("[a-z][a-z.-]*" + HOLE + "[a-z.\u0001-]*"))
        .map(t -> Pattern.compile(Stream.of(t.split(HOLE, -1)).map(Pattern::quote).collect(Collectors.joining("[a-z0-9-]+")))).toList();
  }

  static ConstantTexts ofWadi() {
    try {
      URI code = ConstantTexts.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      if (Files.isDirectory(Path.of(code))) {
        return new ConstantTexts(Path.of(code).resolve("wadi"));
      }
      try (FileSystem jar = FileSystems.newFileSystem(Path.of(code), Map.of())) {
        return new ConstantTexts(jar.getPath("wadi"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether a text is the key, uses it as a placeholder, or is one it may be put together from. */
  boolean mention(String key) {
    return texts.contains(key) || placeholders.contains(key) || patterns.stream().anyMatch(p -> p.matcher(key).matches());
  }

  /** Those that look like names of properties. */
  Set<String> keys() {
    return texts.stream().filter(t -> t.matches("[a-z]+(\\.[a-z-]+)+") && !t.startsWith("wadi.")).collect(Collectors.toSet());
  }

  /** The constant pool: JVM specification, 4.4. */
  private void read(byte[] file) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(file));
    in.skipNBytes(8);
    int count = in.readUnsignedShort();
    for (int i = 1; i < count; i++) {
      int tag = in.readUnsignedByte();
      if (tag == UTF8) {
        texts.add(in.readUTF());
      } else {
        in.skipNBytes(switch (tag) {
          case 7, 8, 16, 19, 20 -> 2;
          case 15 -> 3;
          case 5, 6 -> 8;
          default -> 4;
        });
        i += tag == 5 || tag == 6 ? 1 : 0; // long and double take two places
      }
    }
  }
}
