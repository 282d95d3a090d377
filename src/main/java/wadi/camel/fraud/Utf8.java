package wadi.camel.fraud;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import wadi.camel.files.Findings;

/** Text from bytes, or a finding. */
final class Utf8 {
  private Utf8() {}

  /**
   * The text without a byte order mark, which spreadsheets write.
   *
   * @throws InvalidFiles when it is no UTF-8
   */
  static String text(byte[] content, Findings findings) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException broken) {
      findings.add(0, "is not UTF-8", "save it as UTF-8");
      findings.refuse();
      throw new IllegalStateException(broken);
    }
  }
}
