package wadi.runtime.files;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedMap;

/** SHA-256, as 12 hexadecimal digits: enough to tell the files of one place apart, short enough to be read aloud. */
public final class Digest {
  private static final int DIGITS = 12;

  private Digest() {}

  /** Of one content. */
  public static String of(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Of names and what is said of each; where one ends is part of it, so that nothing can move from one to the other. */
  public static String of(SortedMap<String, String> named) {
    StringBuilder all = new StringBuilder();
    named.forEach((name, value) -> all.append(name).append('\0').append(value).append('\0'));
    return of(all.toString().getBytes(StandardCharsets.UTF_8));
  }
}
