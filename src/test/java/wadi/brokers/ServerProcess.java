package wadi.brokers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.springframework.util.FileSystemUtils;

/** A server as a child process with a folder of its own, which ends with this JVM at the latest. */
final class ServerProcess {
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private final String name;
  private final Path folder;
  private Process process;

  ServerProcess(String name) {
    this.name = name;
    try {
      folder = Files.createTempDirectory("wadi-" + name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(this::remove, "end " + name));
  }

  Path folder() {
    return folder;
  }

  boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** Starts it, and returns when it answers. */
  void start(ProcessBuilder command, Callable<Boolean> answers) {
    try {
      process = command.directory(folder.toFile()).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(output().toFile())).start();
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (!answers.call()) {
        if (!process.isAlive() || System.nanoTime() > end) {
          throw new AssertionError(name + " does not start:\n" + Files.readString(output()));
        }
        process.waitFor(50, TimeUnit.MILLISECONDS);
      }
    } catch (Exception e) {
      throw new AssertionError(name + " does not start", e);
    }
  }

  /** What the process printed. */
  Path output() {
    return folder.resolve("output.log");
  }

  /** SIGKILL: what it has not on disk by now is lost. */
  void kill() {
    if (process != null) {
      await(process.destroyForcibly());
    }
  }

  /** SIGTERM. */
  void stop() {
    if (process != null) {
      process.destroy();
      await(process);
    }
  }

  /** For example STOP, after which it hangs until CONT. */
  void signal(String name) {
    try {
      if (new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor() != 0) {
        throw new AssertionError(name + " does not reach " + this.name);
      }
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  void remove() {
    kill();
    try {
      FileSystemUtils.deleteRecursively(folder);
    } catch (IOException e) {
      System.err.println(folder + " stays: " + e.getMessage());
    }
  }

  private void await(Process ending) {
    try {
      if (!ending.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError(name + " does not end");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(name + " does not end", e);
    }
  }
}
