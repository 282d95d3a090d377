package wadi.platform.keys;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** A key as clients send it. */
public final class KeyText {
  /** So that people, and programs that look for secrets in the wrong places, know one when they see it. */
  private static final String PREFIX = "wadi_";
  private static final int BYTES = 32;
  /** Fewer could be guessed from their hash, or by trying. */
  private static final int SHORTEST = 16;
  private static final int LONGEST = 500;

  private KeyText() {}

  /** A new one of 256 random bits. */
  public static String create() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Whether a key that somebody else made can be one of ours: 16 to 500 visible ASCII characters. */
  public static boolean isUsable(String key) {
    return key.length() >= SHORTEST && key.length() <= LONGEST && key.chars().allMatch(c -> c > ' ' && c < 127);
  }

  /** SHA-256, in hexadecimal digits: all that is ever kept of a key. */
  public static String hash(String key) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
