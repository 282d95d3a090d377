package wadi.platform.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.http.HttpServerResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What went wrong with a request, as RFC 9457 says it.
 *
 * @param detail for the caller; never repeats what was sent
 * @param errors one for each place in the message that is wrong, by JSON pointer (RFC 6901)
 */
public record Problem(int status, String title, String detail, List<At> errors) {
  public static final String CONTENT_TYPE = "application/problem+json";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A place in the message and what is wrong there. */
  public record At(String pointer, String detail) {}

  public Problem(int status, String title, String detail) {
    this(status, title, detail, List.of());
  }

  /** As JSON values, in the order RFC 9457 lists them. */
  public Map<String, Object> members() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("type", "about:blank");
    members.put("title", title);
    members.put("status", status);
    members.put("detail", detail);
    if (!errors.isEmpty()) {
      members.put("errors", errors);
    }
    return members;
  }

  /** Ends the response with this problem, unless it was begun already. */
  public void send(HttpServerResponse response) {
    if (response.headWritten()) {
      response.reset();
      return;
    }
    response.setStatusCode(status).putHeader("Content-Type", CONTENT_TYPE).end(text());
  }

  private String text() {
    try {
      return JSON.writeValueAsString(members());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
