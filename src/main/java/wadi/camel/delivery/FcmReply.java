package wadi.camel.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.http.base.HttpOperationFailedException;
import wadi.domain.delivery.RetryAfter;

/**
 * What FCM answered: {@code {"name"}}, or Google's error with an FcmError among its details
 * (https://firebase.google.com/docs/reference/fcm/rest/v1/ErrorCode).
 */
record FcmReply(int status, Map<String, Object> headers, String body, Instant now) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int UNAUTHORIZED = 401;
  private static final int TOO_MANY = 429;
  /** When it does not say how long, its documentation does. */
  private static final Duration A_MINUTE = Duration.ofMinutes(1);

  /** Whether our token was not taken. The same status also says that Firebase has no good key for Apple's devices. */
  boolean isAboutBearer() {
    return status == UNAUTHORIZED && !code().equals("THIRD_PARTY_AUTH_ERROR");
  }

  /** Empty when it gave none: whatever it says, a status of 200 to 299 means that it took the message. */
  String messageId() throws HttpOperationFailedException {
    if (status >= 200 && status < 300) {
      return json().path("name").asText();
    }
    String message = json().path("error").path("message").asText();
    String words = code().isEmpty() ? "HTTP " + status : code() + ": " + message;
    switch (code()) {
      case "UNREGISTERED", "INVALID_ARGUMENT", "SENDER_ID_MISMATCH" -> throw new SendRefused(words);
      case "THIRD_PARTY_AUTH_ERROR" -> throw new SendDeferred(words + " (ours to mend: the keys for Apple or for web push in the Firebase console)");
      default -> { }
    }
    if (status == TOO_MANY) {
      throw new SendDeferred(words, !isAboutOneDevice(), Optional.of(pause().orElse(A_MINUTE)));
    }
    if (isAboutBearer()) {
      throw new SendMisconfigured(words.startsWith("HTTP") ? words + " " + message : words);
    }
    if (code().equals("UNAVAILABLE") || code().equals("INTERNAL")) {
      throw new SendDeferred(words, true, pause());
    }
    throw new HttpOperationFailedException("", status, "", header("Location").orElse(null), texts(), message.isEmpty() ? body : message);
  }

  /** FCM's own code; without one nothing is known about the device. */
  private String code() {
    for (JsonNode detail : json().path("error").path("details")) {
      if (detail.path("@type").asText().endsWith("google.firebase.fcm.v1.FcmError")) {
        return detail.path("errorCode").asText();
      }
    }
    return "";
  }

  /** The rate of messages to one device has a limit of its own. */
  private boolean isAboutOneDevice() {
    for (JsonNode detail : json().path("error").path("details")) {
      for (JsonNode violation : detail.path("violations")) {
        if ((violation.path("subject").asText() + violation.path("description").asText()).toLowerCase(Locale.ROOT).contains("device")) {
          return true;
        }
      }
    }
    return false;
  }

  private JsonNode json() {
    try {
      return Optional.ofNullable(JSON.readTree(body)).orElseGet(JSON::createObjectNode);
    } catch (JsonProcessingException e) {
      return JSON.createObjectNode();
    }
  }

  private Optional<Duration> pause() {
    return header("Retry-After").flatMap(value -> RetryAfter.read(value, now));
  }

  private Optional<String> header(String name) {
    return headers.entrySet().stream().filter(h -> h.getKey().equalsIgnoreCase(name)).findFirst().map(h -> String.valueOf(h.getValue()).strip());
  }

  private Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    headers.forEach((name, value) -> texts.put(name, String.valueOf(value)));
    return texts;
  }
}
