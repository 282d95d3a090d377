package wadi.platform.smtp;

import jakarta.mail.MessagingException;
import jakarta.mail.NoSuchProviderException;
import jakarta.mail.Provider;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.URLName;
import java.io.IOException;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/**
 * SMTP that tells a mail which was never handed over from one whose end nobody answered: only the second may have
 * arrived. Jakarta Mail reports both as a failure to read.
 */
public final class AttentiveTransport extends SMTPTransport {
  private static final String PROTOCOL = "smtp";

  /** Called by the mail session. */
  public AttentiveTransport(Session session, URLName name) {
    super(session, name);
  }

  /** Lets the session make transports of this class. */
  public static Transport of(Session session) throws NoSuchProviderException {
    session.setProvider(new Provider(Provider.Type.TRANSPORT, PROTOCOL, AttentiveTransport.class.getName(), "Wadi", "1"));
    return session.getTransport(PROTOCOL);
  }

  @Override
  protected void finishData() throws IOException, MessagingException {
    try {
      super.finishData();
    } catch (MessagingException e) {
      throw getLastReturnCode() > 0 ? e : new UnansweredMail(e);
    }
  }
}
