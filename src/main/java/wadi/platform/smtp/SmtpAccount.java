package wadi.platform.smtp;

import jakarta.mail.PasswordAuthentication;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import wadi.platform.Settings;
import wadi.platform.StartupException;
import wadi.platform.broker.CaCertificates;

/**
 * The mail server of {@code delivery.email.smtp.*}: how it is spoken to, and who we are there. With {@code starttls} nothing is said in the
 * clear but the wish for encryption; a server that does not grant it gets no mail.
 *
 * @param tls {@code none}, {@code starttls} (RFC 3207) or {@code tls} from the first byte (RFC 8314)
 * @param trusted who may have signed its certificate; otherwise those Java trusts
 * @param connections open at the same time, at most
 */
public record SmtpAccount(String host, int port, String tls, Optional<PasswordAuthentication> login, Optional<CaCertificates> trusted, int connections) {
  private static final String PREFIX = "delivery.email.smtp.";
  private static final String NONE = "none";
  private static final String STARTTLS = "starttls";
  private static final Pattern LOOPBACK = Pattern.compile("127\\.\\d+\\.\\d+\\.\\d+|localhost|\\[?::1]?");
  private static final int MOST = 1_000;
  private static final int USUAL = 4;

  /** @throws StartupException names the property and what would be right, without the password */
  public static SmtpAccount of(Settings settings) {
    String tls = settings.choice(PREFIX + "tls", NONE, STARTTLS, "tls");
    String host = settings.resolved(PREFIX + "host");
    Optional<String> username = settings.optional(PREFIX + "username");
    Optional<String> password = settings.optional(PREFIX + "password");
    if (username.isPresent() != password.isPresent()) {
      throw new StartupException(username.isPresent()
          ? "The property %susername is given and no password: set DELIVERY_EMAIL_SMTP_PASSWORD in the environment.".formatted(PREFIX)
          : "There is a DELIVERY_EMAIL_SMTP_PASSWORD, and the property %susername says not whose it is: give it too.".formatted(PREFIX));
    }
    if (username.isPresent() && tls.equals(NONE) && !LOOPBACK.matcher(host).matches()) {
      throw new StartupException(("The property %1$stls is \"none\", so the password for %2$s would travel in the clear: make it starttls (usually with port "
          + "587) or tls (usually with port 465). Only a server on this machine gets a login without.").formatted(PREFIX, host));
    }
    if (tls.equals(NONE) && settings.optional(PREFIX + "tls.ca").isPresent()) {
      throw new StartupException("%1$stls.ca is set, but with %1$stls=none nothing is encrypted: make it starttls or tls.".formatted(PREFIX));
    }
    Optional<CaCertificates> trusted = settings.optional(PREFIX + "tls.ca").map(ca -> CaCertificates.of(PREFIX + "tls.ca", ca));
    return new SmtpAccount(host, port(settings), tls, username.map(user -> new PasswordAuthentication(user, password.orElseThrow())), trusted,
        connections(settings));
  }

  /** @throws StartupException when a property cannot be used */
  public static void check(Settings settings) {
    of(settings);
  }

  private static int port(Settings settings) {
    String text = settings.resolved(PREFIX + "port");
    if (!text.matches("\\d{1,5}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > 65_535) {
      throw new StartupException("The property %sport is \"%s\"; it must be a port.".formatted(PREFIX, text));
    }
    return Integer.parseInt(text);
  }

  private static int connections(Settings settings) {
    for (String key : new String[] {PREFIX + "concurrency", "delivery.email.concurrency"}) {
      if (settings.optional(key).isPresent()) {
        return settings.number(key, 1, MOST);
      }
    }
    return USUAL;
  }

  /** Whether this is the server at that address. */
  public boolean isAt(String host, int port) {
    return this.host.equals(host) && this.port == port;
  }

  /** For a mail session that speaks {@code smtp}. */
  public Properties properties() {
    Properties properties = new Properties();
    login.ifPresent(user -> properties.put("mail.smtp.auth", "true"));
    if (!tls.equals(NONE)) {
      properties.put(tls.equals(STARTTLS) ? "mail.smtp.starttls.enable" : "mail.smtp.ssl.enable", "true");
      properties.put("mail.smtp.starttls.required", String.valueOf(tls.equals(STARTTLS)));
      properties.put("mail.smtp.ssl.checkserveridentity", "true");
      trusted.ifPresent(ca -> {
        properties.put("mail.smtp.ssl.socketFactory", ca.context().getSocketFactory());
        properties.put("mail.smtp.socketFactory.fallback", "false");
      });
    }
    return properties;
  }

  /** Without the login. */
  @Override
  public String toString() {
    return host + ":" + port + " (" + tls + ")";
  }
}
