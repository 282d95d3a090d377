package wadi.platform.sites;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;

/**
 * An answer's body as far as it was read.
 *
 * @param text empty when nobody needs it
 * @param bytes as many as were read, unpacked
 * @param cut whether there was more
 */
record Body(String text, long bytes, boolean cut) {
  static final Body NONE = new Body("", 0, false);
  private static final int BLOCK = 8_192;

  /**
   * Reads it, and no more than a limit of it. The stream is left as it is: closing it would read on.
   *
   * @param keep whether somebody wants to look at it
   */
  static Body read(ClassicHttpResponse response, long limit, boolean keep) throws IOException {
    HttpEntity entity = response.getEntity();
    InputStream content = entity == null ? null : entity.getContent();
    if (content == null) {
      return NONE;
    }
    InputStream in = "gzip".equalsIgnoreCase(entity.getContentEncoding()) ? new GZIPInputStream(content) : content;
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    byte[] block = new byte[BLOCK];
    long bytes = 0;
    while (bytes < limit) {
      int read = in.read(block, 0, (int) Math.min(BLOCK, limit - bytes));
      if (read < 0) {
        return new Body(keep ? kept.toString(charset(entity)) : "", bytes, false);
      }
      bytes += read;
      if (keep) {
        kept.write(block, 0, read);
      }
    }
    boolean more = entity.getContentLength() != bytes && in.read() >= 0;
    return new Body(keep ? kept.toString(charset(entity)) : "", bytes, more);
  }

  /** What the answer says, when Java knows it, else UTF-8. */
  private static Charset charset(HttpEntity entity) {
    try {
      ContentType type = ContentType.parseLenient(entity.getContentType());
      return type == null ? StandardCharsets.UTF_8 : type.getCharset(StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return StandardCharsets.UTF_8;
    }
  }
}
