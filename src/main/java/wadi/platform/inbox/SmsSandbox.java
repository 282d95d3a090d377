package wadi.platform.inbox;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import wadi.platform.Settings;

/**
 * Stands in for Africa's Talking during development: {@code POST /sandbox/africastalking/version1/messaging} refuses and
 * answers as the provider documents it (https://developers.africastalking.com/docs/sms/sending/bulk), takes any API
 * key, and shows what it took in the inbox. It answers in JSON alone.
 */
public final class SmsSandbox {
  private static final Logger log = LoggerFactory.getLogger(SmsSandbox.class);

  private static final String PATH = "/sandbox/africastalking/version1/messaging";
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final int LARGEST_REQUEST = 64 << 10;
  private static final Pattern NUMBER = Pattern.compile("\\+\\d{1,3}\\d{3,}");
  private static final List<String> REQUIRED = List.of("username", "to", "message");
  private static final int TAKEN = 101;
  private static final double COST = 0.8;

  private final Inbox inbox;
  private final Optional<SmsSandboxReports> reports;

  /** It sends delivery reports where {@code delivery.sms.africastalking.receipts-secret} says that they are expected. */
  public SmsSandbox(Inbox inbox, Settings settings) {
    this(inbox, SmsSandboxReports.of(settings));
  }

  SmsSandbox(Inbox inbox, Optional<SmsSandboxReports> reports) {
    this.inbox = inbox;
    this.reports = reports;
  }

  /** Adds the gateway's path to the router. */
  public void mount(Router router) {
    router.post(PATH).handler(BodyHandler.create(false).setBodyLimit(LARGEST_REQUEST)).blockingHandler(this::receive, false);
  }

  private void receive(RoutingContext context) {
    MultiMap form = context.request().formAttributes();
    String key = context.request().getHeader("ApiKey");
    String type = String.valueOf(context.request().getHeader("Content-Type")).toLowerCase(Locale.ROOT);
    String accept = String.valueOf(context.request().getHeader("Accept"));
    if (key == null || key.isBlank()) {
      refuse(context, 401, "The resource requires authentication, which was not supplied with the request");
    } else if (!type.startsWith(FORM)) {
      refuse(context, 415, "There was a problem with the request's Content-Type: expected " + FORM);
    } else if (!accept.contains("application/json")) {
      refuse(context, 406, "This sandbox answers in application/json only; the provider's default is XML");
    } else {
      REQUIRED.stream().filter(name -> form.get(name) == null || form.get(name).isEmpty()).findFirst().ifPresentOrElse(
          name -> refuse(context, 400, "Request is missing required form field '" + name + "'"), () -> take(context, form));
    }
  }

  private void take(RoutingContext context, MultiMap form) {
    JsonArray recipients = new JsonArray();
    List<String> taken = new ArrayList<>();
    for (String number : form.get("to").split(",")) {
      boolean valid = NUMBER.matcher(number.strip()).matches();
      recipients.add(recipient(number.strip(), valid));
      if (valid) {
        taken.add(number.strip());
      }
    }
    try {
      if (!taken.isEmpty()) {
        inbox.add(new InboxMessage("sms", taken.get(0), "", form.get("message"), null, Instant.now()), taken);
      }
      answer(context.response(), recipients, taken.size());
      reports.ifPresent(sender -> recipients.stream().map(JsonObject.class::cast).filter(recipient -> recipient.getInteger("statusCode") == TAKEN)
          .forEach(recipient -> sender.taken(recipient.getString("messageId"), recipient.getString("number"))));
    } catch (DataAccessException e) {
      log.warn("inbox: an SMS was refused for now, because of {}", e.getClass().getSimpleName());
      refuse(context, 500, "There was an internal server error.");
    }
  }

  private static JsonObject recipient(String number, boolean valid) {
    return new JsonObject().put("statusCode", valid ? TAKEN : 403).put("number", number)
        .put("status", valid ? "Success" : "InvalidPhoneNumber")
        .put("cost", valid ? money(COST) : "0")
        .put("messageId", valid ? "ATXid_" + UUID.randomUUID().toString().replace("-", "") : "None");
  }

  private static void answer(HttpServerResponse response, JsonArray recipients, int taken) {
    String message = "Sent to %d/%d Total Cost: %s".formatted(taken, recipients.size(), taken == 0 ? "0" : money(COST * taken));
    response.setStatusCode(201).putHeader("Content-Type", "application/json")
        .end(new JsonObject().put("SMSMessageData", new JsonObject().put("Message", message).put("Recipients", recipients)).encode());
  }

  private static String money(double amount) {
    return String.format(Locale.ROOT, "KES %.4f", amount);
  }

  private static void refuse(RoutingContext context, int status, String text) {
    context.response().setStatusCode(status).putHeader("Content-Type", "text/plain; charset=UTF-8").end(text);
  }
}
