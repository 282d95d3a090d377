package wadi.domain.intake;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Numbers that stood in card fields: wherever their digits follow each other in the same message they are hidden. */
final class KnownCards {
  static final int SHORTEST = 12;
  static final int LONGEST = 19;
  private static final long WINDOW = 1_000_000_000_000L;

  private final Set<String> numbers = new HashSet<>();
  /** Lengths of the known numbers by their first twelve digits, so that a long text is read once whatever is known. */
  private final Map<Long, BitSet> lengths = new HashMap<>();

  void add(String digits) {
    if (!numbers.add(digits)) return;
    long first = Long.parseLong(digits.substring(0, SHORTEST));
    lengths.computeIfAbsent(first, none -> new BitSet()).set(digits.length());
  }

  boolean standsIn(DigitText text) {
    List<Span> spans = new ArrayList<>();
    find(text, spans);
    return !spans.isEmpty();
  }

  void find(DigitText text, List<Span> spans) {
    if (numbers.isEmpty()) return;
    long window = 0;
    for (int i = 0; i < text.length(); i++) {
      window = (window * 10 + text.digits.charAt(i) - '0') % WINDOW;
      int from = i + 1 - SHORTEST;
      BitSet candidates = from < 0 ? null : lengths.get(window);
      if (candidates != null) findAt(from, text, candidates, spans);
    }
  }

  private void findAt(int from, DigitText text, BitSet candidates, List<Span> spans) {
    for (int length = candidates.nextSetBit(0); length >= 0; length = candidates.nextSetBit(length + 1)) {
      int to = from + length;
      if (to <= text.length() && numbers.contains(text.digits.substring(from, to))) spans.add(new Span(from, to));
    }
  }
}
