package wadi.domain.notifications;

/**
 * What a notification says on one channel; empty where it says nothing.
 *
 * @param subject one line: of a mail, or the title of a push message
 * @param html the same text for mail programs that show HTML
 */
public record Words(String subject, String text, String html) {
  public static final Words NONE = new Words("", "", "");

  /** Characters as people count them, at least nearly: an emoji of one code point is one. */
  public int length() {
    return text.codePointCount(0, text.length());
  }
}
