package wadi.domain.intake;

import java.util.List;

/** The digits of a text, in order, with where each stands and how it hangs together with the one before. */
final class DigitText {
  private static final int MOST_SEPARATORS = 3;
  private static final byte CONTIGUOUS = 0;
  private static final byte SEPARATED = 1;
  private static final byte APART = 2;

  final String text;
  final StringBuilder digits;
  private final int[] start;
  private final int[] end;
  private final byte[] link;

  /** @param count how many digits the text has */
  DigitText(String text, int count) {
    this.text = text;
    digits = new StringBuilder(count);
    start = new int[count];
    end = new int[count];
    link = new byte[count];
    read();
  }

  private void read() {
    int separators = MOST_SEPARATORS + 1;
    int uuidEnd = 0;
    for (int i = 0, size; i < text.length(); i += size) {
      int c = text.codePointAt(i);
      size = Character.charCount(c);
      if (i >= uuidEnd && Uuid.at(text, i)) uuidEnd = i + Uuid.LENGTH;
      int value = Character.digit(c, 10);
      if (value < 0) {
        separators = Separators.include(c) ? separators + 1 : MOST_SEPARATORS + 1;
      } else {
        int n = digits.length();
        start[n] = i;
        end[n] = i + size;
        link[n] = i < uuidEnd || n > 0 && start[n - 1] < uuidEnd ? APART : link(separators);
        digits.append((char) ('0' + value));
        separators = 0;
      }
    }
  }

  private static byte link(int separators) {
    if (separators == 0) return CONTIGUOUS;
    return separators <= MOST_SEPARATORS ? SEPARATED : APART;
  }

  int length() {
    return digits.length();
  }

  /** End of the run that starts at this digit: digits that only separators part. */
  int runEnd(int from) {
    int to = from + 1;
    while (to < length() && link[to] != APART) to++;
    return to;
  }

  /** End of the group that starts at this digit: digits that nothing parts. */
  int groupEnd(int from) {
    int to = from + 1;
    while (to < length() && link[to] == CONTIGUOUS) to++;
    return to;
  }

  /** Whether a letter of an identifier (a to z) stands right before or after these digits. */
  boolean touchesLetter(int from, int to) {
    int before = start[from] - 1;
    int after = end[to - 1];
    return before >= 0 && letter(text.charAt(before)) || after < text.length() && letter(text.charAt(after));
  }

  private static boolean letter(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
  }

  /** The text with these spans of digits masked; they are in order and do not overlap. */
  String hiding(List<Span> spans) {
    StringBuilder out = new StringBuilder(text.length());
    int at = 0;
    for (Span span : spans) {
      out.append(text, at, start[span.from()]).append(masked(span.from(), span.to()));
      at = end[span.to() - 1];
    }
    return out.append(text, at, text.length()).toString();
  }

  private String masked(int from, int to) {
    return masked(digits.substring(from, to));
  }

  static String masked(String digits) {
    int last = digits.length() - 4;
    return digits.substring(0, 6) + "*".repeat(last - 6) + digits.substring(last);
  }
}
