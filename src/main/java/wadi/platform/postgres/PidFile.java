package wadi.platform.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import wadi.platform.StartupException;

/** PostgreSQL's own lock, postmaster.pid: the number of the server process stands in the first line. */
record PidFile(Path path) {
  /** The live process with that number; not necessarily a PostgreSQL. */
  Optional<ProcessHandle> process() {
    try {
      return Files.readAllLines(path).stream().findFirst().map(String::strip).filter(pid -> pid.matches("\\d{1,18}"))
          .map(Long::parseLong).flatMap(ProcessHandle::of);
    } catch (IOException | UncheckedIOException e) {
      return Optional.empty();
    }
  }

  /**
   * Removes a lock that names a live process, which by now is known not to be ours: PostgreSQL would refuse to start. A lock
   * that names nobody stays: PostgreSQL replaces it itself, after making sure that no child of the dead server still writes.
   */
  void removeIfMisleading() {
    if (process().isPresent()) {
      try {
        Files.deleteIfExists(path);
      } catch (IOException e) {
        throw new StartupException("Cannot remove the stale lock " + path + ": " + Durable.reason(e), e);
      }
    }
  }
}
