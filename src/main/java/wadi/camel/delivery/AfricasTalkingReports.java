package wadi.camel.delivery;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.apache.hc.core5.http.NameValuePair;
import org.apache.hc.core5.net.WWWFormCodec;
import wadi.camel.RefusedRequest;
import wadi.domain.delivery.Receipt;
import wadi.platform.Settings;
import wadi.platform.StartupException;
import wadi.platform.http.Problem;
import wadi.platform.ports.Receipts;

/**
 * Africa's Talking's delivery reports, which come as forms with the fields id, status, phoneNumber, networkCode, failureReason and retryCount
 * (https://developers.africastalking.com/docs/sms/notifications). Named in YAML as {@code africasTalkingReports}.
 */
public final class AfricasTalkingReports {
  private static final String PROVIDER = "africastalking";
  private static final String SECRET = "delivery.sms.africastalking.receipts-secret";
  private static final String GOOD_SECRET = "[A-Za-z0-9._~-]{16,200}";
  private static final int LONGEST = 200;

  private final Optional<byte[]> secret;
  private final Receipts receipts;
  private final Clock clock;

  public AfricasTalkingReports(Settings settings, Receipts receipts, Clock clock) {
    this.secret = secret(settings).map(text -> text.getBytes(StandardCharsets.UTF_8));
    this.receipts = receipts;
    this.clock = clock;
  }

  /** Whether the provider sends reports to us; then a message is delivered when one says so. */
  static boolean areDue(Settings settings) {
    return secret(settings).isPresent();
  }

  private static Optional<String> secret(Settings settings) {
    return settings.optional(SECRET);
  }

  /** @throws StartupException when the secret of the path is none */
  static void check(Settings settings) {
    if (secret(settings).filter(text -> !text.matches(GOOD_SECRET)).isPresent()) {
      throw new StartupException(("The property %s (%s) must be 16 to 200 letters, digits and signs of . _ ~ -, for example from: openssl rand -hex 24")
          .formatted(SECRET, Settings.variable(SECRET)));
    }
  }

  /**
   * Keeps the report; it is kept when this returns.
   *
   * @param given the last part of the path: who does not know it finds nothing here
   * @throws RefusedRequest when it cannot be read
   */
  public void record(@Header("secret") String given, @Body String form) {
    if (!isRight(given)) {
      throw new RefusedRequest(new Problem(404, "Not Found", "There is nothing at this path."));
    }
    Map<String, String> fields = WWWFormCodec.parse(form == null ? "" : form, StandardCharsets.UTF_8).stream()
        .collect(Collectors.toMap(NameValuePair::getName, field -> field.getValue() == null ? "" : field.getValue().strip(), (first, second) -> first));
    receipts.record(new Receipt(PROVIDER, field(fields, "id"), state(field(fields, "status")), reason(fields), clock.instant()));
  }

  private boolean isRight(String given) {
    return secret.isPresent() && given != null && MessageDigest.isEqual(secret.get(), given.getBytes(StandardCharsets.UTF_8));
  }

  private static String field(Map<String, String> fields, String name) {
    String value = fields.getOrDefault(name, "");
    if (value.isEmpty() || value.length() > LONGEST) {
      throw new RefusedRequest(new Problem(400, "Bad Request", "The report must be a form with the field " + name + "."));
    }
    return value;
  }

  /** A status that is not documented is no end: the report after it will say. */
  private static Receipt.State state(String status) {
    return switch (status) {
      case "Success" -> Receipt.State.DELIVERED;
      case "Rejected", "Failed", "AbsentSubscriber" -> Receipt.State.FAILED;
      case "Expired" -> Receipt.State.EXPIRED;
      default -> Receipt.State.UNDERWAY;
    };
  }

  private static String reason(Map<String, String> fields) {
    return (fields.get("status") + " " + fields.getOrDefault("failureReason", "")).strip();
  }
}
