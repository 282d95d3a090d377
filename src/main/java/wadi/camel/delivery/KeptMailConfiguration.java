package wadi.camel.delivery;

import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.Date;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.component.mail.DefaultJavaMailSender;
import org.apache.camel.component.mail.JavaMailSender;
import org.apache.camel.component.mail.MailConfiguration;
import wadi.domain.delivery.ProviderText;
import wadi.platform.smtp.AttentiveTransport;
import wadi.platform.smtp.SmtpAccount;
import wadi.platform.smtp.SmtpConnections;

/**
 * Lets the {@code smtp:} component send over connections the platform keeps, with every option it has as usual. For the server of
 * {@code delivery.email.smtp.*} encryption and login are those of the properties, and of no route.
 */
public final class KeptMailConfiguration extends MailConfiguration {
  private final SmtpConnections connections;
  private final SmtpAccount account;

  public KeptMailConfiguration(SmtpConnections connections, SmtpAccount account) {
    this.connections = connections;
    this.account = account;
  }

  @Override
  protected JavaMailSender createJavaMailSender(CamelContext context) {
    JavaMailSender configured = super.createJavaMailSender(context);
    Properties session = configured.getSession().getProperties();
    session.put("mail." + getProtocol() + ".writetimeout", String.valueOf(getConnectionTimeout()));
    if (isOurs()) {
      session.putAll(account.properties());
    }
    DefaultJavaMailSender kept = new KeptSender();
    kept.setJavaMailProperties(configured.getJavaMailProperties());
    kept.setHost(configured.getHost());
    kept.setPort(getPort());
    kept.setProtocol(getProtocol());
    kept.setUsername(configured.getUsername());
    kept.setPassword(configured.getPassword());
    kept.setAuthenticator(getAuthenticator());
    kept.setSession(configured.getSession());
    return kept;
  }

  private boolean isOurs() {
    return getProtocol().equals("smtp") && account.isAt(getHost(), getPort());
  }

  private final class KeptSender extends DefaultJavaMailSender {
    private String sender;

    @Override
    public void send(MimeMessage mail) throws MessagingException {
      if (mail instanceof OutgoingMail own) {
        own.setHeader("From", sender());
        own.answered(ProviderText.answer(send(mail, own.isInternational())));
        return;
      }
      if (mail.getSentDate() == null) {
        mail.setSentDate(new Date());
      }
      String messageId = mail.getMessageID();
      mail.saveChanges();
      if (messageId != null) {
        mail.setHeader("Message-ID", messageId);
      }
      send(mail, false);
    }

    /** The endpoint's {@code from}, written once. */
    private synchronized String sender() throws AddressException {
      if (sender == null) {
        sender = MailSender.of(getFrom());
      }
      return sender;
    }

    private String send(MimeMessage mail, boolean international) throws MessagingException {
      PasswordAuthentication login = isOurs() && account.login().isPresent() ? account.login().get() : getPasswordAuthentication();
      String server = getProtocol() + "://" + login.getUserName() + "@" + getHost() + ":" + getPort() + (isOurs() ? " " + account.tls() : "");
      int most = isOurs() ? account.connections() : Integer.MAX_VALUE;
      return connections.send(new SmtpConnections.Server(international ? server + " utf8" : server, most, Duration.ofMillis(getConnectionTimeout())),
          () -> open(login, international), mail, mail.getAllRecipients());
    }

    private Transport open(PasswordAuthentication login, boolean international) throws MessagingException {
      Session session = international ? Session.getInstance(OutgoingMail.international(copy(getSession().getProperties()))) : getSession();
      Transport transport = getProtocol().equals("smtp") ? AttentiveTransport.of(session) : getTransport(session);
      try {
        transport.connect(getHost(), getPort(), login.getUserName(), login.getPassword());
      } catch (MessagingException e) {
        throw new ProviderUnreachable(e);
      }
      if (international && !(transport instanceof AttentiveTransport attentive && attentive.supportsExtension("SMTPUTF8"))) {
        transport.close();
        throw new SendRefused("the recipient's address has other than ASCII characters before the @, which this mail server does not take (no SMTPUTF8)");
      }
      return transport;
    }

    private static Properties copy(Properties properties) {
      Properties copy = new Properties();
      copy.putAll(properties);
      return copy;
    }
  }
}
