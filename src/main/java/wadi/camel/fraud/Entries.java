package wadi.camel.fraud;

import java.util.AbstractList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.RandomAccess;
import java.util.Set;
import java.util.TreeMap;

/**
 * A list that knows at once whether it has an entry, however long it is: CEL's {@code in} asks {@link #contains}. In a list of issuers an entry such
 * as 411100-411199 stands for all numbers of six digits from one to the other.
 */
final class Entries extends AbstractList<String> implements RandomAccess {
  static final int DIGITS = 6;
  private static final String RANGE = "\\d{6}-\\d{6}";

  private final List<String> list;
  private final Set<String> set;
  private final NavigableMap<String, String> ranges = new TreeMap<>();

  /** One without ranges. */
  Entries(Collection<String> entries) {
    this(entries, false);
  }

  /** @param ranges whether entries may stand for ranges of numbers */
  Entries(Collection<String> entries, boolean ranges) {
    list = List.copyOf(entries);
    set = Set.copyOf(entries);
    if (ranges) addRanges(entries);
  }

  private void addRanges(Collection<String> entries) {
    entries.stream().filter(Entries::isRange).forEach(range -> ranges.merge(first(range), last(range), (one, other) -> one.compareTo(other) > 0 ? one : other));
    widen();
  }

  static boolean isRange(String entry) {
    return entry.matches(RANGE);
  }

  static String first(String range) {
    return range.substring(0, DIGITS);
  }

  static String last(String range) {
    return range.substring(DIGITS + 1);
  }

  /** A range that begins within an earlier one and ends sooner must not hide it. */
  private void widen() {
    String reached = "";
    for (Map.Entry<String, String> range : ranges.entrySet()) {
      if (range.getValue().compareTo(reached) < 0) range.setValue(reached);
      reached = range.getValue();
    }
  }

  @Override
  public String get(int index) {
    return list.get(index);
  }

  @Override
  public int size() {
    return list.size();
  }

  @Override
  public boolean contains(Object entry) {
    return entry instanceof String text && (set.contains(text) || isInRange(text));
  }

  private boolean isInRange(String text) {
    if (ranges.isEmpty() || text.length() != DIGITS) return false;
    Map.Entry<String, String> range = ranges.floorEntry(text);
    return range != null && text.compareTo(range.getValue()) <= 0;
  }
}
