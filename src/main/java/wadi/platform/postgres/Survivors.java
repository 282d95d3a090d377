package wadi.platform.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import wadi.platform.StartupException;

/**
 * Processes that run from our private copy of PostgreSQL. When Wadi is killed PostgreSQL lives on, since it is in its own
 * session; whoever holds the data directory next has to stop it. The file postmaster.pid cannot tell: its number may be another
 * process's by now.
 */
final class Survivors {
  private static final Duration GRACE = Duration.ofSeconds(5);
  private final String prefix;

  /** @param directory ours, as a real path: that is how the kernel names executables. */
  Survivors(Path directory) {
    prefix = directory.resolve(Binaries.PREFIX).toString();
  }

  /**
   * All that run from any version's copy. The set is looked up anew each time: a dead process nobody waited for (pid 1 of
   * many containers does not) keeps its number and looks alive, but has no executable any more.
   */
  Set<ProcessHandle> find() {
    List<ProcessHandle> ours = ProcessHandle.allProcesses().filter(p -> executable(p).startsWith(prefix)).toList();
    return Stream.concat(ours.stream(), ours.stream().flatMap(ProcessHandle::descendants).filter(Survivors::runs))
        .collect(Collectors.toSet());
  }

  /** Alive, and not a dead process nobody waited for. */
  static boolean runs(ProcessHandle process) {
    return process.isAlive() && !executable(process).isEmpty();
  }

  /**
   * Asks for an orderly end without waiting for clients (SIGINT; SIGTERM would wait for them), and kills after 5 s.
   *
   * @return how many there were
   */
  int stop(PidFile pidFile, Programs programs) {
    Set<ProcessHandle> found = find();
    if (found.isEmpty()) {
      return 0;
    }
    pidFile.process().filter(found::contains)
        .ifPresent(p -> programs.run(GRACE, "pg_ctl", "kill", "INT", String.valueOf(p.pid())));
    if (!gone()) {
      find().forEach(ProcessHandle::destroyForcibly);
      if (!gone()) {
        throw new StartupException("PostgreSQL processes of an earlier run do not end: "
            + find().stream().map(p -> String.valueOf(p.pid())).collect(Collectors.joining(", ")));
      }
    }
    return found.size();
  }

  private boolean gone() {
    long deadline = System.nanoTime() + GRACE.toNanos();
    while (!find().isEmpty()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }

  /**
   * Empty if dead. Where the link to the executable may not be followed (root without CAP_SYS_PTRACE looking at another user's
   * process, as in many containers), the first word of the command line, which the postmaster keeps and its children do not.
   */
  private static String executable(ProcessHandle process) {
    return process.info().command().orElseGet(() -> {
      try {
        return Files.readString(Path.of("/proc", String.valueOf(process.pid()), "cmdline")).split("\0", 2)[0];
      } catch (IOException e) {
        return "";
      }
    });
  }
}
