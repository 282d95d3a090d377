package wadi.domain.mail;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A mail that somebody asks for.
 *
 * @param id what its producer knows it by; empty when it has none
 * @param name of the recipient; may be empty
 * @param address of the recipient
 * @param urgency 0 to 255, the highest goes first
 * @param parameters what the template may use
 * @param expiresAt never sent after it
 * @param notBefore never sent before it
 * @param provider the only one that may send it
 */
public record MailRequest(Optional<String> id, MailTemplate template, String name, String address, int urgency, Map<String, String> parameters,
    Instant expiresAt, Optional<Instant> notBefore, Optional<String> provider) {

  /**
   * When a mail is of no use any more: all five are about a mentoring that is still to come, so at the latest when that begins.
   *
   * @param asked when its producer says, if it does
   */
  public static Instant expiry(Mentoring mentoring, Optional<Instant> asked) {
    return asked.filter(mentoring.at()::isAfter).orElse(mentoring.at());
  }
}
