package wadi.camel.delivery;

import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.util.Date;
import org.apache.camel.CamelContext;
import org.apache.camel.component.mail.DefaultJavaMailSender;
import org.apache.camel.component.mail.JavaMailSender;
import org.apache.camel.component.mail.MailConfiguration;
import wadi.platform.smtp.AttentiveTransport;
import wadi.platform.smtp.SmtpConnections;

/** Lets the {@code smtp:} component send over connections the platform keeps, with every option it has as usual. */
public final class KeptMailConfiguration extends MailConfiguration {
  private final SmtpConnections connections;

  public KeptMailConfiguration(SmtpConnections connections) {
    this.connections = connections;
  }

  @Override
  protected JavaMailSender createJavaMailSender(CamelContext context) {
    JavaMailSender configured = super.createJavaMailSender(context);
    configured.getSession().getProperties().put("mail." + getProtocol() + ".writetimeout", String.valueOf(getConnectionTimeout()));
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

  private final class KeptSender extends DefaultJavaMailSender {
    @Override
    public void send(MimeMessage mail) throws MessagingException {
      if (mail.getSentDate() == null) {
        mail.setSentDate(new Date());
      }
      String messageId = mail.getMessageID();
      mail.saveChanges();
      if (messageId != null) {
        mail.setHeader("Message-ID", messageId);
      }
      PasswordAuthentication login = getPasswordAuthentication();
      String server = getProtocol() + "://" + login.getUserName() + "@" + getHost() + ":" + getPort();
      connections.send(server, () -> open(login), mail, mail.getAllRecipients());
    }

    private Transport open(PasswordAuthentication login) throws MessagingException {
      Transport transport = getProtocol().equals("smtp") ? AttentiveTransport.of(getSession()) : getTransport(getSession());
      try {
        transport.connect(getHost(), getPort(), login.getUserName(), login.getPassword());
      } catch (MessagingException e) {
        throw new ProviderUnreachable(e);
      }
      return transport;
    }
  }
}
