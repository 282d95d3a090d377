package wadi.cli.backtest;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/** Shows a person at a terminal how far rows are; programs see nothing of it. */
public final class Bar implements AutoCloseable {
  private static final int WIDTH = 40;
  private static final long EVERY_MS = 200;
  private static final int LINE = 100;

  private final long begun = System.nanoTime();
  private final LongSupplier rows;
  private final DoubleSupplier done;
  private final PrintStream out;
  private final boolean terminal;
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
    Thread quiet = new Thread(work, "bar");
    quiet.setDaemon(true);
    return quiet;
  });

  private Bar(LongSupplier rows, DoubleSupplier done, PrintStream out, boolean terminal) {
    this.rows = rows;
    this.done = done;
    this.out = out;
    this.terminal = terminal;
  }

  /**
   * Begins to show it.
   *
   * @param done the share of the work, 0 to 1; negative when nobody knows how much there is
   * @param terminal whether there is anybody
   */
  public static Bar begin(LongSupplier rows, DoubleSupplier done, PrintStream out, boolean terminal) {
    Bar bar = new Bar(rows, done, out, terminal);
    if (terminal) bar.thread.scheduleAtFixedRate(bar::show, EVERY_MS, EVERY_MS, TimeUnit.MILLISECONDS);
    return bar;
  }

  private void show() {
    out.print("\r" + text((System.nanoTime() - begun) / 1e9));
    out.flush();
  }

  String text(double seconds) {
    double share = Math.min(1, done.getAsDouble());
    String count = String.format(Locale.ROOT, "%,d rows, %,.0f/s", rows.getAsLong(), rows.getAsLong() / Math.max(seconds, 0.001));
    if (share < 0) return count;
    int full = (int) (WIDTH * share);
    return "[" + "#".repeat(full) + " ".repeat(WIDTH - full) + "] " + String.format(Locale.ROOT, "%.0f %%, ", share * 100) + count;
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
