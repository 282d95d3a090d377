package wadi.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import wadi.platform.StartupException;

/** The files of one generation as they were at one moment: routes, rules, wording and properties. */
public final class Snapshot {
  private static final List<String> FOLDERS = List.of("routes", "templates", "kamelets");

  private final Path source;
  private final Path copy;
  private final String hash;

  private Snapshot(Path source, Path copy, String hash) {
    this.source = source;
    this.copy = copy;
    this.hash = hash;
  }

  /** Copies the files of {@code source} to {@code copy}, which is emptied before. */
  public static Snapshot take(Path source, Path copy) {
    try {
      delete(copy);
      Files.createDirectories(copy);
      if (!Files.isDirectory(source.resolve("routes"))) {
        throw new StartupException("There is no folder %s.".formatted(source.resolve("routes")));
      }
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Path file : files(source)) {
        Path target = copy.resolve(source.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
        digest.update(source.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
        digest.update(Files.readAllBytes(target));
      }
      return new Snapshot(source, copy.toRealPath(), HexFormat.of().formatHex(digest.digest()).substring(0, 12));
    } catch (IOException | UncheckedIOException e) {
      throw new StartupException("The routes in %s cannot be copied to %s: %s".formatted(source, copy, e.getMessage()), e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Path> files(Path source) throws IOException {
    try (Stream<Path> top = Files.list(source)) {
      List<Path> roots = Stream.concat(
          top.filter(p -> p.getFileName().toString().matches("application(-[\\w-]+)?\\.properties")),
          FOLDERS.stream().map(source::resolve).filter(Files::isDirectory)).toList();
      return roots.stream().flatMap(Snapshot::walk).filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static Stream<Path> walk(Path root) {
    try (Stream<Path> all = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
      return all.toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the generation reads them. */
  public Path folder() {
    return copy;
  }

  /** The first 12 hexadecimal digits of the SHA-256 of all names and contents. */
  public String hash() {
    return hash;
  }

  /** Replaces the copy's path in a message by the one people edit. */
  public String inWordsOfTheSource(String message) {
    return message.replace(copy + "/", "").replace(copy.toString(), source.toString());
  }

  /** Removes the copy. */
  public void delete() {
    try {
      delete(copy);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes a folder and all in it, if it is there. */
  public static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
