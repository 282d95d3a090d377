package wadi.camel.delivery;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Body;
import wadi.platform.Settings;
import wadi.platform.StartupException;

/** A server that answers with what it was sent (https://httpbin.org), to try things out. Named in YAML as {@code httpbin}. */
public final class Httpbin {
  private static final String URL = "delivery.dummy.httpbin.url";

  /** @throws StartupException names the property and what would be right */
  public static void check(Settings settings) {
    if (settings.optional("delivery.dummy.provider").isEmpty()) {
      return;
    }
    String url = settings.text(URL);
    if (!url.matches("https?://.+")) {
      throw new StartupException("The property %s is \"%s\"; it must begin with https:// or http://, for example https://httpbin.org.".formatted(URL, url));
    }
  }

  private final SandboxInside sandbox;

  public Httpbin(Settings settings) {
    this.sandbox = new SandboxInside(settings, URL);
  }

  /**
   * What is posted for one message to one recipient.
   *
   * @throws SendMisconfigured when it would go to the sandbox inside, and there is none
   */
  public Map<String, Object> request(@Body Map<String, Object> delivery) {
    sandbox.mustBeThere();
    Map<?, ?> payload = delivery.get("payload") instanceof Map<?, ?> map ? map : Map.of();
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("recipient", delivery.get("recipient"));
    request.put("message", String.valueOf(payload.get("text")));
    if (payload.get("senderId") != null) {
      request.put("senderId", payload.get("senderId"));
    }
    return request;
  }
}
