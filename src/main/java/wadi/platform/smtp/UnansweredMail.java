package wadi.platform.smtp;

import jakarta.mail.MessagingException;

/** The whole mail was handed over, and the server did not say whether it took it. */
public final class UnansweredMail extends MessagingException {
  UnansweredMail(MessagingException cause) {
    super("the whole mail was handed over, and no reply came", cause);
  }
}
