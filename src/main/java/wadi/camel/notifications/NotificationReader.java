package wadi.camel.notifications;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import wadi.camel.UnusableMessage;
import wadi.camel.wording.Wordings;
import wadi.domain.alerting.Severity;
import wadi.domain.mail.WrittenTime;
import wadi.domain.notifications.Notification.Callback;
import wadi.domain.notifications.NotificationRequest;
import wadi.domain.notifications.NotificationRequest.Recipient;
import wadi.domain.notifications.Reach;
import wadi.domain.notifications.Words;

/** Reads the request for one notification: the schema first, then what a schema cannot say. */
final class NotificationReader {
  static final String WHAT = "a notification";
  private static final RequestSchema SCHEMA = new RequestSchema("NewNotification");
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\x{2028}\\x{2029}]");
  private static final TypeReference<Map<String, Object>> MEMBERS = new TypeReference<>() {};

  private final ObjectMapper json;
  private final RecipientReader recipients;
  private final Wordings wordings;

  NotificationReader(ObjectMapper json, RecipientReader recipients, Wordings wordings) {
    this.json = json;
    this.recipients = recipients;
    this.wordings = wordings;
  }

  /**
   * Who asks, when, and under which key.
   *
   * @param id the number that the notification gets
   * @param key from outside the message; its own {@code id} must not differ
   */
  record Arrival(long id, String client, Optional<String> key, Instant at) {}

  /** @throws UnusableMessage with everything that is wrong */
  NotificationRequest read(JsonNode message, Arrival arrival) {
    Faults.refuse(WHAT, SCHEMA.faults(message));
    Faults faults = new Faults();
    StorableJson.check(message, "", faults);
    faults.refuse(WHAT); // the others would repeat it
    List<Recipient> to = recipients.read(message.get("recipients"), faults);
    Optional<String> template = text(message, "template");
    Words words = new Words(text(message, "subject").orElse(""), text(message, "text").orElse(""), text(message, "html").orElse(""));
    NotificationRequest request = new NotificationRequest(arrival.id(), arrival.client(), key(message, arrival.key(), faults), fingerprint(message), arrival.at(), to,
        template, members(message, "parameters"), words, members(message, "data"), urgency(message.get("priority")), time(message, "notBefore", faults),
        time(message, "expiresAt", faults), callback(message.get("callback"), faults), members(message, "metadata"));
    if (template.isEmpty() && words.subject().isBlank() && message.get("recipients").has("email")) {
      faults.add("/subject", "is required for mails");
    }
    checkTimes(request, faults);
    checkWords(request, faults);
    faults.refuse(WHAT);
    return request;
  }

  /** Of what was sent, however it is spaced. */
  String fingerprint(JsonNode message) {
    try {
      return Sha256.hex(json.writeValueAsBytes(message));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Optional<String> key(JsonNode message, Optional<String> given, Faults faults) {
    Optional<String> own = text(message, "id");
    if (own.isPresent() && given.isPresent() && !own.equals(given)) {
      faults.add("/id", "must be the same as the header Idempotency-Key, or be left out");
    }
    return own.or(() -> given);
  }

  private static Optional<String> text(JsonNode message, String name) {
    return Optional.ofNullable(message.get(name)).map(JsonNode::textValue);
  }

  private Map<String, Object> members(JsonNode message, String name) {
    JsonNode object = message.get(name);
    return object == null ? Map.of() : json.convertValue(object, MEMBERS);
  }

  private static int urgency(JsonNode priority) {
    return priority == null ? Severity.NORMAL.urgency() : priority.isTextual() ? Severity.of(priority.textValue()).urgency() : priority.intValue();
  }

  private static Optional<Instant> time(JsonNode message, String name, Faults faults) {
    Optional<String> text = text(message, name);
    Optional<Instant> time = text.flatMap(WrittenTime::read).map(OffsetDateTime::toInstant);
    if (text.isPresent() && time.isEmpty()) {
      faults.add("/" + name, text.filter(WrittenTime::isFarAway).isPresent() ? "must be in the years 1970 to 9998"
          : "must be a time with its offset, such as 2026-03-01T12:00:00Z");
    }
    return time;
  }

  private Optional<Callback> callback(JsonNode callback, Faults faults) {
    if (callback == null) {
      return Optional.empty();
    }
    String url = callback.get("url").textValue();
    recipients.callbackFault(url).ifPresent(what -> faults.add("/callback/url", what));
    return Optional.of(new Callback(url, text(callback, "events").filter("all"::equals).isPresent()));
  }

  private static void checkTimes(NotificationRequest request, Faults faults) {
    request.expiresAt().ifPresent(end -> {
      if (!end.isAfter(request.receivedAt())) {
        faults.add("/expiresAt", "is over already");
      } else if (request.notBefore().filter(begin -> !begin.isBefore(end)).isPresent()) {
        faults.add("/expiresAt", "must be after notBefore");
      }
    });
  }

  private void checkWords(NotificationRequest request, Faults faults) {
    if (request.template().isPresent()) {
      checkTemplate(request, faults);
      return;
    }
    if (request.words().text().isBlank()) {
      faults.add("/text", "must not be blank");
    }
    if (CONTROL.matcher(request.words().subject()).find()) {
      faults.add("/subject", "must be one line");
    }
    int length = request.words().length();
    request.reaches().stream().filter(reach -> length > reach.longest())
        .forEach(reach -> faults.add("/text", "has %,d characters; for %s at most %,d are allowed".formatted(length, reach.word(), reach.longest())));
  }

  /** Each channel has words of its own, or the template is of no use there. */
  private void checkTemplate(NotificationRequest request, Faults faults) {
    String name = request.template().orElseThrow();
    for (Reach reach : request.reaches()) {
      if (!wordings.kinds(reach.word()).containsKey(name)) {
        faults.add("/template", "has no words for " + reach.word());
      }
    }
  }
}
