package wadi.domain.delivery;

import java.text.BreakIterator;
import java.util.Locale;

/** The text of one SMS. */
public final class SmsText {
  /** With a blank before it, so that nobody takes the last word or number for half of one. */
  private static final String CUT = " ...";

  private SmsText() {}

  /**
   * As much of the text as one message holds: 160 septets of the GSM alphabet, or 70 units where another character is in
   * it. A longer text is cut after a word and ends with three dots; a number is never cut, also where blanks group its
   * digits. Quotation marks, dashes and blanks the GSM alphabet lacks become those it has.
   */
  public static String fit(String text) {
    String line = tidy(text);
    if (GsmAlphabet.fitsOneMessage(line)) {
      return line;
    }
    for (int end = line.length() - 1; end > 0; end--) {
      if (isBetweenWords(line, end)) {
        String start = withoutLooseEnd(line.substring(0, end)) + CUT;
        if (start.length() > CUT.length() && GsmAlphabet.fitsOneMessage(start)) {
          return start;
        }
      }
    }
    return startOfOneWord(line);
  }

  /** Whether a reader who sees only what is before {@code at} sees whole words and whole numbers. */
  private static boolean isBetweenWords(String line, int at) {
    return Character.isWhitespace(line.charAt(at))
        && !(Character.isDigit(line.charAt(at - 1)) && Character.isDigit(line.charAt(at + 1)));
  }

  private static String withoutLooseEnd(String start) {
    return start.replaceAll("[\\s,;:(-]+$", "");
  }

  /** A word that alone is longer than a message; what a reader sees as one character stays whole. */
  private static String startOfOneWord(String line) {
    BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
    characters.setText(line);
    int end = characters.last();
    while (end > 0 && !GsmAlphabet.fitsOneMessage(line.substring(0, end) + CUT)) {
      end = characters.previous();
    }
    return line.substring(0, Math.max(end, 0)) + CUT;
  }

  private static String tidy(String text) {
    return text.replaceAll("[‘’‚‛]", "'").replaceAll("[“”„‟«»]", "\"").replaceAll("[‐‑‒–—]", "-").replace("…", "...")
        .replaceAll("\\s*\\R\\s*", "\n").replaceAll("[\\p{Zs}\\t\\p{Cc}&&[^\\n]]+", " ").strip();
  }
}
