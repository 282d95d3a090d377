package wadi.camel.delivery;

import jakarta.mail.MessagingException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import wadi.domain.delivery.Delivery;
import wadi.domain.delivery.Outcome;
import wadi.domain.delivery.RetryPolicy;
import wadi.domain.intake.CardNumbers;

/**
 * What becomes of a delivery whose send failed: an SMTP reply from 500 to 599 is permanent (RFC 5321, 4.2.1), anything
 * else is tried again.
 */
final class SendFailures {
  private static final int LONGEST_REASON = 500;
  /** Authentication or encryption is wanted (RFC 4954, 6; RFC 3207, 4). */
  private static final Set<Integer> ABOUT_US = Set.of(530, 534, 535, 538);

  private final RetryPolicy retries;
  private final Clock clock;

  SendFailures(RetryPolicy retries, Clock clock) {
    this.retries = retries;
    this.clock = clock;
  }

  Outcome outcome(Exception failure, Delivery delivery) {
    String reason = reason(failure);
    if (smtpReply(failure).filter(code -> code >= 500).isPresent()) {
      return new Outcome.Parked("refused: " + reason);
    }
    Optional<Instant> next = retries.next(delivery.attempts(), delivery.createdAt(), clock.instant(), ThreadLocalRandom.current().nextDouble());
    return next.<Outcome>map(at -> new Outcome.RetryLater(reason, at)).orElseGet(() -> new Outcome.Parked("tried for too long: " + reason));
  }

  /**
   * What the server said of the recipient or of the mail itself. What it says of us (of the login, of our sender
   * address) is no reason to give up this mail: it is mended in the configuration.
   */
  private static Optional<Integer> smtpReply(Throwable failure) {
    for (Throwable e = failure; e != null; e = next(e)) {
      if (e instanceof SMTPAddressFailedException refused) {
        return Optional.of(refused.getReturnCode());
      }
      if (e instanceof SMTPSendFailedException refused && refused.getNextException() == null && !aboutUs(refused)) {
        return Optional.of(refused.getReturnCode());
      }
    }
    return Optional.empty();
  }

  private static boolean aboutUs(SMTPSendFailedException refused) {
    return ABOUT_US.contains(refused.getReturnCode()) || String.valueOf(refused.getCommand()).startsWith("MAIL");
  }

  private static Throwable next(Throwable e) {
    return e instanceof MessagingException mail && mail.getNextException() != null ? mail.getNextException() : e.getCause();
  }

  private static String reason(Throwable failure) {
    Throwable last = failure;
    for (Throwable e = failure; e != null; e = next(e)) {
      last = e;
    }
    String text = CardNumbers.maskText(last.getClass().getSimpleName() + ": " + last.getMessage()).strip();
    return text.length() > LONGEST_REASON ? text.substring(0, LONGEST_REASON) : text;
  }
}
