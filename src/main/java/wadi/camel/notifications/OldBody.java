package wadi.camel.notifications;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/** The body of a request as the original took it: JSON in UTF-8 under its own content type; nothing is as an empty object. */
final class OldBody {
  private static final String JSON = "application/json";

  private OldBody() {}

  /** @throws RefusedMessage in the original's words */
  static Object read(byte[] body, String contentType, ObjectMapper json, int deepest) {
    if (body.length == 0) {
      return Map.of();
    }
    if (!contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(JSON)) {
      throw RefusedMessage.detail(415, "Unsupported media type \"" + contentType + "\" in request.");
    }
    String text = decode(body);
    try {
      return json.readValue(text, Object.class);
    } catch (JsonProcessingException e) {
      throw unparsable(PythonJson.fault(text, deepest).orElse("nested too deeply, too many parts, or a part that is too long"));
    }
  }

  private static RefusedMessage unparsable(String what) {
    return RefusedMessage.detail(400, "JSON parse error - " + what);
  }

  private static String decode(byte[] body) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(body);
    CharBuffer out = CharBuffer.allocate(body.length + 1);
    CoderResult result = decoder.decode(in, out, true);
    if (result.isError()) {
      int first = body[in.position()] & 0xff;
      String why = first < 0xc2 || first > 0xf4 ? "invalid start byte" : in.position() + result.length() >= body.length ? "unexpected end of data"
          : "invalid continuation byte";
      throw unparsable("'utf-8' codec can't decode byte 0x%02x in position %d: %s".formatted(first, in.position(), why));
    }
    return out.flip().toString();
  }
}
