package wadi.camel.delivery;

import static wadi.domain.delivery.SendFailure.Kind.OURS;
import static wadi.domain.delivery.SendFailure.Kind.PASSING;
import static wadi.domain.delivery.SendFailure.Kind.REFUSED;
import static wadi.domain.delivery.SendFailure.Kind.UNANSWERED;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.AddressException;
import java.util.Optional;
import java.util.Set;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import wadi.domain.delivery.SendFailure;
import wadi.platform.ConnectionFault;
import wadi.platform.smtp.UnansweredMail;

/** What a failure to send over SMTP means (RFC 5321, 4.2.1: replies from 500 to 599 are permanent). */
final class SmtpFailures {
  /** Authentication or encryption is wanted (RFC 4954, 6; RFC 3207, 4). */
  private static final Set<Integer> ABOUT_US = Set.of(530, 534, 535, 538);

  private SmtpFailures() {}

  /** Empty when it was not about mail. */
  static Optional<SendFailure> of(Throwable failure) {
    MessagingException mail = null;
    for (Throwable e = failure; e != null; e = next(e)) {
      if (e instanceof AddressException) {
        return Optional.of(new SendFailure(REFUSED, "the recipient's address is no mail address"));
      }
      if (e instanceof UnansweredMail unanswered) {
        return Optional.of(new SendFailure(UNANSWERED, unanswered.getMessage()));
      }
      if (e instanceof AuthenticationFailedException refused) {
        return Optional.of(new SendFailure(OURS, refused.getMessage()));
      }
      if (e instanceof SMTPAddressFailedException refused) {
        return Optional.of(new SendFailure(kind(refused.getReturnCode(), ""), refused.getMessage()));
      }
      if (e instanceof SMTPSenderFailedException refused) {
        return Optional.of(new SendFailure(kind(refused.getReturnCode(), "MAIL"), refused.getMessage()));
      }
      if (e instanceof SMTPSendFailedException refused && refused.getNextException() == null) {
        String words = refused.getReturnCode() > 0 ? refused.getMessage() : "the connection was lost";
        return Optional.of(new SendFailure(kind(refused.getReturnCode(), String.valueOf(refused.getCommand())), words));
      }
      if (e instanceof MessagingException any) {
        mail = any;
      }
    }
    return Optional.ofNullable(mail).map(last -> new SendFailure(PASSING,
        ConnectionFault.of(last).map(ConnectionFault::words).orElseGet(() -> String.valueOf(last.getMessage()))));
  }

  /** What the server says of our login or our sender address is no reason to give up this mail. */
  private static SendFailure.Kind kind(int reply, String command) {
    if (ABOUT_US.contains(reply) || reply >= 500 && command.startsWith("MAIL")) {
      return OURS;
    }
    return reply >= 500 ? REFUSED : PASSING;
  }

  private static Throwable next(Throwable e) {
    return e instanceof MessagingException mail && mail.getNextException() != null ? mail.getNextException() : e.getCause();
  }
}
