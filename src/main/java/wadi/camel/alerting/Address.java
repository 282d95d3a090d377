package wadi.camel.alerting;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.List;
import wadi.domain.delivery.PhoneNumber;

/** Where a channel reaches somebody. */
final class Address {
  private Address() {}

  /** @throws IllegalArgumentException says which address is wrong and what to write instead */
  static List<String> check(String channel, List<String> addresses) {
    if (addresses == null) {
      throw new IllegalArgumentException("nobody is named; write a list such as [one, another], or leave the line out");
    }
    addresses.forEach(address -> check(channel, address));
    return List.copyOf(addresses);
  }

  /** Of channels we do not know an address is any one line of text. */
  private static void check(String channel, String address) {
    if (address == null || address.isBlank() || address.codePoints().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("an address must be one line of text");
    }
    if (channel.equals("sms") && !PhoneNumber.isInternational(address)) {
      throw new IllegalArgumentException(
          "\"%s\" is no telephone number; write it with plus and country code and nothing but digits, for example \"+254711082000\"".formatted(address));
    }
    if (channel.equals("email")) {
      try {
        new InternetAddress(address, true).validate();
      } catch (AddressException e) {
        throw new IllegalArgumentException("\"%s\" is no mail address: %s".formatted(address, e.getMessage()), e);
      }
    }
  }
}
