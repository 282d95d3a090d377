package wadi.camel.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;
import wadi.camel.tracing.Traces;
import wadi.platform.Settings;
import wadi.platform.ports.Webhooks;
import wadi.platform.ports.Webhooks.Call;
import wadi.platform.ports.Webhooks.Posted;
import wadi.platform.tracing.TraceContext;

/** Signed posts to addresses that others gave us: webhooks and callbacks. Named in YAML as {@code posts}; docs/callbacks.md. */
public final class Posts {
  private static final int GONE = 410;
  /** What a receiver has no use for. */
  private static final Set<String> OURS = Set.of("cardFingerprint");

  private final Webhooks webhooks;
  private final Clock clock;
  private final Duration usefulFor;
  private final Duration retryFor;
  private final ObjectMapper json;

  public Posts(Webhooks webhooks, Clock clock, Settings settings, ObjectMapper json) {
    this.webhooks = webhooks;
    this.clock = clock;
    this.usefulFor = settings.duration("alerting.useful-for");
    this.retryFor = settings.duration("delivery.callback.retry-for");
    this.json = json;
  }

  /** The delivery that promises an alert to one address. With its {@code text} a chat program takes it too. */
  public Map<String, Object> promise(@Body String recipient, @Variable("alert") Map<String, Object> alert, @Variable("severity") String severity,
      @Variable("text") String text) {
    Map<String, Object> data = new LinkedHashMap<>(alert);
    data.keySet().removeAll(OURS);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", "alert.raised");
    body.put("timestamp", alert.get("raisedAt") instanceof String raisedAt ? raisedAt : clock.instant().toString());
    body.put("text", text.strip());
    body.put("data", data);
    return Messages.delivery(recipient, alert, severity, Map.of("body", body, "client", ""), usefulFor);
  }

  /**
   * Posts a delivery's {@code body}, or its {@code text} alone, signed for its {@code client}.
   *
   * @throws SendDeferred and the other exceptions of that kind, unless the receiver has taken it
   */
  public void post(@Body Map<String, Object> delivery, Exchange exchange) throws JsonProcessingException {
    Map<?, ?> payload = delivery.get("payload") instanceof Map<?, ?> map ? map : Map.of();
    Object body = payload.get("body") == null && payload.get("text") instanceof String text ? Map.of("text", text) : payload.get("body");
    if (body == null) {
      throw new SendRefused("there is no \"body\" to post");
    }
    Object client = payload.get("client");
    Posted posted = webhooks.post(new Call(String.valueOf(delivery.get("recipient")), "msg_" + delivery.get("id"), client == null ? "" : client.toString(),
        json.writeValueAsString(body), Traces.of(exchange).map(TraceContext::parent)));
    boolean last = isOld(payload.get("since"));
    switch (posted.ending()) {
      case ANSWERED -> answered(posted, last);
      case FORBIDDEN -> throw new SendRefused(posted.words());
      case UNANSWERED -> throw last ? tooLong(posted.words()) : SendUnanswered.byTarget(posted.words());
      case NOT_TRIED -> throw SendDeferred.untried(posted.words(), posted.pause());
      default -> throw later(posted.words(), posted.pause(), last);
    }
  }

  private static void answered(Posted posted, boolean last) {
    if (posted.status() == GONE) {
      throw new SendRefused("HTTP 410, the receiver wants no more");
    }
    if (posted.status() >= 300 && posted.status() < 400) {
      throw later("HTTP " + posted.status() + ", redirects are not followed", posted.pause(), last);
    }
    if (posted.status() < 200 || posted.status() >= 300) {
      throw later("HTTP " + posted.status(), posted.pause(), last);
    }
  }

  private static RuntimeException later(String words, Duration pause, boolean last) {
    return last ? tooLong(words) : new SendDeferred(words, false, Optional.of(pause).filter(given -> !given.isZero()));
  }

  private static SendRefused tooLong(String words) {
    return new SendRefused("what it tells of is too old for another try: " + words);
  }

  /** One that waited for others to be given up has one try, not as long a time again. */
  private boolean isOld(Object since) {
    try {
      return since != null && Instant.parse(since.toString()).plus(retryFor).isBefore(clock.instant());
    } catch (DateTimeException e) {
      return false;
    }
  }
}
