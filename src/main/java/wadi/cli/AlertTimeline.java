package wadi.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/** What happened to one alert, in the order it happened. */
final class AlertTimeline {
  private final List<Event> events = new ArrayList<>();
  private final StringJoiner text = new StringJoiner("\n");

  private record Event(String at, String what) {}

  private AlertTimeline() {}

  static String of(JsonNode alert) {
    AlertTimeline timeline = new AlertTimeline();
    timeline.head(alert);
    timeline.alert(alert);
    timeline.silence(alert);
    alert.get("deliveries").forEach(timeline::delivery);
    timeline.finish(alert);
    return timeline.text.toString();
  }

  private void head(JsonNode alert) {
    text.add("Alert %s, %s, %s".formatted(Words.of(alert.get("id")), Words.of(alert.get("severity")), Words.of(alert.get("kind"))));
    JsonNode verdict = alert.get("verdict");
    if (verdict.isObject()) {
      text.add("  verdict      %s, score %s, rules %s".formatted(Words.of(verdict.get("decision")), Words.of(verdict.get("score")), Words.of(verdict.get("rules"))));
      verdict.get("reasons").forEach(reason -> text.add("  because      " + TransactionText.said(reason)));
      verdict.path("shadowReasons").forEach(reason -> text.add("  shadow       " + TransactionText.said(reason) + "; it only watches"));
    }
    JsonNode body = alert.get("body");
    if (body.hasNonNull("transactionID")) {
      text.add("  transaction  %s, %s %s, card %s".formatted(Words.of(body.get("transactionID")), Words.of(body.get("amount")),
          Words.of(body.get("currency")), Words.of(body.get("card"))));
    }
    text.add("");
  }

  private void alert(JsonNode alert) {
    JsonNode transaction = alert.get("transaction");
    if (transaction.isObject()) {
      add(transaction.get("receivedAt"), "transaction received over " + Words.of(transaction.get("transport")));
    }
    add(alert.get("raisedAt"), "alert raised" + (alert.hasNonNull("folded") ? "; its message tells of " + Words.of(alert.get("folded")) + " that were not sent" : ""));
    if (alert.hasNonNull("foldedInto")) {
      add(alert.get("raisedAt"), "not sent by itself: alert " + Words.of(alert.get("foldedInto")) + " about this card had just been (alerting.repeat-after)");
    }
  }

  private void silence(JsonNode alert) {
    if (alert.hasNonNull("silencedBy")) {
      JsonNode silence = alert.path("silence");
      add(alert.get("raisedAt"), "told to nobody: silenced by %s%s".formatted(Words.of(alert.get("silencedBy")),
          silence.isObject() ? ", %s: %s".formatted(Words.of(silence.get("who")), Words.of(silence.get("reason"))) : ""));
    }
  }

  private void delivery(JsonNode delivery) {
    String to = Words.of(delivery.get("channel")) + " to " + Words.of(delivery.get("recipient"));
    add(delivery.get("promisedAt"), to + ": promised, delivery " + Words.of(delivery.get("id")) + ", urgency " + Words.of(delivery.get("urgency"))
        + (delivery.hasNonNull("route") ? ", by " + Words.of(delivery.get("route")) : ""));
    String last = Words.of(delivery.get("promisedAt"));
    for (JsonNode attempt : delivery.get("attempts")) {
      last = attempt.hasNonNull("began") ? Words.of(attempt.get("began")) : last;
      events.add(new Event(last, to + ": " + attempt(attempt)));
    }
    for (JsonNode change : delivery.get("changes")) {
      add(change.get("at"), to + ": " + Words.of(change.get("action")) + " by " + Words.of(change.get("actor"))
          + (change.hasNonNull("reason") ? " (" + Words.of(change.get("reason")) + ")" : ""));
    }
    add(delivery.get("changedAt"), to + ": " + Words.of(delivery.get("status")).toUpperCase(Locale.ROOT)
        + (delivery.hasNonNull("notBefore") ? ", next try at " + Words.of(delivery.get("notBefore")) : "")
        + (delivery.hasNonNull("lastError") ? ": " + Words.of(delivery.get("lastError")) : ""));
  }

  private static String attempt(JsonNode attempt) {
    String outcome = switch (attempt.get("outcome").asText()) {
      case "unknown" -> "unknown how it ended (its process died, or nobody wrote it down)";
      case "under-way" -> "under way";
      default -> Words.of(attempt.get("outcome"));
    };
    return "try " + Words.of(attempt.get("number")) + (attempt.hasNonNull("provider") ? " at " + Words.of(attempt.get("provider")) : "") + ": " + outcome
        + (attempt.hasNonNull("reason") ? ", " + Words.of(attempt.get("reason")) : "")
        + (attempt.hasNonNull("providerId") ? ", there it is " + Words.of(attempt.get("providerId")) : "");
  }

  /** Times of one form sort as texts; what happened at one time stays in its order. */
  private void finish(JsonNode alert) {
    events.stream().sorted(Comparator.comparing(Event::at)).forEach(event -> text.add("  %-24s  %s".formatted(event.at(), event.what())));
    if (!alert.get("published").asBoolean()) {
      text.add("  now                       waits in the outbox until the broker takes it");
    } else if (alert.get("deliveries").isEmpty() && !alert.hasNonNull("foldedInto") && !alert.hasNonNull("silencedBy")) {
      text.add("  now                       is with the broker, or nobody is to get it, or it is parked: ./wadi parked");
    }
  }

  private void add(JsonNode at, String what) {
    events.add(new Event(Words.of(at), what));
  }
}
