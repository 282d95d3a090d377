package wadi.cli.send;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Shows how far a run is: a bar on a terminal, a line now and then elsewhere. */
public final class Progress implements AutoCloseable {
  private static final int WIDTH = 40;
  private static final long BAR_EVERY_MS = 200;
  private static final long LINE_EVERY_MS = 5_000;

  private final Tally tally;
  private final long meant;
  private final PrintStream out;
  private final boolean terminal;
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
    Thread quiet = new Thread(work, "progress");
    quiet.setDaemon(true);
    return quiet;
  });

  private Progress(Tally tally, long meant, PrintStream out, boolean terminal) {
    this.tally = tally;
    this.meant = meant;
    this.out = out;
    this.terminal = terminal;
  }

  public static Progress begin(Tally tally, long meant, PrintStream out, boolean terminal) {
    Progress progress = new Progress(tally, meant, out, terminal);
    long every = terminal ? BAR_EVERY_MS : LINE_EVERY_MS;
    progress.thread.scheduleAtFixedRate(progress::show, every, every, TimeUnit.MILLISECONDS);
    return progress;
  }

  private void show() {
    if (terminal) {
      out.print("\r" + bar());
      out.flush();
    } else {
      out.println(line());
    }
  }

  String bar() {
    int full = (int) (WIDTH * tally.known() / Math.max(1, meant));
    return "[" + "#".repeat(full) + " ".repeat(WIDTH - full) + "] " + line();
  }

  private String line() {
    return String.format(Locale.ROOT, "%d of %d, %.0f/s", tally.known(), meant, tally.known() / Math.max(tally.seconds(), 0.001));
  }

  @Override
  public void close() {
    thread.shutdownNow();
    if (terminal) {
      out.print("\r" + " ".repeat(WIDTH + 40) + "\r");
      out.flush();
    }
  }
}
