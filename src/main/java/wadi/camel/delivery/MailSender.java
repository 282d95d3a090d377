package wadi.camel.delivery;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;

/** Who sends: {@code Name <address>} of a property, as the value of From. */
final class MailSender {
  private MailSender() {}

  /** @throws AddressException when it is not one address */
  static String of(String property) throws AddressException {
    try {
      InternetAddress given = new InternetAddress(property, true);
      return HeaderText.mailbox(given.getPersonal() == null ? "" : given.getPersonal(), MailAddress.of(given.getAddress()).text());
    } catch (SendRefused e) {
      throw new AddressException(e.getMessage());
    }
  }
}
