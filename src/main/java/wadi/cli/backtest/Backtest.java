package wadi.cli.backtest;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import wadi.domain.fraud.Verdict;
import wadi.domain.fraud.backtest.Comparison;
import wadi.platform.CardKey;

/** Lets two rule books judge each line of a file, in the order of the file, at the time of the line. */
public final class Backtest {
  private static final int MOST_FAULTS = 5;

  private final Judge old;
  private final Judge now;
  private final int mostExamples;
  private final Comparison comparison = new Comparison();
  private final List<String> faults = new ArrayList<>();
  private final List<Example> examples = new ArrayList<>();
  private volatile long rows;
  private volatile long bytes;
  private long unreadable;
  private long backwards;
  private Instant first = Instant.MAX;
  private Instant last = Instant.MIN;
  private long nanos;

  /**
   * One that was decided differently.
   *
   * @param row without card numbers
   */
  public record Example(Row row, Verdict old, Verdict now) {}

  /** @param mostExamples how many of those that changed to keep */
  public Backtest(Judge old, Judge now, int mostExamples) {
    this.old = old;
    this.now = now;
    this.mostExamples = mostExamples;
  }

  /**
   * Judges every line; blank ones do not count.
   *
   * @param today the day of rows that do not say when they were made
   */
  public void run(InputStream in, CardKey key, LocalDate today) throws IOException {
    long begun = System.nanoTime();
    Lines lines = new Lines(in);
    RowParser parser = new RowParser(key, today);
    long number = 0;
    for (byte[] line = lines.next(); line != null; line = lines.next()) {
      number++;
      if (isBlank(line)) continue;
      try {
        if (lines.isTooLong()) throw new UnreadableRow("is longer than " + Lines.LONGEST + " bytes");
        judge(parser.parse(number, line));
      } catch (UnreadableRow fault) {
        unreadable++;
        if (faults.size() < MOST_FAULTS) faults.add("line " + number + ": " + fault.getMessage());
      }
      rows++;
      bytes = lines.bytes();
    }
    nanos = System.nanoTime() - begun;
  }

  private void judge(Row row) {
    if (row.at().isBefore(last)) backwards++;
    if (row.at().isBefore(first)) first = row.at();
    if (row.at().isAfter(last)) last = row.at();
    Verdict nowSaid = now.judge(row);
    Verdict oldSaid = old == now ? nowSaid : old.judge(row);
    comparison.add(row.label(), row.pattern(), oldSaid, nowSaid);
    if (oldSaid.decision() != nowSaid.decision() && examples.size() < mostExamples) examples.add(new Example(row, oldSaid, nowSaid));
  }

  private static boolean isBlank(byte[] line) {
    for (byte b : line) if (b != ' ' && b != '\t' && b != '\r') return false;
    return true;
  }

  public Comparison comparison() {
    return comparison;
  }

  /** How many lines were read so far; another thread may ask. */
  public long rows() {
    return rows;
  }

  /** How much of the file was read so far; another thread may ask. */
  public long bytes() {
    return bytes;
  }

  public long unreadable() {
    return unreadable;
  }

  /** The first lines that could not be read, each with its number and why. */
  public List<String> faults() {
    return List.copyOf(faults);
  }

  /** How many were earlier than one that stood before them. */
  public long backwards() {
    return backwards;
  }

  public List<Example> examples() {
    return List.copyOf(examples);
  }

  /** Time of the first and of the last transaction; nothing when there was none. */
  public List<Instant> span() {
    return first.isAfter(last) ? List.of() : List.of(first, last);
  }

  public double seconds() {
    return nanos / 1e9;
  }

  public Judge old() {
    return old;
  }

  public Judge now() {
    return now;
  }
}
