package wadi.camel.delivery;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/**
 * Words of people in a header field of a mail: one field whatever stands in them, in lines of at most 76 characters (RFC 5322, 2.1.1; RFC
 * 2047). What only looks encoded is encoded once more, so that readers see it as it was written.
 */
final class HeaderText {
  private static final Pattern BREAKS = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}]+");
  /** They turn the order of what is read around: a name that ends in gro.elpmaxe@live. */
  private static final Pattern TURNS = Pattern.compile("[\u202A-\u202E\u2066-\u2069]+");
  private static final Pattern PLAIN = Pattern.compile("[!-~]{1,60}(?: [!-~]{1,60})*");
  private static final Pattern WORDS = Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*");
  private static final int LINE = 76;
  private static final int SHORT = 60;
  /** Of UTF-8 in one encoded word: with a field's name before it, it still fits into a line. */
  private static final int BYTES = 39;

  private HeaderText() {}

  /** Without line breaks and other controls, and with U+FFFD for what is no character. */
  static String oneLine(String text) {
    String whole = new String(text.getBytes(StandardCharsets.UTF_16BE), StandardCharsets.UTF_16BE);
    return TURNS.matcher(BREAKS.matcher(whole).replaceAll(" ")).replaceAll("").strip();
  }

  /** The value of a field that is free text.
   *
   * @param name of the field, which takes its part of the first line
   */
  static String text(String name, String value) {
    String line = oneLine(value);
    return line.isEmpty() ? "" : isPlain(line) ? folded(name.length() + 2, line) : encoded(line);
  }

  /** A mailbox: address alone, or with the name of its owner before it. */
  static String mailbox(String name, String address) {
    String line = oneLine(name);
    if (line.isEmpty()) {
      return address;
    }
    if (!isPlain(line) || line.length() > SHORT) {
      return encoded(line) + "\r\n <" + address + ">";
    }
    String phrase = WORDS.matcher(line).matches() ? line : '"' + line.replaceAll("([\"\\\\])", "\\\\$1") + '"';
    return phrase + (address.length() > SHORT / 2 ? "\r\n <" : " <") + address + ">";
  }

  private static boolean isPlain(String line) {
    return PLAIN.matcher(line).matches() && !line.contains("=?");
  }

  private static String folded(int begun, String line) {
    StringBuilder folded = new StringBuilder();
    int column = begun;
    for (String word : line.split(" ")) {
      if (folded.length() > 0) {
        boolean fits = column + 1 + word.length() <= LINE;
        folded.append(fits ? " " : "\r\n ");
        column = fits ? column + 1 : 1;
      }
      folded.append(word);
      column += word.length();
    }
    return folded.toString();
  }

  /** No character is divided between two words (RFC 2047, 5). */
  private static String encoded(String line) {
    StringJoiner words = new StringJoiner("\r\n ");
    StringBuilder word = new StringBuilder();
    int bytes = 0;
    for (int at = 0; at < line.length(); ) {
      String character = Character.toString(line.codePointAt(at));
      int size = character.getBytes(StandardCharsets.UTF_8).length;
      if (bytes + size > BYTES) {
        words.add(word(word));
        word.setLength(0);
        bytes = 0;
      }
      word.append(character);
      bytes += size;
      at += character.length();
    }
    return words.add(word(word)).toString();
  }

  private static String word(CharSequence text) {
    return "=?UTF-8?B?" + Base64.getEncoder().encodeToString(text.toString().getBytes(StandardCharsets.UTF_8)) + "?=";
  }
}
