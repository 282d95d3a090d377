package wadi.platform.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import wadi.platform.StartupException;

/** Runs the unpacked programs under the chosen account, in English, and deaf to PG* variables of whoever started Wadi. */
record Programs(Path binaries, Account account) {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  /** Does this account get as far as running a program from this directory? Never throws. */
  ProgramResult probe() {
    try {
      return run(Duration.ofSeconds(30), "postgres", "--version");
    } catch (StartupException e) {
      return new ProgramResult(-1, e.getMessage());
    }
  }

  /**
   * Runs one program to its end. The output must be small: it is read when the program has ended.
   *
   * @throws StartupException if it cannot be run or does not end in time; it is killed then, as when the thread is interrupted
   */
  ProgramResult run(Duration limit, String program, String... arguments) {
    List<String> command = new ArrayList<>(account.prefix());
    command.add(binaries.resolve("bin").resolve(program).toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(binaries.toFile()).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().put("LC_ALL", "C");
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new StartupException("Cannot run " + command.get(0) + ": " + e.getMessage(), e);
    }
    try {
      await(process, limit, program);
      return new ProgramResult(process.exitValue(), new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
    } catch (IOException e) {
      throw new StartupException("Cannot read what " + program + " says: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartupException("Interrupted while waiting for " + program, e);
    } finally {
      process.destroyForcibly();
    }
  }

  private static void await(Process process, Duration limit, String program) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      if (System.nanoTime() > deadline) {
        throw new StartupException(program + " did not end within " + limit.toSeconds() + " s");
      }
      LOG.info("Still waiting for PostgreSQL ({}); after a crash it may have much to recover", program);
    }
  }
}
