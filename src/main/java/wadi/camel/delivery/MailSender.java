package wadi.camel.delivery;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import wadi.platform.Settings;
import wadi.platform.StartupException;
import wadi.platform.smtp.MailDomain;

/** Who sends: {@code Name <address>} of a property, as the value of From. */
public final class MailSender {
  private static final String DOMAIN = "delivery.email.message-id-domain";
  private static final String FROM = "delivery.email.from";

  private MailSender() {}

  /** @throws StartupException names the property that is no sender, or no domain, and what would be right */
  public static void check(Settings settings) {
    String domain = settings.text(DOMAIN);
    if (!MailDomain.ascii(domain).filter(domain::equals).isPresent()) {
      throw new StartupException("The property %s is \"%s\"; it must be a domain such as example.com.".formatted(DOMAIN, domain));
    }
    String from = settings.text(FROM);
    try {
      of(from);
    } catch (AddressException e) {
      throw new StartupException("The property %s is \"%s\"; it must be one address, such as Wadi <wadi@example.com>.".formatted(FROM, from), e);
    }
  }

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
