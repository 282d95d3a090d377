package wadi.runtime.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.EnumSet;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One look at the files, through symbolic links: a mounted ConfigMap of Kubernetes is made of them, and all of it changes
 * when one is turned to another hidden folder.
 */
final class Walk extends SimpleFileVisitor<Path> {
  private final Path source;
  private final boolean unix;
  private final SortedMap<String, Path> files = new TreeMap<>();
  private final SortedMap<String, String> problems = new TreeMap<>();
  private final SortedMap<String, String> marks = new TreeMap<>();
  private Instant newest = Instant.EPOCH;

  Walk(Path source) {
    this.source = source;
    this.unix = source.getFileSystem().supportedFileAttributeViews().contains("unix");
  }

  void below(Path root) {
    try {
      Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, this);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // each is kept as a problem below
    }
  }

  @Override
  public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
    if (SourceFiles.isLeftover(folder.getFileName().toString())) {
      return FileVisitResult.SKIP_SUBTREE;
    }
    marks.put(name(folder) + "/", String.valueOf(attributes.fileKey())); // not its time: that of a leftover would count
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    String name = name(file);
    if (SourceFiles.isLeftover(file.getFileName().toString())) {
      return FileVisitResult.CONTINUE;
    }
    if (attributes.isSymbolicLink()) {
      problem(name, "is a link that leads nowhere");
    } else if (!SourceFiles.isOne(name)) {
      problem(name, "has a name with characters that cannot be kept; use letters, digits, - and .");
    } else if (attributes.isRegularFile()) {
      try {
        FileTime changed = unix ? (FileTime) Files.getAttribute(file, "unix:ctime") : attributes.lastModifiedTime();
        marks.put(name, "%d %s %s %s".formatted(attributes.size(), attributes.lastModifiedTime().toInstant(), changed.toInstant(), attributes.fileKey()));
        newest = changed.toInstant().isAfter(newest) ? changed.toInstant() : newest;
        files.put(name, file);
      } catch (IOException e) {
        problem(file, e);
      }
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException failure) {
    if (!SourceFiles.isLeftover(file.getFileName().toString())) {
      problem(file, failure);
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult postVisitDirectory(Path folder, IOException failure) {
    if (failure != null) {
      problem(folder, failure);
    }
    return FileVisitResult.CONTINUE;
  }

  void problem(Path file, IOException failure) {
    problem(name(file), words(failure));
  }

  private void problem(String name, String what) {
    problems.put(name, what);
    marks.put(name, what);
  }

  private static String words(IOException failure) {
    if (failure instanceof FileSystemLoopException) {
      return "is a link that leads back to a folder around it";
    }
    if (failure instanceof AccessDeniedException) {
      return "cannot be read: the user that runs Wadi may not";
    }
    return failure instanceof NoSuchFileException ? "is not there any more" : "cannot be read: " + failure.getMessage();
  }

  private String name(Path file) {
    return source.relativize(file).toString().replace(source.getFileSystem().getSeparator(), "/");
  }

  SortedMap<String, Path> files() {
    return files;
  }

  SortedMap<String, String> problems() {
    return problems;
  }

  String fingerprint() {
    return Digest.of(marks);
  }

  Instant newest() {
    return newest;
  }
}
