package wadi.camel.mail;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.Variable;
import org.apache.camel.component.springrabbit.SpringRabbitMQConstants;
import wadi.camel.UnusableMessage;
import wadi.camel.broker.FirstSightings;
import wadi.domain.mail.MailRequest;
import wadi.domain.mail.PublisherClock;
import wadi.platform.Settings;
import wadi.platform.StartupException;
import wadi.platform.ports.Ids;
import wadi.platform.ports.SeenMessages;

/** Named in YAML as {@code mailRequests}: mails that other programs ask for. */
public final class MailRequests {
  /** Where a delivery comes from that was asked for so. */
  public static final String SOURCE = "mail-request";

  private static final int MOST_URGENT = 255;

  private final MailRequestReader reader;
  private final FirstSightings sightings;
  private final SeenMessages seen;
  private final Ids ids;

  public MailRequests(Settings settings, FirstSightings sightings, SeenMessages seen, Ids ids) {
    this.reader = new MailRequestReader(zone(settings, "mail.requests.zone"), new PublisherClock(zone(settings, "mail.requests.publisher-zone")),
        Stream.of(settings.text("delivery.email.provider").split(",")).map(String::strip).toList());
    this.sightings = sightings;
    this.seen = seen;
    this.ids = ids;
  }

  /** @throws StartupException names the property that is no time zone */
  public static void check(Settings settings) {
    zone(settings, "mail.requests.zone");
    zone(settings, "mail.requests.publisher-zone");
  }

  private static ZoneId zone(Settings settings, String property) {
    try {
      return ZoneId.of(settings.text(property));
    } catch (DateTimeException e) {
      throw new StartupException("The property %s is \"%s\"; it must be a time zone such as America/Recife.".formatted(property, settings.text(property)), e);
    }
  }

  /**
   * Reads a request. A message without a priority has 0 on RabbitMQ.
   *
   * @throws UnusableMessage when it is none, with everything that is wrong with it
   */
  public MailRequest read(@Body Object message, @Header(SpringRabbitMQConstants.PRIORITY) Integer priority) {
    return reader.read(message, Optional.ofNullable(priority).filter(number -> number > 0).map(number -> Math.min(MOST_URGENT, number)));
  }

  /** False for one that has had its effect: by its own id on every way, otherwise by what its transport knows it by. */
  public boolean isFirst(@Variable("request") MailRequest request, Exchange exchange) {
    return request.id().map(id -> seen.isFirst(SOURCE, "request " + id)).orElseGet(() -> sightings.isFirst(exchange));
  }

  /** What its wording uses. */
  public Map<String, String> parameters(@Variable("request") MailRequest request) {
    return request.parameters();
  }

  /** The delivery that promises it in this wording; the provider may use its own template instead. */
  public Map<String, Object> promise(@Variable("request") MailRequest request, @Variable("subject") String subject, @Variable("text") String text,
      @Variable("html") String html) {
    Map<String, Object> payload = new LinkedHashMap<>();
    payload.put("subject", subject.replaceAll("[\\p{Cntrl}\u2028\u2029]+", " ").strip());
    payload.put("text", text);
    payload.put("html", html);
    if (!request.name().isEmpty()) {
      payload.put("name", request.name());
    }
    payload.put("template", Map.of("id", request.template().number(), "params", request.parameters()));
    Map<String, Object> delivery = new LinkedHashMap<>();
    delivery.put("source", SOURCE);
    delivery.put("sourceId", request.id().orElseGet(() -> Long.toString(ids.next())));
    delivery.put("recipient", request.address());
    delivery.put("urgency", request.urgency());
    delivery.put("payload", payload);
    delivery.put("expiresAt", request.expiresAt().toString());
    request.notBefore().ifPresent(time -> delivery.put("notBefore", time.toString()));
    request.provider().ifPresent(provider -> delivery.put("only", provider));
    return delivery;
  }

  /** The name under which the original mail service counted a mail: the number of its template; our alerts have none. */
  public String template(@Body Map<String, Object> delivery) {
    return delivery.get("payload") instanceof Map<?, ?> payload && payload.get("template") instanceof Map<?, ?> template
        ? String.valueOf(template.get("id")) : "fraud";
  }
}
