package wadi.platform.velocity;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import wadi.domain.fraud.Measure;
import wadi.domain.fraud.SlidingWindow;
import wadi.domain.fraud.Window;
import wadi.platform.ports.Sighting;

/** A part of the keys of one kind, each with its windows, in the order in which they were seen last; one lock. */
final class Stripe {
  /** More than one, so that a crowd that left is forgotten faster than the next one comes. */
  private static final int SWEPT = 2;
  /** Different values that a key may have on average: what one key needs others must leave. */
  static final int VALUES_PER_KEY = 16;

  private final int most;
  private final long mostValues;
  private final AtomicInteger early;
  private final Map<String, KeyWindows> keys = new HashMap<>();
  private final KeyWindows ends = new KeyWindows(""); // its later one is the key seen longest ago, its earlier one the latest
  private long values;

  /**
   * @param most keys
   * @param early where to count keys that were forgotten although a window still counted them
   */
  Stripe(int most, AtomicInteger early) {
    this.most = most;
    this.mostValues = Math.max((long) most * VALUES_PER_KEY, 20 * SlidingWindow.MOST_VALUES);
    this.early = early;
    ends.earlier = ends;
    ends.later = ends;
  }

  synchronized Measure count(long at, Sighting sighting, OptionalLong value) {
    KeyWindows key = keys.get(sighting.key());
    if (key == null) {
      key = new KeyWindows(sighting.key());
      keys.put(key.key, key);
    } else {
      unlink(key);
    }
    link(key, ends.earlier, ends);
    SlidingWindow window = window(key, sighting, at);
    int before = window.values();
    Measure measure = window.add(at, sighting.amount(), value);
    values += window.values() - before;
    forget(at);
    return measure;
  }

  /** What {@link #count} would say; nothing is changed, not even the order. */
  synchronized Measure peek(long at, Sighting sighting, OptionalLong value) {
    KeyWindows key = keys.get(sighting.key());
    SlidingWindow window = key == null ? null : key.find(sighting.window());
    return (window == null ? new SlidingWindow(sighting.window()) : window.copy()).add(at, sighting.amount(), value);
  }

  /** Counts what happened before; a key that is not here yet counts as seen longer ago than all, and has no place when it is full. */
  synchronized void restore(long at, Sighting sighting, OptionalLong value) {
    KeyWindows key = keys.get(sighting.key());
    if (key == null) {
      if (keys.size() >= most || values >= mostValues) {
        return;
      }
      key = new KeyWindows(sighting.key());
      keys.put(key.key, key);
      link(key, ends, ends.later);
    }
    SlidingWindow window = window(key, sighting, at);
    int before = window.values();
    window.addEarlier(at, sighting.amount(), value);
    values += window.values() - before;
  }

  /** Nothing was counted in this window; its keys stay in their order. */
  synchronized void empty(Window window) {
    for (KeyWindows key : keys.values()) {
      int before = key.values();
      key.empty(window);
      values += key.values() - before;
    }
  }

  synchronized int size() {
    return keys.size();
  }

  synchronized long values() {
    return values;
  }

  private SlidingWindow window(KeyWindows key, Sighting sighting, long at) {
    SlidingWindow window = key.find(sighting.window());
    if (window != null) {
      return window;
    }
    int before = key.values();
    SlidingWindow begun = key.begin(sighting.window(), at);
    values += key.values() - before;
    return begun;
  }

  /** The key that was just counted is the last one and is not expired: it alone is never too much. */
  private void forget(long at) {
    for (int i = 0; i < SWEPT; i++) {
      KeyWindows oldest = ends.later;
      boolean expired = oldest.isExpired(at);
      if (!expired && keys.size() <= most && values <= mostValues) {
        return;
      }
      unlink(oldest);
      keys.remove(oldest.key);
      values -= oldest.values();
      if (!expired) {
        early.incrementAndGet();
      }
    }
  }

  private static void link(KeyWindows key, KeyWindows earlier, KeyWindows later) {
    key.earlier = earlier;
    key.later = later;
    earlier.later = key;
    later.earlier = key;
  }

  private static void unlink(KeyWindows key) {
    key.earlier.later = key.later;
    key.later.earlier = key.earlier;
  }
}
