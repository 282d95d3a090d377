package wadi.runtime;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import wadi.platform.StartupException;
import wadi.runtime.files.SourceFiles;

/**
 * Copies files that others may be writing: looks at all of them before and after, and copies again while the two differ.
 * Then every file is as it was at one moment between the looks.
 */
final class SteadyCopy {
  private static final int TRIES = 9;
  /** Doubled after each try: five seconds in all. */
  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  /** Times of files have steps of some milliseconds: of two edits within one step only the first can be seen. */
  private static final Duration STEP = Duration.ofMillis(20);

  private final Path source;
  private final Path copy;

  SteadyCopy(Path source, Path copy) {
    this.source = source;
    this.copy = copy;
  }

  Snapshot take() {
    for (int i = 0; i < TRIES; i++) {
      sleep(i == 0 ? Duration.ZERO : FIRST_PAUSE.multipliedBy(1L << (i - 1)));
      Optional<Snapshot> snapshot = once();
      if (snapshot.isPresent()) {
        return snapshot.get();
      }
    }
    throw new StartupException("The files in %s keep changing. Write them elsewhere and put them in place when they are complete."
        .formatted(source));
  }

  /** What is wrong with files that were changing meanwhile need not be wrong with those that come of it. */
  private Optional<Snapshot> once() {
    Snapshot snapshot = null;
    StartupException refusal = null;
    SourceFiles before = SourceFiles.of(source);
    if (!isSettled(before)) {
      return Optional.empty();
    }
    try {
      snapshot = copy(before);
    } catch (StartupException e) {
      refusal = e;
    }
    if (!SourceFiles.of(source).fingerprint().equals(before.fingerprint())) {
      return Optional.empty();
    }
    if (refusal != null) {
      throw refusal;
    }
    return Optional.of(snapshot);
  }

  private static boolean isSettled(SourceFiles files) {
    Duration age = Duration.between(files.newest(), Instant.now());
    return age.isNegative() || age.compareTo(STEP) > 0;
  }

  private Snapshot copy(SourceFiles files) {
    String current = copy.toString();
    try {
      Snapshot.empty(copy);
      if (!Files.isDirectory(source.resolve("routes"))) {
        throw new StartupException("There is no folder %s.".formatted(source.resolve("routes")));
      }
      files.problems().forEach((name, what) -> {
        throw new StartupException("%s %s.".formatted(source.resolve(name), what));
      });
      SortedMap<String, String> digests = new TreeMap<>();
      for (Map.Entry<String, Path> file : files.files().entrySet()) {
        current = file.getValue().toString();
        digests.put(file.getKey(), Snapshot.write(copy.resolve(file.getKey()), Files.readAllBytes(file.getValue())));
      }
      return new Snapshot(source, copy, digests, files.fingerprint());
    } catch (IOException e) {
      throw current.equals(e.getMessage()) && e instanceof AccessDeniedException
          ? new StartupException("%s cannot be read: the user that runs Wadi may not.".formatted(current), e)
          : new StartupException("The routes in %s cannot be copied to %s: %s".formatted(source, copy, e.getMessage()), e);
    }
  }

  private static void sleep(Duration pause) {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartupException("Wadi was stopped while it read its files.", e);
    }
  }
}
