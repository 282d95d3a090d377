package wadi.runtime.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files below a folder that make a generation, as they are named at one moment. Which these are is said here alone:
 * {@code application.properties} and those of profiles, and everything in {@code routes/}, {@code templates/} and
 * {@code kamelets/}. Hidden files and what editors leave beside a file while it is open are not among them.
 */
public final class SourceFiles {
  /** Their folders. */
  public static final List<String> FOLDERS = List.of("routes", "templates", "kamelets");

  private static final Pattern PROPERTIES = Pattern.compile("application(-[\\w-]+)?\\.properties");
  /** The last two are those of JetBrains, and the file by which Vim tries whether it may write in a folder. */
  private static final Pattern LEFTOVER = Pattern.compile("\\..*|.*~|#.*#|.*\\.(swp|tmp)|.*___jb_(tmp|old)___|4913", Pattern.DOTALL);
  private static final Pattern NAMED = Pattern.compile("[^/\\\\\\p{Cntrl}\\x{FFFD}]+(/[^/\\\\\\p{Cntrl}\\x{FFFD}]+)*");

  private final SortedMap<String, Path> files;
  private final SortedMap<String, String> problems;
  private final String fingerprint;
  private final Instant newest;

  private SourceFiles(Walk walk) {
    this.files = walk.files();
    this.problems = walk.problems();
    this.fingerprint = walk.fingerprint();
    this.newest = walk.newest();
  }

  /** Looks at names, sizes and times, and opens no file. */
  public static SourceFiles of(Path source) {
    Walk walk = new Walk(source);
    properties(source, walk);
    FOLDERS.stream().map(source::resolve).filter(Files::isDirectory).forEach(walk::below);
    return new SourceFiles(walk);
  }

  private static void properties(Path source, Walk walk) {
    try (Stream<Path> top = Files.list(source)) {
      top.filter(file -> PROPERTIES.matcher(file.getFileName().toString()).matches() && !Files.isDirectory(file)).forEach(walk::below);
    } catch (IOException e) {
      walk.problem(source, e);
    }
  }

  /** Whether a file of this name, relative to the folder and with slashes, is one of those. */
  public static boolean isOne(String name) {
    String[] parts = name.split("/", -1);
    return NAMED.matcher(name).matches() && Arrays.stream(parts).noneMatch(SourceFiles::isLeftover)
        && (parts.length == 1 ? PROPERTIES.matcher(name).matches() : FOLDERS.contains(parts[0]));
  }

  static boolean isLeftover(String simpleName) {
    return LEFTOVER.matcher(simpleName).matches();
  }

  /** Each file by its name: relative to the folder, with slashes, in the order of the characters. */
  public SortedMap<String, Path> files() {
    return files;
  }

  /** What keeps a file or folder from being read, as a sentence without its subject, by name. */
  public SortedMap<String, String> problems() {
    return new TreeMap<>(problems);
  }

  /** Another value after every edit, and whenever a file or folder comes, goes or is replaced. */
  public String fingerprint() {
    return fingerprint;
  }

  /** When the last of the files was changed. */
  public Instant newest() {
    return newest;
  }
}
