package wadi.camel.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.http.base.HttpOperationFailedException;

/**
 * What Brevo answered: {@code {"messageId"}} with a status from 200 to 299, otherwise {@code {"code", "message"}}
 * (https://developers.brevo.com/docs/how-it-works, https://developers.brevo.com/docs/limit-headers).
 */
record BrevoReply(int status, Map<String, Object> headers, String body) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int BAD_REQUEST = 400;
  private static final int TOO_MANY = 429;

  /** Empty when it gave none: whatever it says, a status of 200 to 299 means that it took the mail. */
  String messageId() throws HttpOperationFailedException {
    Optional<JsonNode> json = json();
    if (status >= 200 && status < 300) {
      return json.map(reply -> reply.path("messageId").asText()).orElse("");
    }
    String code = json.map(reply -> reply.path("code").asText()).orElse("");
    String words = "HTTP " + status + json.map(reply -> " " + code + ": " + reply.path("message").asText()).orElse(" " + body.strip());
    if (status == TOO_MANY) {
      throw new SendDeferred(words, true, pause());
    }
    if (code.equals("not_enough_credits") || status == BAD_REQUEST && isAboutSender(json)) {
      throw new SendMisconfigured(words);
    }
    throw new HttpOperationFailedException("", status, "", header("Location").orElse(null), texts(), words.substring(words.indexOf(' ', 5) + 1));
  }

  /** It says so of a sender that the account has not shown to be its own: every mail meets that. */
  private static boolean isAboutSender(Optional<JsonNode> json) {
    return json.filter(reply -> reply.path("message").asText().toLowerCase(Locale.ROOT).matches("(?s).*\\bsender\\b.*")).isPresent();
  }

  private Optional<JsonNode> json() {
    try {
      return Optional.ofNullable(JSON.readTree(body)).filter(JsonNode::isObject);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** Seconds, as its documentation says. */
  private Optional<Duration> pause() {
    return header("x-sib-ratelimit-reset").or(() -> header("Retry-After")).filter(text -> text.matches("\\d{1,9}")).map(text -> Duration.ofSeconds(Long.parseLong(text)));
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
