package wadi.platform.inbox;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Stands in for Firebase Cloud Messaging during development: {@code POST /sandbox/fcm/v1/projects/PROJECT/messages:send} refuses and answers
 * as Google documents it (https://firebase.google.com/docs/reference/fcm/rest/v1/projects.messages/send), takes any bearer token, and shows
 * what it took in the inbox.
 */
public final class FcmSandbox {
  private static final Logger log = LoggerFactory.getLogger(FcmSandbox.class);

  private static final String PATH = "/sandbox/fcm/v1/projects/(?<project>[a-zA-Z0-9.:-]+)/messages:send";
  private static final int LARGEST_REQUEST = 64 << 10;
  private static final Pattern TOKEN = Pattern.compile("[\\w:.-]{1,4096}");

  private final Inbox inbox;

  public FcmSandbox(Inbox inbox) {
    this.inbox = inbox;
  }

  /** Adds its path to the router. */
  public void mount(Router router) {
    router.postWithRegex(PATH).handler(BodyHandler.create(false).setBodyLimit(LARGEST_REQUEST)).blockingHandler(this::receive, false);
  }

  private void receive(RoutingContext context) {
    if (!String.valueOf(context.request().getHeader("Authorization")).startsWith("Bearer ")) {
      refuse(context, 401, "UNAUTHENTICATED", "Request is missing required authentication credential. Expected OAuth 2 access token.", null);
      return;
    }
    try {
      JsonObject message = context.body().asJsonObject() == null ? null : context.body().asJsonObject().getJsonObject("message");
      if (message == null || message.getString("token") == null) {
        refuse(context, 400, "INVALID_ARGUMENT", "Recipient of the message is not set.", "INVALID_ARGUMENT");
      } else if (!TOKEN.matcher(message.getString("token")).matches()) {
        refuse(context, 400, "INVALID_ARGUMENT", "The registration token is not a valid FCM registration token", "INVALID_ARGUMENT");
      } else {
        take(context, message);
      }
    } catch (DecodeException | ClassCastException e) {
      refuse(context, 400, "INVALID_ARGUMENT", "Invalid JSON payload received.", null);
    }
  }

  private void take(RoutingContext context, JsonObject message) {
    JsonObject notification = message.getJsonObject("notification", new JsonObject());
    String text = notification.getString("body", "") + (message.containsKey("data") ? "\n" + message.getJsonObject("data").encode() : "");
    try {
      inbox.add(new InboxMessage("push", message.getString("token"), notification.getString("title", ""), text, null, Instant.now()),
          List.of(message.getString("token")));
      context.response().putHeader("Content-Type", "application/json; charset=UTF-8")
          .end(new JsonObject().put("name", "projects/%s/messages/%s".formatted(context.pathParam("project"), UUID.randomUUID())).encode());
    } catch (DataAccessException e) {
      log.warn("inbox: a push message was refused for now, because of {}", e.getClass().getSimpleName());
      refuse(context, 503, "UNAVAILABLE", "The service is currently unavailable.", "UNAVAILABLE");
    }
  }

  private static void refuse(RoutingContext context, int code, String status, String message, String errorCode) {
    JsonObject error = new JsonObject().put("code", code).put("message", message).put("status", status);
    if (errorCode != null) {
      error.put("details", new JsonArray().add(new JsonObject().put("@type", "type.googleapis.com/google.firebase.fcm.v1.FcmError").put("errorCode", errorCode)));
    }
    context.response().setStatusCode(code).putHeader("Content-Type", "application/json; charset=UTF-8").end(new JsonObject().put("error", error).encode());
  }
}
