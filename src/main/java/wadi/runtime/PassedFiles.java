package wadi.runtime;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers in the data directory which files were checked and found good, specs included, so that a start with the same files and
 * the same program need not check them again. Losing it costs one check. What the build has checked stands beside the program.
 */
final class PassedFiles {
  private static final Logger LOG = LoggerFactory.getLogger(PassedFiles.class);
  private static final int KEPT = 20;

  private final Path file;
  private final Path shipped;
  private final String program;

  /** @param folder in the data directory */
  PassedFiles(Path folder) {
    this(folder, code().resolveSibling("wadi.checked"), program());
  }

  /**
   * The memory in a folder.
   *
   * @param shipped what the build has checked; need not be there
   * @param program changes with Wadi's code, which may have learnt new checks
   */
  PassedFiles(Path folder, Path shipped, String program) {
    this.file = folder.resolve("checked");
    this.shipped = shipped;
    this.program = program;
  }

  /** Puts what is remembered beside the program, where every data directory finds it; not where that folder is read-only. */
  void ship() throws IOException {
    if (!Files.isWritable(shipped.toAbsolutePath().getParent())) {
      return;
    }
    Files.copy(file, shipped, StandardCopyOption.REPLACE_EXISTING);
  }

  private static Path code() {
    return path(PassedFiles.class.getProtectionDomain().getCodeSource().getLocation());
  }

  /** Also of a folder with a space in its name, which an address writes in another way. */
  static Path path(URL address) {
    return Path.of(URI.create(address.toString()));
  }

  private static String program() {
    try {
      Path code = code();
      return Files.isRegularFile(code) ? Files.size(code) + "-" + Files.getLastModifiedTime(code).toMillis() : "";
    } catch (IOException | RuntimeException e) {
      return "";
    }
  }

  /** How many style findings there were when these files passed; empty when they never did. */
  OptionalInt style(String hash) {
    Integer style = program.isEmpty() ? null : read(file).getOrDefault(key(hash), read(shipped).get(key(hash)));
    return style == null ? OptionalInt.empty() : OptionalInt.of(style);
  }

  /** Remembers that these files have no errors. */
  void add(String hash, int style) {
    Map<String, Integer> all = read(file);
    all.remove(key(hash));
    all.put(key(hash), style);
    List<String> lines = all.entrySet().stream().skip(Math.max(0, all.size() - KEPT)).map(e -> e.getKey() + " " + e.getValue()).toList();
    try {
      Path draft = file.resolveSibling(file.getFileName() + ".new");
      Files.write(draft, lines, StandardCharsets.UTF_8);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.warn("the next start checks the files again: {} cannot be written: {}", file, e.getMessage());
    }
  }

  private String key(String hash) {
    return hash + " " + program;
  }

  private static Map<String, Integer> read(Path file) {
    Map<String, Integer> all = new LinkedHashMap<>();
    try {
      for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
        int last = line.lastIndexOf(' ');
        all.put(line.substring(0, last), Integer.parseInt(line.substring(last + 1)));
      }
    } catch (IOException | RuntimeException e) {
      all.clear(); // whatever it says, the files are checked again
    }
    return all;
  }
}
