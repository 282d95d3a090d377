package wadi.platform.inbox;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import wadi.platform.http.Problem;

/**
 * {@code /inbox} on the management port.
 *
 * <ul>
 *   <li>GET: the messages, oldest first, as {@code {"messages": [{"channel", "to", "subject", "text", "html",
 *       "receivedAt"}]}}, {@code html} being null where there is none; or, for a client that would rather have HTML, a
 *       page of them, newest first.
 *   <li>DELETE: empties the inbox, 204. Refused with 403 when a browser asks for it from another origin.
 * </ul>
 *
 * <p>503 while the database cannot be used. Problems are RFC 9457's.
 */
public final class InboxPages {

  private static final Logger log = LoggerFactory.getLogger(InboxPages.class);

  private static final String JSON = "application/json";
  private static final String HTML = "text/html";

  private final Inbox inbox;

  public InboxPages(Inbox inbox) {
    this.inbox = inbox;
  }

  /** Adds {@code /inbox} to the router. */
  public void mount(Router router) {
    router.get("/inbox").produces(JSON).produces(HTML).blockingHandler(withDatabase(this::show), false);
    router.get("/inbox").blockingHandler(withDatabase(this::show), false); // To whoever accepts neither: JSON.
    router.delete("/inbox").handler(InboxPages::refuseOtherOrigins);
    router.delete("/inbox").blockingHandler(withDatabase(this::clear), false);
    router.route("/inbox").handler(InboxPages::refuseMethod);
  }

  private void show(RoutingContext context) {
    HttpServerResponse response =
        context
            .response()
            .putHeader("Vary", "Accept")
            .putHeader("Cache-Control", "no-store")
            .putHeader("X-Content-Type-Options", "nosniff");
    if (HTML.equals(context.getAcceptableContentType())) {
      String page = InboxPage.of(inbox.messages());
      response
          .putHeader("Content-Type", HTML + "; charset=utf-8")
          .putHeader("Content-Security-Policy", InboxPage.CONTENT_SECURITY_POLICY)
          .putHeader("Referrer-Policy", "no-referrer")
          .end(page);
    } else {
      JsonArray messages = new JsonArray();
      inbox.messages().forEach(message -> messages.add(json(message)));
      response
          .putHeader("Content-Type", JSON)
          .end(new JsonObject().put("messages", messages).toBuffer());
    }
  }

  private void clear(RoutingContext context) {
    inbox.clear();
    context.response().setStatusCode(204).end();
  }

  private static JsonObject json(InboxMessage message) {
    return new JsonObject()
        .put("channel", message.channel())
        .put("to", message.to())
        .put("subject", message.subject())
        .put("text", message.text())
        .put("html", message.html())
        .put("receivedAt", message.receivedAt().toString());
  }

  private static Handler<RoutingContext> withDatabase(Handler<RoutingContext> work) {
    return context -> {
      try {
        work.handle(context);
      } catch (DataAccessException e) {
        log.warn("inbox: a request was refused, because of {}", e.getClass().getSimpleName());
        new Problem(503, "Service Unavailable", "The inbox cannot be reached while the database is down.")
            .send(context.response());
      }
    };
  }

  /** A page somewhere else must not empty the inbox of whoever looks at it; programs send no Origin. */
  private static void refuseOtherOrigins(RoutingContext context) {
    HttpServerRequest request = context.request();
    String origin = request.getHeader("Origin");
    if (origin == null || origin.equalsIgnoreCase(request.scheme() + "://" + request.authority())) {
      context.next();
    } else {
      new Problem(403, "Forbidden", "The inbox may not be emptied from a page of another origin.")
          .send(context.response());
    }
  }

  private static void refuseMethod(RoutingContext context) {
    new Problem(405, "Method Not Allowed", "The inbox knows GET and DELETE.")
        .send(context.response().putHeader("Allow", "GET, DELETE"));
  }
}
