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
  /** The service is not available and hangs up (RFC 5321, 4.2.3). */
  private static final int SERVICE_CLOSES = 421;

  private SmtpFailures() {}

  /** Empty when it was not about mail. */
  static Optional<SendFailure> of(Throwable failure) {
    MessagingException mail = null;
    boolean unreachable = false;
    for (Throwable e = failure; e != null; e = next(e)) {
      if (e instanceof AddressException) {
        return Optional.of(new SendFailure(REFUSED, "the recipient's address is no mail address"));
      }
      if (e instanceof UnansweredMail unanswered) {
        return Optional.of(new SendFailure(UNANSWERED, unanswered.getMessage()).metByAll());
      }
      if (e instanceof AuthenticationFailedException refused) {
        return Optional.of(new SendFailure(OURS, refused.getMessage()));
      }
      if (e instanceof SMTPAddressFailedException refused) {
        return Optional.of(new SendFailure(kind(refused.getReturnCode(), ""), refused.getMessage()));
      }
      if (e instanceof SMTPSenderFailedException refused) {
        return Optional.of(new SendFailure(kind(refused.getReturnCode(), "MAIL"), refused.getMessage()).metByAll());
      }
      if (e instanceof SMTPSendFailedException refused && refused.getNextException() == null) {
        return Optional.of(ofReply(refused.getReturnCode(), String.valueOf(refused.getCommand()), refused.getMessage()));
      }
      if (e instanceof MessagingException any) {
        mail = any;
        unreachable |= any instanceof ProviderUnreachable;
      }
    }
    if (mail == null) {
      return Optional.empty();
    }
    Optional<String> fault = ConnectionFault.of(mail).map(ConnectionFault::words);
    SendFailure passing = new SendFailure(PASSING, fault.orElse(String.valueOf(mail.getMessage())));
    return Optional.of(unreachable || fault.isPresent() ? passing.metByAll() : passing);
  }

  /** Sender and service are the same for all messages; what is said after MAIL may be about this one. */
  private static SendFailure ofReply(int reply, String command, String words) {
    if (reply <= 0) {
      return new SendFailure(PASSING, "the connection was lost").metByAll();
    }
    SendFailure failure = new SendFailure(kind(reply, command), words);
    return reply == SERVICE_CLOSES || command.startsWith("MAIL") ? failure.metByAll() : failure;
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
