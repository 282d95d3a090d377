package wadi.camel.notifications;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.camel.Header;
import org.apache.camel.Message;
import wadi.camel.RefusedRequest;
import wadi.platform.http.Problem;
import wadi.platform.ports.NotificationStates;

/** Named in YAML as {@code notificationStatus}: how notifications fare, for the client that asked for them. */
public final class NotificationStatus {
  private static final Pattern ID = Pattern.compile("[0-9]{1,16}");
  private static final Pattern LIMIT = Pattern.compile("[0-9]{1,3}");
  private static final List<String> STATES = List.of("received", "started", "submitted", "delivered", "failed", "expired", "cancelled");
  private static final String CURSOR = "before ";
  private static final int MOST = 100;
  private static final int USUAL = 20;

  private final NotificationStates states;
  private final ObjectMapper json;

  public NotificationStatus(NotificationStates states, ObjectMapper json) {
    this.states = states;
    this.json = json;
  }

  /** One with its recipients and their attempts, as JSON. */
  public String one(Message message, @Header("id") Object id) {
    return known(id).flatMap(number -> states.find(NotificationIntake.client(message), number)).orElseThrow(NotificationStatus::unknown);
  }

  /** The same, after what has not left was given up. */
  public String cancel(Message message, @Header("id") Object id) {
    return known(id).flatMap(number -> states.cancel(NotificationIntake.client(message), number)).orElseThrow(NotificationStatus::unknown);
  }

  /** A page of them, as JSON. */
  public String list(Message message, @Header("limit") Object limit, @Header("cursor") Object cursor, @Header("status") Object status) throws JsonProcessingException {
    if (status != null && !STATES.contains(status.toString())) {
      throw refused("status must be one of " + String.join(", ", STATES));
    }
    NotificationStates.Listing page = states.list(NotificationIntake.client(message), Optional.ofNullable(status).map(Object::toString), before(cursor), limit(limit));
    String next = json.writeValueAsString(page.next().map(id -> Base64.getUrlEncoder().withoutPadding().encodeToString((CURSOR + id).getBytes(StandardCharsets.US_ASCII)))
        .orElse(null));
    return "{\"notifications\":%s,\"next\":%s}".formatted(page.json(), next);
  }

  private static int limit(Object given) {
    if (given == null) {
      return USUAL;
    }
    int limit = LIMIT.matcher(given.toString()).matches() ? Integer.parseInt(given.toString()) : 0;
    if (limit < 1 || limit > MOST) {
      throw refused("limit must be a number from 1 to " + MOST);
    }
    return limit;
  }

  private static long before(Object cursor) {
    if (cursor == null) {
      return Long.MAX_VALUE;
    }
    try {
      String text = new String(Base64.getUrlDecoder().decode(cursor.toString()), StandardCharsets.US_ASCII);
      if (text.startsWith(CURSOR) && ID.matcher(text.substring(CURSOR.length())).matches()) {
        return Long.parseLong(text.substring(CURSOR.length()));
      }
    } catch (IllegalArgumentException e) {
      // the message below says it
    }
    throw refused("cursor must be the value of next in the page before");
  }

  private static Optional<Long> known(Object id) {
    return Optional.ofNullable(id).map(Object::toString).filter(text -> ID.matcher(text).matches()).map(Long::valueOf);
  }

  private static RefusedRequest refused(String what) {
    return new RefusedRequest(new Problem(400, "Bad Request", "The parameter " + what + "."));
  }

  private static RefusedRequest unknown() {
    return new RefusedRequest(new Problem(404, "Not Found", "There is no such notification."));
  }
}
