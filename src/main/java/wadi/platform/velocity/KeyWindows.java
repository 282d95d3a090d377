package wadi.platform.velocity;

import java.util.Arrays;
import java.util.stream.Stream;
import wadi.domain.fraud.SlidingWindow;
import wadi.domain.fraud.Window;

/** One key with its windows, between the key seen just before it and the one seen just after. */
final class KeyWindows {
  private static final SlidingWindow[] NONE = {};

  final String key;
  KeyWindows earlier;
  KeyWindows later;
  private SlidingWindow[] windows = NONE;

  KeyWindows(String key) {
    this.key = key;
  }

  /** Null when it has none of this kind yet. */
  SlidingWindow find(Window wanted) {
    for (SlidingWindow window : windows) {
      if (window.window().equals(wanted)) {
        return window;
      }
    }
    return null;
  }

  /** Begins one that it does not have; windows that rules no longer name go when they have run out. */
  SlidingWindow begin(Window wanted, long at) {
    SlidingWindow added = new SlidingWindow(wanted);
    windows = Stream.concat(Arrays.stream(windows).filter(other -> !other.isExpired(at)), Stream.of(added)).toArray(SlidingWindow[]::new);
    return added;
  }

  void empty(Window unwanted) {
    if (find(unwanted) != null) {
      windows = Arrays.stream(windows).filter(other -> !other.window().equals(unwanted)).toArray(SlidingWindow[]::new);
    }
  }

  boolean isExpired(long at) {
    for (SlidingWindow window : windows) {
      if (!window.isExpired(at)) {
        return false;
      }
    }
    return true;
  }

  /** Different values in all its windows. */
  int values() {
    int values = 0;
    for (SlidingWindow window : windows) values += window.values();
    return values;
  }
}
