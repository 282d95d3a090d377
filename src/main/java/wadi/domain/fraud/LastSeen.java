package wadi.domain.fraud;

import java.util.Arrays;

/**
 * When each of the different values of one key was seen last. It keeps the 1,000 seen last; of those seen at the same time, the
 * same ones in whatever order they came. So what it counts is exact up to 1,000, and 1,000 when there are more.
 */
final class LastSeen {
  static final int MOST = 1_000;

  private long[] seen = new long[2]; // value and time by turns, in no order
  private int size;

  LastSeen() {}

  private LastSeen(LastSeen other) {
    seen = other.seen.clone();
    size = other.size;
  }

  LastSeen copy() {
    return new LastSeen(this);
  }

  void add(long value, long at) {
    for (int i = 0; i < size; i++) {
      if (seen[2 * i] == value) {
        seen[2 * i + 1] = Math.max(seen[2 * i + 1], at);
        return;
      }
    }
    if (size < MOST) put(size++, value, at);
    else replaceEarliest(value, at);
  }

  /** Forgets what was seen last when the window had not yet begun. */
  void expire(long now, long length) {
    for (int i = size - 1; i >= 0; i--) {
      if (now - seen[2 * i + 1] >= length) {
        size--;
        put(i, seen[2 * size], seen[2 * size + 1]);
      }
    }
  }

  int count() {
    return size;
  }

  private void put(int place, long value, long at) {
    if (2 * place == seen.length) seen = Arrays.copyOf(seen, Math.min(2 * seen.length, 2 * MOST));
    seen[2 * place] = value;
    seen[2 * place + 1] = at;
  }

  private void replaceEarliest(long value, long at) {
    int earliest = 0;
    for (int i = 1; i < size; i++) {
      if (isBefore(seen[2 * i], seen[2 * i + 1], seen[2 * earliest], seen[2 * earliest + 1])) earliest = i;
    }
    if (isBefore(seen[2 * earliest], seen[2 * earliest + 1], value, at)) put(earliest, value, at);
  }

  private static boolean isBefore(long value, long at, long otherValue, long otherAt) {
    return at < otherAt || at == otherAt && value < otherValue;
  }
}
