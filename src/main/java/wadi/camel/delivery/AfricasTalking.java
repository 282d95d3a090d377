package wadi.camel.delivery;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.camel.Body;
import org.apache.hc.core5.http.NameValuePair;
import org.apache.hc.core5.http.message.BasicNameValuePair;
import org.apache.hc.core5.net.WWWFormCodec;
import wadi.platform.Settings;
import wadi.platform.StartupException;

/**
 * Africa's Talking's own contract for bulk SMS: a form to {@code /version1/messaging}, and its reply. Named in YAML as
 * {@code africasTalking}.
 */
public final class AfricasTalking {
  private static final String PREFIX = "delivery.sms.africastalking.";
  private static final String SANDBOX_KEY = "sandbox";
  private static final Pattern PLAIN_INSIDE = Pattern.compile("http://(127\\.0\\.0\\.1|localhost|\\[::1])(:.*|/.*)?");

  private final String username;
  private final String apiKey;
  private final Optional<String> from;
  private final boolean receiptDue;

  public AfricasTalking(Settings settings) {
    this.username = settings.optional(PREFIX + "username").orElse("");
    this.apiKey = settings.optional(PREFIX + "api-key").orElse(SANDBOX_KEY);
    this.from = settings.optional(PREFIX + "from");
    this.receiptDue = AfricasTalkingReports.areDue(settings);
  }

  /**
   * Its properties, where it is the provider. An API key does not travel in the clear.
   *
   * @throws StartupException names the property and what would be right
   */
  public static void check(Settings settings) {
    AfricasTalkingReports.check(settings);
    if (!List.of(settings.optional("delivery.sms.provider").orElse("").split("[\\s,]+")).contains("africastalking")) {
      return;
    }
    settings.text(PREFIX + "username");
    String url = settings.text(PREFIX + "url");
    if (!url.startsWith("https://") && !PLAIN_INSIDE.matcher(url).matches()) {
      throw new StartupException(("The property %surl is \"%s\"; it must begin with https://, for example https://api.africastalking.com. "
          + "Only a gateway on this machine may be called over http://.").formatted(PREFIX, url));
    }
    if (url.startsWith("https://") && settings.optional(PREFIX + "api-key").isEmpty()) {
      throw new StartupException(("The property %surl leads to %s, which wants an API key: "
          + "set DELIVERY_SMS_AFRICASTALKING_API_KEY in the environment.").formatted(PREFIX, url));
    }
    if (url.contains("{{management.port}}") && !settings.flag("inbox.enabled")) {
      throw new StartupException(("The property %surl leads to the sandbox inside, which inbox.enabled=false switches off: "
          + "give it the provider's address, for example https://api.africastalking.com.").formatted(PREFIX));
    }
  }

  /** What the provider knows us by; without one of our own a word that does for the sandbox inside. */
  public String apiKey() {
    return apiKey;
  }

  /** Whether the provider reports later what became of a message it took. */
  public boolean receiptDue() {
    return receiptDue;
  }

  /** The request for one message to one recipient, as application/x-www-form-urlencoded. */
  public String form(@Body Map<String, Object> delivery) {
    List<NameValuePair> fields = new ArrayList<>();
    fields.add(new BasicNameValuePair("username", username));
    fields.add(new BasicNameValuePair("to", String.valueOf(delivery.get("recipient"))));
    fields.add(new BasicNameValuePair("message", String.valueOf(((Map<?, ?>) delivery.get("payload")).get("text"))));
    fields.add(new BasicNameValuePair("bulkSMSMode", "1"));
    from.ifPresent(sender -> fields.add(new BasicNameValuePair("from", sender)));
    return WWWFormCodec.format(fields, StandardCharsets.UTF_8);
  }

  /**
   * The provider's name for the message that {@code reply} says it took; empty when it gave none. A reply can say no
   * with HTTP 201, once for each recipient, or for all in its Message.
   *
   * @throws SendRefused and the other exceptions of that kind when it did not take it
   */
  public String messageId(@Body Map<String, Object> reply) {
    if (!(reply.get("SMSMessageData") instanceof Map<?, ?> data)) {
      throw new SendUnanswered("a reply without SMSMessageData");
    }
    if (!(data.get("Recipients") instanceof List<?> list) || list.isEmpty() || !(list.get(0) instanceof Map<?, ?> recipient)) {
      String message = String.valueOf(data.get("Message"));
      AfricasTalkingStatus.ofWord(message).ifPresent(AfricasTalkingStatus::orThrow);
      throw new SendDeferred("no recipient in the reply: " + message);
    }
    int code = recipient.get("statusCode") instanceof Number number ? number.intValue() : 0;
    Optional<AfricasTalkingStatus> status = AfricasTalkingStatus.ofCode(code);
    status.ifPresent(AfricasTalkingStatus::orThrow);
    if (status.isEmpty() && !"Success".equals(recipient.get("status"))) {
      throw new SendDeferred("statusCode " + code + " " + recipient.get("status") + ", which is not documented");
    }
    return recipient.get("messageId") instanceof String id && !id.equals("None") ? id : "";
  }
}
