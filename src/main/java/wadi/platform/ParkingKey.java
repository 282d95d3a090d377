package wadi.platform;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keeps the originals of parked messages unreadable in the database: AES-256-GCM (NIST SP 800-38D) with a random nonce of
 * 96 bits for each. Of several keys the first encrypts and each decrypts, so that a key can be replaced.
 */
public final class ParkingKey {
  private static final String PROPERTY = "parking.key";
  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final Map<String, SecretKey> keys = new LinkedHashMap<>();
  private final SecureRandom random = new SecureRandom();

  /** An encrypted text, the name of its key, and its nonce. */
  public record Sealed(String key, byte[] nonce, byte[] text) {}

  /** @param keys of 32 bytes each, at least one */
  public ParkingKey(List<byte[]> keys) {
    keys.forEach(key -> this.keys.putIfAbsent(nameOf(key), new SecretKeySpec(key, "AES")));
  }

  /**
   * The keys in PARKING_KEY, and last the one derived from the card key: every process on one database has the same
   * without further ado, and whoever holds the card key can guess the cards behind its fingerprints anyway.
   */
  static ParkingKey of(Settings settings, CardKey cards) {
    List<byte[]> keys = new ArrayList<>();
    settings.optional(PROPERTY).ifPresent(given -> Stream.of(given.split("\\s*,\\s*", -1)).map(ParkingKey::parse).forEach(keys::add));
    keys.add(cards.derive("wadi parking key"));
    return new ParkingKey(keys);
  }

  private static byte[] parse(String text) {
    try {
      byte[] key = HexFormat.of().parseHex(text);
      if (key.length == KEY_BYTES) {
        return key;
      }
    } catch (IllegalArgumentException e) {
      // the message below says it, without the key
    }
    throw new StartupException("PARKING_KEY must be 64 hexadecimal digits, or several such keys divided by commas.");
  }

  /** Eight characters that tell keys apart and say nothing about them. */
  private static String nameOf(byte[] key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      byte[] hash = mac.doFinal("wadi parking key name".getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(Arrays.copyOf(hash, 4));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** @param purpose bound to the text: it opens with the same purpose only */
  public Sealed seal(byte[] text, String purpose) {
    Map.Entry<String, SecretKey> first = keys.entrySet().iterator().next();
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      return new Sealed(first.getKey(), nonce, cipher(Cipher.ENCRYPT_MODE, first.getValue(), nonce, purpose).doFinal(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The text; empty when its key is not among ours, or when somebody changed it. */
  public Optional<byte[]> open(Sealed sealed, String purpose) {
    SecretKey key = keys.get(sealed.key());
    if (key == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(cipher(Cipher.DECRYPT_MODE, key, sealed.nonce(), purpose).doFinal(sealed.text()));
    } catch (GeneralSecurityException | ProviderException e) {
      return Optional.empty(); // the JDK throws the second for a text shorter than its tag
    }
  }

  private static Cipher cipher(int mode, SecretKey key, byte[] nonce, String purpose) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(purpose.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
