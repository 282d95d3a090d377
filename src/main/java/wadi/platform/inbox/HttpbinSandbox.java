package wadi.platform.inbox;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Stands in for httpbin during development: {@code POST /sandbox/httpbin/post} answers with what it was sent, as httpbin does, and shows it
 * in the inbox.
 */
public final class HttpbinSandbox {
  private static final Logger log = LoggerFactory.getLogger(HttpbinSandbox.class);
  private static final int LARGEST_REQUEST = 1 << 20;

  private final Inbox inbox;

  public HttpbinSandbox(Inbox inbox) {
    this.inbox = inbox;
  }

  /** Adds its path to the router. */
  public void mount(Router router) {
    router.post("/sandbox/httpbin/post").handler(BodyHandler.create(false).setBodyLimit(LARGEST_REQUEST)).blockingHandler(this::receive, false);
  }

  private void receive(RoutingContext context) {
    String data = context.body().buffer() == null ? "" : context.body().buffer().toString(StandardCharsets.UTF_8);
    JsonObject json = json(data);
    try {
      String recipient = json == null ? "" : json.getString("recipient", "");
      String text = json == null ? data : json.getString("message", data);
      inbox.add(new InboxMessage("dummy", recipient, json == null ? "" : json.getString("senderId", ""), text, null, Instant.now()), List.of(recipient));
      context.response().putHeader("Content-Type", "application/json").end(new JsonObject().put("args", new JsonObject()).put("data", data)
          .put("files", new JsonObject()).put("form", new JsonObject()).put("json", json).put("url", context.request().absoluteURI()).encode());
    } catch (DataAccessException e) {
      log.warn("inbox: a message was refused for now, because of {}", e.getClass().getSimpleName());
      context.response().setStatusCode(500).end();
    }
  }

  private static JsonObject json(String data) {
    try {
      return new JsonObject(data);
    } catch (DecodeException e) {
      return null;
    }
  }
}
