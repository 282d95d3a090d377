package wadi.cli.backtest;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The lines of a file, one at a time; of one that is too long only that it is. */
final class Lines {
  /** As long as a message that the intake takes may be by default, with room for an envelope. */
  static final int LONGEST = 1_100_000;
  private static final int BUFFER = 1 << 16;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER];
  private byte[] line = new byte[4_096];
  private int length;
  private int from;
  private int to;
  private long bytes;
  private boolean tooLong;

  Lines(InputStream in) {
    this.in = in;
  }

  /** The next line without its end, or null when there is none. */
  byte[] next() throws IOException {
    length = 0;
    tooLong = false;
    boolean any = false;
    while (from < to || fill()) {
      any = true;
      int end = from;
      while (end < to && buffer[end] != '\n') end++;
      take(end);
      boolean complete = end < to;
      from = end + (complete ? 1 : 0);
      if (complete) break;
    }
    return any ? Arrays.copyOf(line, length) : null;
  }

  /** Whether the line was longer than {@link #LONGEST}; then it is cut. */
  boolean isTooLong() {
    return tooLong;
  }

  /** How many bytes were read so far. */
  long bytes() {
    return bytes;
  }

  private void take(int end) {
    int more = end - from;
    if (length + more > LONGEST) {
      tooLong = true;
      return;
    }
    if (length + more > line.length) line = Arrays.copyOf(line, Math.max(line.length * 2, length + more));
    System.arraycopy(buffer, from, line, length, more);
    length += more;
  }

  private boolean fill() throws IOException {
    from = 0;
    to = Math.max(in.read(buffer), 0);
    bytes += to;
    return to > 0;
  }
}
