package wadi.cli.send;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** Counts what became of the messages of one run. */
public final class Tally {
  private final long begun = System.nanoTime();
  private final LongAdder sent = new LongAdder();
  private final Map<Outlet.Kind, Map<String, LongAdder>> results = Map.of(Outlet.Kind.CONFIRMED, new ConcurrentSkipListMap<>(),
      Outlet.Kind.REFUSED, new ConcurrentSkipListMap<>(), Outlet.Kind.FAILED, new ConcurrentSkipListMap<>());
  private volatile String lost = "";

  void sent() {
    sent.increment();
  }

  void add(Outlet.Result result) {
    results.get(result.kind()).computeIfAbsent(result.word(), word -> new LongAdder()).increment();
  }

  /** Why nothing more could be sent. */
  void lost(String why) {
    lost = why;
  }

  long count(Outlet.Kind kind) {
    return results.get(kind).values().stream().mapToLong(LongAdder::sum).sum();
  }

  /** Of how many it is known what became of them. */
  public long known() {
    return count(Outlet.Kind.CONFIRMED) + count(Outlet.Kind.REFUSED) + count(Outlet.Kind.FAILED);
  }

  double seconds() {
    return (System.nanoTime() - begun) / 1e9;
  }

  /** Whether every message that was meant to be sent is confirmed. */
  public boolean isGood(long meant) {
    return count(Outlet.Kind.CONFIRMED) == meant;
  }

  /**
   * For people, at the end.
   *
   * @param what for example transactions
   * @param meant how many should have been sent
   */
  public String summary(String what, String destination, long meant) {
    double seconds = Math.max(seconds(), 0.001);
    StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%d %s to %s in %.1f s, %.0f/s%n", sent.sum(), what, destination, seconds,
        sent.sum() / seconds));
    line(text, "confirmed", Outlet.Kind.CONFIRMED);
    line(text, "refused", Outlet.Kind.REFUSED);
    line(text, "failed", Outlet.Kind.FAILED);
    number(text, "unanswered", sent.sum() - known(), "they may have arrived");
    number(text, "not sent", meant - sent.sum(), lost);
    return text.toString().stripTrailing();
  }

  private void line(StringBuilder text, String name, Outlet.Kind kind) {
    if (kind == Outlet.Kind.CONFIRMED || count(kind) > 0) {
      String words = results.get(kind).entrySet().stream().filter(entry -> !entry.getKey().isEmpty())
          .map(entry -> entry.getKey() + ": " + entry.getValue().sum()).collect(Collectors.joining(", "));
      number(text, name, count(kind), words);
    }
  }

  private static void number(StringBuilder text, String name, long count, String words) {
    if (count > 0 || name.equals("confirmed")) {
      text.append(String.format(Locale.ROOT, "  %-10s %8d  %s", name, count, words).stripTrailing()).append('\n');
    }
  }
}
