package wadi.camel.notifications;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Variable;
import wadi.camel.RefusedRequest;
import wadi.camel.UnusableMessage;
import wadi.camel.notifications.NotificationReader.Arrival;
import wadi.camel.tracing.Traces;
import wadi.domain.notifications.Notification;
import wadi.domain.notifications.Notification.Api;
import wadi.domain.notifications.NotificationRequest;
import wadi.domain.notifications.NotificationRequest.Recipient;
import wadi.domain.notifications.Promises;
import wadi.domain.notifications.Reach;
import wadi.domain.notifications.Words;
import wadi.platform.http.Problem;
import wadi.platform.keys.Doorkeeper;
import wadi.platform.ports.Ids;
import wadi.platform.ports.NotificationStates;
import wadi.platform.ports.Notifications;
import wadi.platform.ports.Notifications.Acceptance;
import wadi.platform.tracing.TraceContext;

/** Named in YAML as {@code notifications}: what becomes of a request until it is stored. */
public final class NotificationIntake {
  /** The edge says so who asks, and lets nobody else say it. */
  static final String CLIENT = Doorkeeper.CLIENT;

  private static final String KEY = "Idempotency-Key";
  private static final Pattern USABLE = Pattern.compile("[!-~]{1,255}");

  /** Of the words to all recipients. */
  private static final long MOST_CHARACTERS = 20_000_000;

  private final NotificationReader reader;
  private final ObjectMapper json;
  private final Notifications notifications;
  private final NotificationStates states;
  private final Ids ids;
  private final Clock clock;

  NotificationIntake(NotificationReader reader, ObjectMapper json, Notifications notifications, NotificationStates states, Ids ids, Clock clock) {
    this.reader = reader;
    this.json = json;
    this.notifications = notifications;
    this.states = states;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * The request, checked.
   *
   * @throws UnusableMessage with everything that is wrong with it
   */
  public NotificationRequest read(Message message) throws IOException {
    JsonNode sent = tree(message);
    return read(sent, arrival(message, key(message)));
  }

  JsonNode tree(Message message) throws IOException {
    byte[] bytes = message.getBody(byte[].class);
    if (bytes == null || bytes.length == 0) {
      throw new RefusedRequest(new Problem(400, "Bad Request", "The body is empty."));
    }
    return json.readTree(bytes);
  }

  /** What can no longer be asked for may have been asked for in time, and what a template made then it may not make now: that is only a repetition. */
  NotificationRequest read(JsonNode sent, Arrival arrival) {
    try {
      NotificationRequest request = reader.read(sent, arrival);
      return isTemplate(request) ? repetition(sent, arrival).orElse(request) : request;
    } catch (UnusableMessage refused) {
      return repetition(sent, arrival).orElseThrow(() -> refused);
    }
  }

  private Optional<NotificationRequest> repetition(JsonNode sent, Arrival arrival) {
    Optional<String> key = arrival.key().or(() -> Optional.ofNullable(sent.get("id")).map(JsonNode::textValue)).filter(text -> USABLE.matcher(text).matches());
    return key.flatMap(text -> states.first(arrival.client(), Api.V2, text)).filter(first -> first.fingerprint().equals(reader.fingerprint(sent)))
        .map(first -> repetition(first, arrival, key.orElseThrow()));
  }

  private static NotificationRequest repetition(NotificationStates.First first, Arrival arrival, String key) {
    return new NotificationRequest(first.id(), arrival.client(), Optional.of(key), first.fingerprint(), arrival.at(),
        first.recipients().stream().map(to -> new Recipient(Reach.find(to.channel()).orElse(Reach.WEBHOOK), to.to())).toList(), Optional.empty(), Map.of(), Words.NONE, Map.of(), 0,
        Optional.empty(), Optional.empty(), Optional.empty(), Map.of());
  }

  Arrival arrival(Message message, Optional<String> key) {
    return new Arrival(ids.next(), client(message), key, clock.instant());
  }

  static String client(Message message) {
    return message.getHeader(CLIENT) instanceof String name ? name : "";
  }

  static Optional<String> key(Message message) {
    Object sent = message.getHeader(KEY);
    if (sent == null) {
      return Optional.empty();
    }
    if (!(sent instanceof String text) || !USABLE.matcher(text).matches()) {
      throw new RefusedRequest(new Problem(400, "Bad Request", "The header Idempotency-Key must be sent once, with 1 to 255 visible ASCII characters."));
    }
    return Optional.of(text);
  }

  /** Whether a template words it. */
  public boolean isTemplate(@Variable("request") NotificationRequest request) {
    return request.template().isPresent();
  }

  /**
   * Durable when it returns; the id is that of the first one under its key.
   *
   * @throws RefusedRequest when the key was used for another body
   */
  public Acceptance store(@Variable("request") NotificationRequest request, @Variable("words") Map<Reach, Words> words, Exchange exchange) {
    Acceptance acceptance = notifications.store(notification(request, words).in(Traces.of(exchange).map(TraceContext::parent)));
    if (!acceptance.sameBody()) {
      throw new RefusedRequest(otherBody());
    }
    return acceptance;
  }

  static Problem otherBody() {
    return new Problem(422, "Unprocessable Content", "This key was used with another body. Send each new notification with a new key.");
  }

  /**
   * @param words of a template; or null
   * @throws UnusableMessage when all its messages together are too large
   */
  Notification notification(NotificationRequest request, Map<Reach, Words> words) {
    long characters = request.recipients().stream().map(to -> words == null ? request.words() : words.getOrDefault(to.reach(), Words.NONE))
        .mapToLong(said -> (long) said.subject().length() + said.text().length() + said.html().length()).sum();
    if (characters > MOST_CHARACTERS) {
      throw new UnusableMessage(NotificationReader.WHAT, List.of(new Problem.At("/recipients",
          "get %,d characters together; at most %,d are allowed: send it in parts".formatted(characters, MOST_CHARACTERS))));
    }
    return new Notification(request.id(), request.client(), Api.V2, request.key(), request.fingerprint(), request.receivedAt(), request.callback(), request.metadata(),
        Promises.of(request, reach -> words == null ? request.words() : words.getOrDefault(reach, Words.NONE), ids::next));
  }
}
