package wadi.camel.alerting;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.Optional;
import java.util.regex.Pattern;
import wadi.domain.delivery.PhoneNumber;
import wadi.platform.webhooks.TargetCheck;

/** Where a channel reaches somebody. */
public final class Address {
  private static final Pattern BARE = Pattern.compile("[^\\s<>\"(),;:]+");

  private Address() {}

  /** What is wrong with an address, and what to write instead. */
  public record Fault(String what, String instead) {}

  /** Of channels we do not know an address is any one line of text. */
  public static Optional<Fault> fault(String channel, String address) {
    if (address.isBlank() || address.codePoints().anyMatch(Character::isISOControl)) {
      return Optional.of(new Fault("an address must be one line of text", "write one, or leave it out"));
    }
    if (channel.equals("sms") && !PhoneNumber.isInternational(address)) {
      return Optional.of(new Fault("\"%s\" is no telephone number".formatted(address),
          "write it with plus and country code and nothing but digits, for example \"+447700900123\""));
    }
    if (channel.equals("webhook")) {
      return TargetCheck.misspelt(address).map(fault -> new Fault("\"%s\" is no address of a webhook: %s".formatted(address, fault),
          "write one such as https://hooks.example.com/alerts"));
    }
    return channel.equals("email") ? mailFault(address) : Optional.empty();
  }

  private static Optional<Fault> mailFault(String address) {
    try {
      new InternetAddress(address, true).validate();
      return BARE.matcher(address).matches() ? Optional.empty()
          : Optional.of(new Fault("\"%s\" is more than a mail address".formatted(address), "write one such as fraud-desk@example.com, without a name"));
    } catch (AddressException e) {
      return Optional.of(new Fault("\"%s\" is no mail address: %s".formatted(address, e.getMessage()), "write one such as fraud-desk@example.com"));
    }
  }
}
