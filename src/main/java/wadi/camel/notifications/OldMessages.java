package wadi.camel.notifications;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.apache.camel.Headers;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import wadi.camel.tracing.Traces;
import wadi.domain.alerting.Severity;
import wadi.domain.delivery.Delivery;
import wadi.domain.notifications.Notification;
import wadi.platform.Faults;
import wadi.platform.Settings;
import wadi.platform.ports.Ids;
import wadi.platform.ports.Notifications;
import wadi.platform.tracing.TraceContext;

/** The messaging service's API of old, {@code /api/v1.0/sendMessage}. Named in YAML as {@code oldMessages}. */
public final class OldMessages {
  private static final Logger LOG = LoggerFactory.getLogger(OldMessages.class);
  private static final String DUMMY = "dummy";
  private static final String SMS = "sms";

  private final ObjectMapper json;
  private final int deepest;
  private final Settings settings;
  private final PhoneNumbers numbers;
  private final Function<String, Optional<String>> callbackFault;
  private final Notifications notifications;
  private final Ids ids;
  private final Clock clock;

  /**
   * @param json reads bodies, within its limits
   * @param callbackFault what is wrong with an address that is to be called
   */
  public OldMessages(ObjectMapper json, Settings settings, PhoneNumbers numbers, Function<String, Optional<String>> callbackFault, Notifications notifications,
      Ids ids, Clock clock) {
    this.json = json;
    this.deepest = settings.number("intake.json.max-depth", 4, 1_000);
    this.settings = settings;
    this.numbers = numbers;
    this.callbackFault = callbackFault;
    this.notifications = notifications;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * What is to be kept of a request.
   *
   * @param client the name of the key it came with
   * @throws RefusedMessage when it is not taken
   */
  public Notification read(@Body byte[] body, @Header("Content-Type") String contentType, @Header(NotificationIntake.CLIENT) String client) {
    byte[] bytes = body == null ? new byte[0] : body;
    OldMessage message = OldFields.read(OldBody.read(bytes, contentType == null ? "" : contentType, json, deepest), callbackFault);
    try {
      return notification(message, client == null ? "" : client, Sha256.hex(bytes));
    } catch (RefusedMessage e) {
      // A messageId that was used is said first.
      if (notifications.isKnown(client == null ? "" : client, Notification.Api.V1, message.messageId())) {
        throw RefusedMessage.repeated(message.messageId());
      }
      throw e;
    }
  }

  /** Keeps it; when this returns it is durable. */
  public void keep(@Variable("notification") Notification notification, Exchange exchange) {
    if (!notifications.store(notification.in(Traces.of(exchange).map(TraceContext::parent))).isNew()) {
      throw RefusedMessage.repeated(notification.key().orElseThrow());
    }
  }

  /** The answer to a request that failed: the original's, or its 500. */
  public Map<String, Object> refuse(@ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure, @Headers Map<String, Object> headers) {
    RefusedMessage refused = refused(failure);
    headers.put(Exchange.HTTP_RESPONSE_CODE, refused.status());
    headers.put("Content-Type", "application/json");
    return refused.body();
  }

  private static RefusedMessage refused(Exception failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof RefusedMessage refused) {
        return refused;
      }
    }
    LOG.warn("A message was refused, {}: {}", Faults.isPassing(failure) ? "it could not be made durable" : "by an error of ours", Faults.nameOf(failure));
    return RefusedMessage.detail(500, "An internal server error has occurred.");
  }

  private Notification notification(OldMessage message, String client, String fingerprint) {
    String channel = message.messageType();
    Optional<String> only = provider(message);
    List<String> recipients = channel.equals(SMS) ? international(message.recipients()) : message.recipients();
    Map<String, Object> payload = new LinkedHashMap<>();
    payload.put("text", message.message());
    if (channel.equals(DUMMY)) {
      payload.put("senderId", message.senderId());
    }
    long id = ids.next();
    Instant now = clock.instant();
    int urgency = message.priority().flatMap(word -> Severity.find(word.toLowerCase(Locale.ROOT))).orElse(Severity.NORMAL).urgency();
    List<Delivery> deliveries = recipients.stream().distinct().map(recipient -> new Delivery(ids.next(), Notification.SOURCE, Long.toString(id), channel,
        recipient, urgency, 0, now, payload, new Delivery.Limits(Optional.empty(), Optional.empty(), only))).toList();
    return new Notification(id, client, Notification.Api.V1, Optional.of(message.messageId()), fingerprint, now,
        message.callback().map(url -> new Notification.Callback(url, false)), Map.of(), deliveries);
  }

  /** Who alone may send it; empty: whoever sends on that channel. */
  private Optional<String> provider(OldMessage message) {
    String provider = switch (message.messageType() + " " + message.channel()) {
      case "sms africas-talking" -> "africastalking";
      case "sms smpp" -> "smpp";
      case "push firebase" -> "fcm";
      default -> message.messageType().equals(DUMMY) ? "" : "no such pair";
    };
    List<String> configured = settings.optional("delivery." + message.messageType() + ".provider").stream()
        .flatMap(all -> Stream.of(all.split(","))).map(String::strip).toList();
    if (configured.isEmpty() || !provider.isEmpty() && !configured.contains(provider)) {
      throw RefusedMessage.pair(message.channel(), message.messageType());
    }
    return Optional.of(provider).filter(name -> !name.isEmpty() && configured.size() > 1);
  }

  /** Numbers as the providers want them. */
  private List<String> international(List<String> recipients) {
    Map<String, Object> wrong = new LinkedHashMap<>();
    for (int i = 0; i < recipients.size(); i++) {
      if (numbers.international(recipients.get(i)).isEmpty()) {
        wrong.put(Integer.toString(i), List.of("This " + numbers.fault() + "."));
      }
    }
    if (!wrong.isEmpty()) {
      throw RefusedMessage.fields(Map.of("recipients", wrong));
    }
    return recipients.stream().map(number -> numbers.international(number).orElseThrow()).toList();
  }
}
