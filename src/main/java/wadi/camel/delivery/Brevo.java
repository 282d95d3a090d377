package wadi.camel.delivery;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.Headers;
import org.apache.camel.http.base.HttpOperationFailedException;
import wadi.platform.Settings;
import wadi.platform.StartupException;

/**
 * Brevo, once Sendinblue (https://developers.brevo.com/reference/sendtransacemail): the request for a mail, what its reply means, and the
 * credits an account has left. Named in YAML as {@code brevo}.
 */
public final class Brevo {
  private static final String PREFIX = "delivery.email.brevo.";
  private static final Pattern PLAIN_INSIDE = Pattern.compile("http://(127\\.0\\.0\\.1|localhost|\\[::1])(:.*|/.*)?");
  private static final String NAME = "brevo";
  private static final Set<String> NO_MAIL = Set.of("sms", "reseller");
  /** Brevo's own limit. */
  private static final int LONGEST_NAME = 70;

  private final String apiKey;
  private final String domain;
  private final String sender;

  public Brevo(Settings settings) {
    this.apiKey = settings.optional(PREFIX + "api-key").orElse("");
    this.domain = settings.text("delivery.email.message-id-domain");
    this.sender = settings.text("delivery.email.from");
  }

  /**
   * Its properties, where it is one of the providers. An API key does not travel in the clear.
   *
   * @throws StartupException names the property and what would be right
   */
  public static void check(Settings settings) {
    if (settings.optional("delivery.email.provider").stream().flatMap(all -> Stream.of(all.split(","))).map(String::strip).noneMatch(NAME::equals)) {
      return;
    }
    String url = settings.text(PREFIX + "url");
    if (!url.startsWith("https://") && !PLAIN_INSIDE.matcher(url).matches()) {
      throw new StartupException(("The property %surl is \"%s\"; it must begin with https://, for example https://api.brevo.com/v3. "
          + "Only a server on this machine may be called over http://.").formatted(PREFIX, url));
    }
    if (settings.optional(PREFIX + "api-key").isEmpty()) {
      throw new StartupException("delivery.email.provider names brevo, which wants an API key: set DELIVERY_EMAIL_BREVO_API_KEY in the environment.");
    }
  }

  /** Of our account; empty where Brevo is not used. */
  public String apiKey() {
    return apiKey;
  }

  /**
   * The request for one mail. One with a {@code template} is worded by Brevo: the request is exactly that of the mail service before.
   *
   * @throws SendRefused when its recipient cannot be one
   */
  public Map<String, Object> request(@Body Map<String, Object> delivery) {
    Map<?, ?> payload = delivery.get("payload") instanceof Map<?, ?> map ? map : Map.of();
    Map<String, Object> to = new LinkedHashMap<>();
    String name = payload.get("name") instanceof String given ? cut(HeaderText.oneLine(given)) : "";
    if (!name.isEmpty()) {
      to.put("name", name);
    }
    to.put("email", MailAddress.of(delivery.get("recipient")).text());
    return payload.get("template") instanceof Map<?, ?> template ? ofTemplate(template, to) : BrevoMail.of(payload, to, sender, delivery.get("id") + "@" + domain);
  }

  private static Map<String, Object> ofTemplate(Map<?, ?> template, Map<String, Object> to) {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("templateId", template.get("id"));
    request.put("to", List.of(to));
    request.put("params", template.get("params") instanceof Map<?, ?> params ? params : Map.of());
    return request;
  }

  private static String cut(String name) {
    int[] characters = name.codePoints().limit(LONGEST_NAME).toArray();
    return new String(characters, 0, characters.length);
  }

  /**
   * The provider's name for the mail; empty when it gave none.
   *
   * @throws SendRefused and the other exceptions of that kind, or one by the status, when it did not take it
   */
  public String messageId(@Header(Exchange.HTTP_RESPONSE_CODE) Integer status, @Headers Map<String, Object> headers, @Body String body)
      throws HttpOperationFailedException {
    return new BrevoReply(status == null ? 0 : status, headers, body == null ? "" : body).messageId();
  }

  /** Mails the account may still send: those of its free plan, or of the first for mails that has a limit; null when there is none. */
  public Long credits(@Body Map<String, Object> account) {
    List<Map<?, ?>> plans = new ArrayList<>();
    if (account.get("plan") instanceof List<?> list) {
      list.forEach(plan -> plans.add(plan instanceof Map<?, ?> map ? map : Map.of()));
    }
    return plans.stream().filter(plan -> "free".equals(plan.get("type"))).findFirst()
        .or(() -> plans.stream().filter(plan -> "sendLimit".equals(plan.get("creditsType")) && !NO_MAIL.contains(String.valueOf(plan.get("type")))).findFirst())
        .map(plan -> plan.get("credits")).map(credits -> credits instanceof Number number ? Math.max(0, number.longValue()) : null).orElse(null);
  }
}
