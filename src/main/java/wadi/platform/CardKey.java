package wadi.platform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import wadi.platform.postgres.Database;

/** The key under which card numbers are fingerprinted (HMAC-SHA-256, RFC 2104): equal cards compare, none can be read. */
public final class CardKey {
  private static final String PROPERTY = "card.key";
  private static final String FILE = "card-key";
  private static final int BYTES = 32;

  private final ThreadLocal<Mac> mac;

  CardKey(byte[] bytes) {
    Key key = new SecretKeySpec(bytes, "HmacSHA256");
    this.mac = ThreadLocal.withInitial(() -> mac(key));
  }

  /**
   * The configured key, or with an embedded database one that is generated in the data directory. A database of
   * their own is shared by several processes, so there the key must be given.
   */
  static CardKey of(Settings settings, DataDirectory data) {
    Optional<String> configured = settings.optional(PROPERTY);
    if (configured.isEmpty() && settings.optional("database.url").isPresent()) {
      throw new StartupException("With database.url set, CARD_KEY must be set in the environment:"
          + " 64 hexadecimal digits, the same for every process on that database.");
    }
    return parse(configured.orElseGet(() -> data.secret(FILE, () -> DataDirectory.random(BYTES))));
  }

  private static CardKey parse(String text) {
    try {
      byte[] bytes = HexFormat.of().parseHex(text);
      if (bytes.length == BYTES) {
        return new CardKey(bytes);
      }
    } catch (IllegalArgumentException e) {
      // the message below says it, without the key
    }
    throw new StartupException("The card key (CARD_KEY, or secrets/card-key in the data directory) must be 64 hexadecimal digits.");
  }

  /**
   * The key as a command on this machine finds it, which makes none; empty when Wadi never ran here, or the key may not be read.
   *
   * @throws StartupException when it is no key
   */
  public static Optional<CardKey> find(Settings settings) {
    try {
      Optional<String> configured = settings.optional(PROPERTY);
      return Optional.of(parse(configured.isPresent() ? configured.get() : Files.readString(settings.path("data.dir").resolve("secrets").resolve(FILE)).trim()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * For work beside a Wadi that may be running: the configured key, or the one in the data directory; where there is none, one that is
   * thrown away, whose fingerprints compare with each other and with nothing else. Nothing is made or locked.
   */
  public static CardKey forOffline(Settings settings) {
    return find(settings).orElseGet(() -> parse(DataDirectory.random(BYTES)));
  }

  /** A key that is the same everywhere, for specifications: it must never see a real card. */
  public static CardKey forSpecs() {
    return new CardKey(new byte[BYTES]);
  }

  /** 22 characters that are the same for the same digits. */
  public String fingerprint(String digits) {
    return shortened(mac.get().doFinal(digits.getBytes(StandardCharsets.US_ASCII)));
  }

  private static String shortened(byte[] hash) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, 16));
  }

  /**
   * As for digits, of any bytes; the same bytes used for something else look different.
   *
   * @param use what the bytes are, in plain letters
   */
  public String fingerprint(String use, byte[] bytes) {
    Mac keyed = mac.get();
    keyed.update((use + ":").getBytes(StandardCharsets.US_ASCII));
    return shortened(keyed.doFinal(bytes));
  }

  /** Refuses a database that was first used with another key: fingerprints made with the two do not compare. */
  void check(Database database) {
    database.sql().sql("insert into card_key_check (proof) values (?) on conflict do nothing").param(proof()).update();
    if (!database.sql().sql("select proof from card_key_check").query(String.class).single().equals(proof())) {
      throw new StartupException("The card key is not the one this database was first used with: set CARD_KEY to that one.");
    }
  }

  /** What a database keeps to tell this key from another; says nothing about the key. */
  public String proof() {
    return fingerprint("wadi card key check");
  }

  /** 32 bytes that another part uses as a key of its own; they say nothing about this one. */
  public byte[] derive(String purpose) {
    return mac.get().doFinal(purpose.getBytes(StandardCharsets.US_ASCII));
  }

  private static Mac mac(Key key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
