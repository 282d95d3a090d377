package wadi.platform.smpp;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import wadi.platform.Settings;
import wadi.platform.StartupException;
import wadi.platform.broker.CaCertificates;

/**
 * The short message centre of {@code delivery.sms.smpp.*}: where it is, who we are there, and how it wants to be spoken to (SMPP 3.4).
 *
 * @param tls from the first byte
 * @param ca who may have signed its certificate, as the property says it; otherwise those Java trusts
 * @param timeout how long it may take to connect, to bind and to answer
 * @param window submits that may be without an answer at the same time
 * @param receipts whether it is asked for delivery receipts
 * @param validity how long it may try, in its own form; empty: as long as it likes
 */
public record SmppAccount(String host, int port, String systemId, String password, String systemType, boolean tls, Optional<String> ca, Duration timeout,
    Duration enquireLink, int window, boolean receipts, ReceiptIds ids, SmppAddress source, int destinationTon, int destinationNpi, String serviceType,
    String validity, boolean gsm, int dataCoding) {
  private static final String PREFIX = "delivery.sms.smpp.";
  private static final String PROVIDER = "delivery.sms.provider";
  private static final Pattern LOOPBACK = Pattern.compile("127\\.\\d+\\.\\d+\\.\\d+|localhost|\\[?::1]?");
  private static final int LONGEST_PASSWORD = 8;
  private static final int LONGEST_SYSTEM_ID = 15;
  private static final int LONGEST_SOURCE = 20;
  private static final Duration LONGEST_VALIDITY = Duration.ofDays(30);

  /** Whether messages go this way at all. */
  public static boolean isUsed(Settings settings) {
    return Arrays.stream(settings.optional(PROVIDER).orElse("").split(",")).map(String::strip).anyMatch("smpp"::equals);
  }

  /** @throws StartupException when SMPP is used and a property cannot be */
  public static void check(Settings settings) {
    if (isUsed(settings)) {
      of(settings);
    }
  }

  /** @throws StartupException names the property and what would be right, without the password */
  public static SmppAccount of(Settings settings) {
    boolean tls = settings.flag(PREFIX + "tls");
    Optional<String> ca = settings.optional(PREFIX + "tls.ca");
    if (ca.isPresent() && !tls) {
      throw new StartupException("%1$stls.ca is set, but with %1$stls=false nothing is encrypted: make it true.".formatted(PREFIX));
    }
    ca.ifPresent(value -> CaCertificates.of(PREFIX + "tls.ca", value));
    String password = limited(settings.optional(PREFIX + "password").orElse(""), LONGEST_PASSWORD,
        "The password for %s (DELIVERY_SMS_SMPP_PASSWORD) is longer than the 8 octets SMPP has for it.".formatted(PREFIX));
    String host = settings.text(PREFIX + "host");
    if (!password.isEmpty() && !tls && !LOOPBACK.matcher(host).matches() && !settings.flag(PREFIX + "in-the-clear")) {
      throw new StartupException(("The property %1$stls is false, so the password and every message for %2$s would travel in the clear: make it true, or, where the "
          + "way there is protected (a VPN, a line of your own), say so with %1$sin-the-clear=true.").formatted(PREFIX, host));
    }
    String systemId = limited(settings.text(PREFIX + "system-id"), LONGEST_SYSTEM_ID,
        "The property %ssystem-id is longer than the 15 octets SMPP has for it.".formatted(PREFIX));
    return new SmppAccount(host, settings.port(PREFIX + "port"), systemId, password, settings.optional(PREFIX + "system-type").orElse(""), tls, ca,
        positive(settings, "timeout"), positive(settings, "enquire-link"), settings.number(PREFIX + "window", 1, 1_000), settings.flag(PREFIX + "receipts"),
        ReceiptIds.of(settings.choice(PREFIX + "receipt-ids", "same", "decimal", "hex")), source(settings), settings.number(PREFIX + "dest-ton", 0, 6),
        settings.number(PREFIX + "dest-npi", 0, 18), settings.optional(PREFIX + "service-type").orElse(""), validity(settings),
        settings.choice(PREFIX + "alphabet", "gsm", "ucs2").equals("gsm"), settings.number(PREFIX + "data-coding", 0, 255));
  }

  private static SmppAddress source(Settings settings) {
    String address = limited(settings.optional(PREFIX + "source-address").orElse(""), LONGEST_SOURCE,
        "The property %ssource-address is longer than the 20 octets SMPP has for it.".formatted(PREFIX));
    SmppAddress guess = SmppAddress.guess(address);
    boolean ton = settings.optional(PREFIX + "source-ton").isPresent();
    boolean npi = settings.optional(PREFIX + "source-npi").isPresent();
    return new SmppAddress(guess.address(), ton ? settings.number(PREFIX + "source-ton", 0, 6) : guess.ton(),
        npi ? settings.number(PREFIX + "source-npi", 0, 18) : guess.npi());
  }

  private static String limited(String text, int most, String complaint) {
    if (text.length() > most || !text.matches("\\p{ASCII}*")) {
      throw new StartupException(text.length() > most ? complaint : complaint.replaceFirst(" is longer.*", " must be ASCII."));
    }
    return text;
  }

  private static Duration positive(Settings settings, String last) {
    Duration duration = settings.duration(PREFIX + last);
    if (duration.isZero() || duration.compareTo(Duration.ofHours(1)) > 0) {
      throw new StartupException("The property %s%s is \"%s\"; it must be a duration of up to 1h, for example 30s.".formatted(PREFIX, last, settings.text(PREFIX + last)));
    }
    return duration;
  }

  /** The relative form of SMPP 3.4, 7.1.1.2. */
  private static String validity(Settings settings) {
    if (settings.optional(PREFIX + "validity").isEmpty()) {
      return "";
    }
    Duration validity = settings.duration(PREFIX + "validity");
    if (validity.isZero() || validity.compareTo(LONGEST_VALIDITY) > 0) {
      throw new StartupException("The property %svalidity is \"%s\"; it must be a duration of up to 30d, or empty.".formatted(PREFIX, settings.text(PREFIX + "validity")));
    }
    return "0000%02d%02d%02d%02d000R".formatted(validity.toDays(), validity.toHoursPart(), validity.toMinutesPart(), validity.toSecondsPart());
  }

  /** Without the password. */
  @Override
  public String toString() {
    return systemId + "@" + host + ":" + port + (tls ? " (tls)" : "");
  }
}
