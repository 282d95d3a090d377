package wadi.camel.delivery;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.AddressException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import wadi.platform.Settings;
import wadi.platform.StartupException;

/** Named in YAML as {@code mails}. */
public final class Mails {
  private static final String DOMAIN = "delivery.email.message-id-domain";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*");

  private final MailComposer composer;
  private final Clock clock;

  public Mails(Settings settings, Clock clock) {
    this.composer = new MailComposer(settings.text(DOMAIN));
    this.clock = clock;
  }

  /** @throws StartupException names the property and what would be right */
  public static void check(Settings settings) {
    String domain = settings.text(DOMAIN);
    if (!NAME.matcher(domain).matches()) {
      throw new StartupException("The property %s is \"%s\"; it must be a domain such as example.com.".formatted(DOMAIN, domain));
    }
    try {
      MailSender.of(settings.text("delivery.email.from"));
    } catch (AddressException e) {
      throw new StartupException("The property delivery.email.from is \"%s\"; it must be one address, such as Wadi <wadi@example.com>."
          .formatted(settings.text("delivery.email.from")), e);
    }
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
    return Messages.delivery(recipient, alert, severity, payload);
  }
}
