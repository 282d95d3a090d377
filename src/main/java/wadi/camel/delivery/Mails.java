package wadi.camel.delivery;

import jakarta.mail.MessagingException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import wadi.platform.Settings;

/** Named in YAML as {@code mails}. */
public final class Mails {
  private final MailComposer composer;
  private final Clock clock;
  private final Duration usefulFor;

  public Mails(Settings settings, Clock clock) {
    this.composer = new MailComposer(settings.text("delivery.email.message-id-domain"));
    this.clock = clock;
    this.usefulFor = settings.duration("alerting.useful-for");
  }

  /** The mail that a delivery is about, to be sent by {@code smtp:} as it is. */
  public OutgoingMail compose(@Body Map<String, Object> delivery) throws MessagingException {
    Map<?, ?> payload = delivery.get("payload") instanceof Map<?, ?> map ? map : Map.of();
    return composer.compose(delivery.get("id"), delivery.get("recipient"), payload, clock.instant());
  }

  /** What the server said when it took the mail, often with its own name for it. */
  public String answer(@Body OutgoingMail mail) {
    return mail.answer();
  }

  /** The delivery that promises this alert, in this wording, to one recipient. */
  public Map<String, Object> promise(@Body String recipient, @Variable("alert") Map<String, Object> alert,
      @Variable("severity") String severity, @Variable("subject") String subject, @Variable("text") String text, @Variable("html") String html) {
    Map<String, Object> payload = new LinkedHashMap<>();
    payload.put("subject", HeaderText.oneLine(subject));
    payload.put("text", text);
    payload.put("html", html);
    return Messages.delivery(recipient, alert, severity, payload, usefulFor);
  }
}
