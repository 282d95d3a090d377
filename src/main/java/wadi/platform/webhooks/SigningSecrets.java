package wadi.platform.webhooks;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import wadi.platform.CardKey;
import wadi.platform.Settings;
import wadi.platform.StartupException;

/**
 * What a client verifies our posts with (https://www.standardwebhooks.com): a secret for each, made from one master key, so that none is
 * stored. While there is a previous master key each post has two signatures, and a receiver that knows either secret takes it.
 */
public final class SigningSecrets {
  private static final String PROPERTY = "notifications.signing-key";
  private static final String PREVIOUS = PROPERTY + ".previous";
  /** In place of a previous key: the one there is when none is set. */
  private static final String DERIVED = "derived";
  private static final String HMAC = "HmacSHA256";
  private static final int KEY_BYTES = 32;

  /** The current one first. */
  private final List<byte[]> masters;

  private SigningSecrets(List<byte[]> masters) {
    this.masters = masters;
  }

  /**
   * The master keys of the properties; without them the one made from the card key, which all processes on a database have.
   *
   * @throws StartupException when one is no key; it names the property, not the key
   */
  public static SigningSecrets of(Settings settings, CardKey cards) {
    byte[] derived = cards.derive("wadi signing key");
    List<byte[]> masters = new ArrayList<>();
    masters.add(settings.optional(PROPERTY).map(text -> parse(PROPERTY, text)).orElse(derived));
    settings.optional(PREVIOUS).map(text -> text.equals(DERIVED) ? derived : parse(PREVIOUS, text)).ifPresent(masters::add);
    return new SigningSecrets(masters);
  }

  private static byte[] parse(String property, String text) {
    try {
      byte[] key = HexFormat.of().parseHex(text);
      if (key.length == KEY_BYTES) {
        return key;
      }
    } catch (IllegalArgumentException e) {
      // the message below says it, without the key
    }
    throw new StartupException("%s must be 64 hexadecimal digits%s.".formatted(Settings.variable(property),
        property.equals(PREVIOUS) ? ", or \"derived\" when there was none before" : ""));
  }

  /** The secret a client is given now: {@code whsec_} and base64 of 32 bytes. */
  public String current(String client) {
    return shown(masters.get(0), client);
  }

  /** The one before, which still is good while the keys are being changed. */
  public Optional<String> previous(String client) {
    return masters.stream().skip(1).findFirst().map(master -> shown(master, client));
  }

  private static String shown(byte[] master, String client) {
    return "whsec_" + Base64.getEncoder().encodeToString(secret(master, client));
  }

  private static byte[] secret(byte[] master, String client) {
    return hmac(master, "callback:" + client);
  }

  /**
   * The value of {@code webhook-signature}: a {@code v1} signature for each secret, the current one's first.
   *
   * @param client the name of its API key; empty for one without
   * @param id of the post, the same on every attempt
   * @param at when it is sent, of which the seconds count
   */
  public String signatures(String client, String id, Instant at, String body) {
    return masters.stream().map(master -> signature(secret(master, client), id, at, body)).collect(Collectors.joining(" "));
  }

  static String signature(byte[] secret, String id, Instant at, String body) {
    return "v1," + Base64.getEncoder().encodeToString(hmac(secret, id + "." + at.getEpochSecond() + "." + body));
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
