package wadi.platform.backup;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Hashes what passes, and counts its lines: a row is one line, since PostgreSQL writes a line end within a value as two letters. */
final class RowStream extends FilterOutputStream {
  private final MessageDigest digest = sha256();
  private final Advance advance;

  RowStream(OutputStream out, Advance advance) {
    super(out);
    this.advance = advance;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    out.write(bytes, from, length);
    digest.update(bytes, from, length);
    int lines = 0;
    for (int i = from; i < from + length; i++) {
      lines += bytes[i] == '\n' ? 1 : 0;
    }
    advance.add(lines);
  }

  /** Not the file behind it, which holds more. */
  @Override
  public void close() throws IOException {
    flush();
  }

  /** Of all that has passed; once. */
  String hash() {
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
