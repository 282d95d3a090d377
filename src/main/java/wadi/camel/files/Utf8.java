package wadi.camel.files;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Text from bytes, or a finding. */
public final class Utf8 {
  private Utf8() {}

  /**
   * The text without a byte order mark, which spreadsheets write.
   *
   * @throws InvalidFiles when it is no UTF-8
   */
  public static String text(byte[] content, Findings findings) {
    ByteBuffer bytes = ByteBuffer.wrap(content);
    CharBuffer characters = CharBuffer.allocate(content.length);
    CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(bytes, characters, true);
    String text = characters.flip().toString();
    if (result.isError()) {
      findings.add(1 + (int) text.chars().filter(c -> c == '\n').count(), "is not UTF-8", "save it as UTF-8");
      findings.refuse();
    }
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }
}
