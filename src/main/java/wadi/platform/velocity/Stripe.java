package wadi.platform.velocity;

import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import wadi.domain.fraud.Measure;
import wadi.domain.fraud.SlidingWindow;
import wadi.domain.fraud.Window;
import wadi.platform.ports.Sighting;

/** A part of the keys of one kind, each with its windows; one lock. The key seen last stands last. */
final class Stripe {
  /** More than one, so that a crowd that left is forgotten faster than the next one comes. */
  private static final int SWEPT = 2;

  private final int most;
  private final AtomicInteger early;
  private final Map<String, SlidingWindow[]> keys = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param most keys
   * @param early where to count keys that were forgotten although a window still counted them
   */
  Stripe(int most, AtomicInteger early) {
    this.most = most;
    this.early = early;
  }

  synchronized Measure count(long at, Sighting sighting) {
    SlidingWindow[] windows = keys.get(sighting.key());
    SlidingWindow window = windows == null ? null : find(windows, sighting.window());
    if (window == null) {
      window = new SlidingWindow(sighting.window());
      keys.put(sighting.key(), with(window, windows, at));
    }
    Measure measure = window.add(at, sighting.amount());
    forget(at);
    return measure;
  }

  synchronized int size() {
    return keys.size();
  }

  private static SlidingWindow find(SlidingWindow[] windows, Window wanted) {
    for (SlidingWindow window : windows) {
      if (window.window().equals(wanted)) {
        return window;
      }
    }
    return null;
  }

  /** Windows that rules no longer name go when they have run out. */
  private static SlidingWindow[] with(SlidingWindow added, SlidingWindow[] others, long at) {
    if (others == null) {
      return new SlidingWindow[] {added};
    }
    return Stream.concat(Arrays.stream(others).filter(other -> !other.isExpired(at)), Stream.of(added)).toArray(SlidingWindow[]::new);
  }

  /** The key that was just counted stands last and is never expired, so that there is always a next one here. */
  private void forget(long at) {
    Iterator<SlidingWindow[]> oldest = keys.values().iterator();
    for (int i = 0; i < SWEPT; i++) {
      boolean expired = isExpired(oldest.next(), at);
      if (!expired && keys.size() <= most) {
        return;
      }
      oldest.remove();
      if (!expired) {
        early.incrementAndGet();
      }
    }
  }

  private static boolean isExpired(SlidingWindow[] windows, long at) {
    for (SlidingWindow window : windows) {
      if (!window.isExpired(at)) {
        return false;
      }
    }
    return true;
  }
}
