package wadi.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Tells a person at a terminal what takes so long. Programs, and people who do not wait, see nothing of it. */
final class StillWorking implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
    Thread quiet = new Thread(work, "still-working");
    quiet.setDaemon(true);
    return quiet;
  });

  private StillWorking() {}

  static StillWorking begin(String words) {
    return begin(words, System.err, System.console() != null, PATIENCE);
  }

  static StillWorking begin(String words, PrintStream err, boolean terminal, Duration patience) {
    StillWorking waiting = new StillWorking();
    if (terminal) {
      waiting.thread.schedule(() -> err.println(words), patience.toMillis(), TimeUnit.MILLISECONDS);
    }
    return waiting;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
