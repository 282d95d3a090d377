package wadi.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/** Shows how far long work is: a bar that leaves no trace on a terminal, a line now and then elsewhere. */
final class Progress implements AutoCloseable {
  private static final int WIDTH = 40;
  private static final int LINE = 100;
  private static final long BAR_EVERY_MS = 200;
  private static final long LINE_EVERY_MS = 5_000;

  private final long begun = System.nanoTime();
  private final LongSupplier done;
  private final DoubleSupplier share;
  private final PrintStream out;
  private final boolean terminal;
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
    Thread quiet = new Thread(work, "progress");
    quiet.setDaemon(true);
    return quiet;
  });

  private Progress(LongSupplier done, DoubleSupplier share, PrintStream out, boolean terminal) {
    this.done = done;
    this.share = share;
    this.out = out;
    this.terminal = terminal;
  }

  /**
   * Begins to show it.
   *
   * @param done how many messages or rows are done
   * @param share of the work, 0 to 1; negative when nobody knows how much there is
   * @param terminal whether a person looks on
   */
  static Progress begin(LongSupplier done, DoubleSupplier share, PrintStream out, boolean terminal) {
    Progress progress = new Progress(done, share, out, terminal);
    long every = terminal ? BAR_EVERY_MS : LINE_EVERY_MS;
    progress.thread.scheduleAtFixedRate(progress::show, every, every, TimeUnit.MILLISECONDS);
    return progress;
  }

  private void show() {
    double seconds = (System.nanoTime() - begun) / 1e9;
    if (terminal) {
      out.print("\r" + bar(seconds));
      out.flush();
    } else {
      out.println(words(seconds));
    }
  }

  String bar(double seconds) {
    double known = Math.min(1, share.getAsDouble());
    if (known < 0) {
      return words(seconds);
    }
    int full = (int) (WIDTH * known);
    return "[" + "#".repeat(full) + " ".repeat(WIDTH - full) + "] " + words(seconds);
  }

  private String words(double seconds) {
    double known = Math.min(1, share.getAsDouble());
    String percent = known < 0 ? "" : String.format(Locale.ROOT, "%.0f %%, ", known * 100);
    return percent + String.format(Locale.ROOT, "%,d done, %,.0f/s", done.getAsLong(), done.getAsLong() / Math.max(seconds, 0.001));
  }

  @Override
  public void close() {
    thread.shutdownNow();
    if (terminal) {
      out.print("\r" + " ".repeat(LINE) + "\r");
      out.flush();
    }
  }
}
