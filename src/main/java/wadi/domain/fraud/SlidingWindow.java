package wadi.domain.fraud;

import java.util.Arrays;
import java.util.OptionalLong;

/**
 * Count, sum and different values of one key over a sliding window. An event counts while it is younger than the window is long.
 *
 * <p>The latest 64 events are kept as they are; what is older goes into {@link Buckets}. So up to 64 events count and sum are exact,
 * and beyond that events that are up to 1/60 of the window too old may still count; none is ever missed. Different values are exact
 * up to 1,000, and 1,000 when there are more. The order in which events arrive makes no difference.
 *
 * <p>Time is that of the latest event and goes back only in one case: an event that is a whole window older than the latest
 * shows that the clock was set back, and the window begins anew with it. For any smaller step back, what was counted before the
 * step counts longer, by the step; new events are counted at once.
 *
 * <p>It knows no clock, and it is for one thread at a time. It takes about 80 bytes with one event, 1.9 KB with many, and 16
 * KB more with 1,000 different values.
 */
public final class SlidingWindow {
  /** Up to so many events are kept as they are. */
  public static final int EXACT = 64;
  /** So many different values are told apart. */
  public static final int MOST_VALUES = LastSeen.MOST;

  private final Window window;
  private long[] events = new long[2]; // time and amount by turns, the earliest first
  private int size;
  private Buckets older; // null while every event is among those kept exactly
  private LastSeen values; // null while there were none

  public SlidingWindow(Window window) {
    this.window = window;
  }

  private SlidingWindow(SlidingWindow other) {
    window = other.window;
    events = other.events.clone();
    size = other.size;
    older = other.older == null ? null : other.older.copy();
    values = other.values == null ? null : other.values.copy();
  }

  public Window window() {
    return window;
  }

  /** The same, which goes its own way from here. */
  public SlidingWindow copy() {
    return new SlidingWindow(this);
  }

  /** Counts one event without a value. */
  public Measure add(long at, double amount) {
    return add(at, amount, OptionalLong.empty());
  }

  /**
   * Counts one event and says what the window then holds, this one included.
   *
   * @param at milliseconds since 1970
   * @param amount below 0 or not a number it adds nothing, so that a refund hides no payment
   * @param value 64 bits that are the same for the same value, and with all but no exception for no other
   */
  public Measure add(long at, double amount, OptionalLong value) {
    if (size > 0 && latest() - at >= length()) forgetAll();
    expire(at);
    insert(at, amount > 0 ? amount : 0);
    if (value.isPresent()) {
      if (values == null) values = new LastSeen();
      values.add(value.getAsLong(), at);
    }
    return measure();
  }

  /** Counts one that happened before this window began to count, unless it is too old by now: the clock has not gone back. */
  public void addEarlier(long at, double amount, OptionalLong value) {
    if (size == 0 || latest() - at < length()) add(at, amount, value);
  }

  /** How many different values it keeps, which is what its size depends on. */
  public int values() {
    return values == null ? 0 : values.count();
  }

  /** Whether nothing in it counts any more at this time. */
  public boolean isExpired(long now) {
    return size == 0 || now - latest() >= length();
  }

  private long length() {
    return window.length().toMillis();
  }

  private long latest() {
    return size == 0 ? Long.MIN_VALUE : time(size - 1);
  }

  private long time(int event) {
    return events[2 * event];
  }

  private double amount(int event) {
    return Double.longBitsToDouble(events[2 * event + 1]);
  }

  private void forgetAll() {
    size = 0;
    older = null;
    values = null;
  }

  private void expire(long now) {
    if (values != null) values.expire(now, length());
    int gone = 0;
    while (gone < size && now - time(gone) >= length()) gone++;
    if (gone == 0) return;
    older = null; // all of them are older still
    drop(gone);
  }

  private void drop(int first) {
    size -= first;
    System.arraycopy(events, 2 * first, events, 0, 2 * size);
  }

  private void insert(long at, double amount) {
    if (size == EXACT && at <= time(0)) {
      older(at, amount);
      return;
    }
    if (size == EXACT) {
      older(time(0), amount(0));
      drop(1);
    }
    if (2 * size == events.length) events = Arrays.copyOf(events, 2 * events.length);
    int place = size;
    while (place > 0 && time(place - 1) > at) place--;
    System.arraycopy(events, 2 * place, events, 2 * place + 2, 2 * (size - place));
    events[2 * place] = at;
    events[2 * place + 1] = Double.doubleToRawLongBits(amount);
    size++;
  }

  private void older(long at, double amount) {
    if (older == null) older = new Buckets(length());
    older.add(at, amount);
  }

  private Measure measure() {
    long count = size;
    double sum = 0;
    if (older != null) {
      older.advance(latest());
      count += older.count();
      sum += older.sum();
    }
    for (int i = 0; i < size; i++) sum += amount(i);
    return new Measure(count, Math.min(sum, Double.MAX_VALUE), values());
  }
}
