package wadi.domain.intake;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Digits number {@code from} (inclusive) to {@code to} (exclusive) of a text. */
record Span(int from, int to) {
  static int total(List<Span> spans) {
    int total = 0;
    for (Span span : spans) total += span.to - span.from;
    return total;
  }

  /** The same digits as spans in order that do not overlap. */
  static List<Span> merged(List<Span> spans) {
    if (spans.size() < 2) return spans;
    spans.sort(Comparator.comparingInt(Span::from));
    List<Span> out = new ArrayList<>();
    Span open = spans.get(0);
    for (Span next : spans.subList(1, spans.size())) {
      if (next.from < open.to) {
        open = new Span(open.from, Math.max(open.to, next.to));
      } else {
        out.add(open);
        open = next;
      }
    }
    out.add(open);
    return out;
  }
}
