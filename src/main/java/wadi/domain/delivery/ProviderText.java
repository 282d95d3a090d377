package wadi.domain.delivery;

import java.util.regex.Pattern;
import wadi.domain.intake.CardNumbers;

/** What providers say, made fit for a log line and a table that many may read. */
public final class ProviderText {
  private static final int LONGEST = 300;
  private static final Pattern ADDRESS = Pattern.compile("<?[^\\s<>\"']+@[^\\s<>\"',;:]+>?");
  private static final Pattern NUMBER = Pattern.compile("\\+\\d[\\d ().-]{5,}\\d|\\b\\d{9,12}\\b");

  private ProviderText() {}

  /** What a provider said when it took a message, in one line, its own names for the message included; without mail addresses. */
  public static String answer(String text) {
    String line = ADDRESS.matcher(text.replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}\\s]+", " ").strip()).replaceAll("(address)");
    return line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line;
  }

  /** One line of at most 300 characters; mail addresses, telephone numbers and card numbers are taken out. */
  static String forPeople(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}\\s]+", " ").strip();
    line = line.length() > 4 * LONGEST ? line.substring(0, 4 * LONGEST) : line;
    line = NUMBER.matcher(ADDRESS.matcher(line).replaceAll("(address)")).replaceAll("(number)");
    line = CardNumbers.maskText(line);
    return line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line;
  }
}
