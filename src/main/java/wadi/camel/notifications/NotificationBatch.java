package wadi.camel.notifications;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Message;
import org.apache.camel.Variable;
import wadi.camel.UnusableMessage;
import wadi.camel.tracing.Traces;
import wadi.domain.notifications.Notification;
import wadi.domain.notifications.NotificationRequest;
import wadi.domain.notifications.Reach;
import wadi.domain.notifications.Words;
import wadi.platform.http.Problem;
import wadi.platform.ports.Notifications;
import wadi.platform.ports.Notifications.Acceptance;
import wadi.platform.tracing.TraceContext;

/** Named in YAML as {@code notificationBatch}: many notifications in one request, each by itself, all that are accepted in one commit. */
public final class NotificationBatch {
  private static final RequestSchema SCHEMA = new RequestSchema("Batch");

  private final NotificationIntake intake;
  private final Notifications notifications;

  NotificationBatch(NotificationIntake intake, Notifications notifications) {
    this.intake = intake;
    this.notifications = notifications;
  }

  /** A batch under way: each entry ends with a request that was stored, or with a problem. */
  static final class Batch {
    private final List<Optional<NotificationRequest>> requests = new ArrayList<>();
    private final Map<Integer, Problem> problems = new HashMap<>();
    private final Map<Integer, Map<Reach, Words>> words = new HashMap<>();
    private final Map<Integer, Acceptance> acceptances = new HashMap<>();

    private int entry(NotificationRequest request) {
      return requests.indexOf(Optional.of(request));
    }

    List<Map<String, Object>> results() {
      List<Map<String, Object>> results = new ArrayList<>();
      for (int i = 0; i < requests.size(); i++) {
        Map<String, Object> result = new LinkedHashMap<>();
        if (problems.containsKey(i)) {
          result.put("status", problems.get(i).status());
          result.put("problem", problems.get(i).members());
        } else {
          result.put("status", 202);
          result.put("id", Long.toString(acceptances.get(i).id()));
          result.put("recipients", NotificationReplies.recipients(requests.get(i).orElseThrow()));
        }
        results.add(result);
      }
      return results;
    }
  }

  /** @throws UnusableMessage when it is no batch; what is wrong with an entry is said of that entry */
  public Batch read(Message message) throws IOException {
    JsonNode sent = intake.tree(message);
    Faults.refuse("a batch of notifications", SCHEMA.faults(sent));
    Optional<String> key = NotificationIntake.key(message);
    Batch batch = new Batch();
    for (JsonNode entry : sent.get("notifications")) {
      int n = batch.requests.size();
      Optional<String> own = entry.has("id") ? Optional.empty() : key.map(text -> text + "/" + n);
      try {
        batch.requests.add(Optional.of(intake.read(entry, intake.arrival(message, own))));
      } catch (UnusableMessage refused) {
        batch.requests.add(Optional.empty());
        batch.problems.put(n, problem(refused));
      }
    }
    return batch;
  }

  private static Problem problem(UnusableMessage refused) {
    return new Problem(422, "Unprocessable Content", "The entry is " + refused.what() + ".", refused.errors());
  }

  /** Those that a template words. */
  public List<NotificationRequest> templates(@Variable("batch") Batch batch) {
    return batch.requests.stream().flatMap(Optional::stream).filter(request -> request.template().isPresent()).toList();
  }

  /** What the template made of one. */
  public void word(@Variable("batch") Batch batch, @Variable("request") NotificationRequest request, @Variable("words") Map<Reach, Words> words) {
    batch.words.put(batch.entry(request), words);
  }

  /** The template made nothing that can be sent. */
  public void refuse(@Variable("batch") Batch batch, @Variable("request") NotificationRequest request, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) UnusableMessage refused) {
    batch.problems.put(batch.entry(request), problem(refused));
  }

  /** Durable when it returns, all that can be accepted. */
  public void store(@Variable("batch") Batch batch, Exchange exchange) {
    Optional<String> trace = Traces.of(exchange).map(TraceContext::parent);
    List<Integer> entries = new ArrayList<>();
    List<Notification> accepted = new ArrayList<>();
    for (int i = 0; i < batch.requests.size(); i++) {
      if (!batch.problems.containsKey(i)) {
        entries.add(i);
        accepted.add(intake.notification(batch.requests.get(i).orElseThrow(), batch.words.get(i)).in(trace));
      }
    }
    List<Acceptance> acceptances = accepted.isEmpty() ? List.of() : notifications.storeAll(accepted);
    for (int n = 0; n < entries.size(); n++) {
      if (acceptances.get(n).sameBody()) {
        batch.acceptances.put(entries.get(n), acceptances.get(n));
      } else {
        batch.problems.put(entries.get(n), NotificationIntake.otherBody());
      }
    }
  }
}
