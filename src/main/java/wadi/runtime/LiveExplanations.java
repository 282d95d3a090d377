package wadi.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import wadi.platform.Platform;
import wadi.platform.budgets.Outlook;
import wadi.platform.budgets.Outlooks;
import wadi.platform.ops.Explanations;
import wadi.platform.ops.Unexplainable;
import wadi.platform.postgres.SilenceTable;
import wadi.platform.postgres.SiteRecipientTable;
import wadi.runtime.spec.Explainer;

/**
 * Explains messages with the files that run now and what the velocity windows hold now. One at a time; the twin it needs is made
 * when it is first asked, and kept as long as these files run.
 */
final class LiveExplanations implements Explanations {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Platform platform;
  private final Switchboard switchboard;
  private final Outlooks outlooks;
  private final ObjectMapper json = new ObjectMapper();
  private final ReentrantLock one = new ReentrantLock();
  /** Ended while it explained, and nobody waited any longer. */
  private volatile Generation ended;
  /** Was told to say when it ends. */
  private Generation told;
  private Generation generation;
  private Explainer explainer;

  LiveExplanations(Platform platform, Switchboard switchboard, Outlooks outlooks) {
    this.outlooks = outlooks;
    this.platform = platform;
    this.switchboard = switchboard;
  }

  @Override
  public Optional<String> of(String message) {
    if (!one.tryLock()) {
      return Optional.empty();
    }
    try {
      return Optional.of(json.writeValueAsString(withBudgets(current().explain(message))));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    } finally {
      if (generation != null && (ended == generation || switchboard.current().orElse(null) != generation)) {
        close(); // its end may have been before anybody was told to wait for this, or did not wait any longer
      }
      one.unlock();
    }
  }

  /** Each delivery with who would send it, how far the budgets are used and what becomes of what waits already. */
  private Map<String, Object> withBudgets(Map<String, Object> explanation) {
    Map<String, Outlook> known = new HashMap<>();
    for (Object one : explanation.get("deliveries") instanceof List<?> deliveries ? deliveries : List.of()) {
      @SuppressWarnings("unchecked")
      Map<String, Object> delivery = (Map<String, Object>) one;
      outlooks.setup().way(String.valueOf(delivery.get("channel"))).ifPresent(way -> {
        Outlook outlook = known.computeIfAbsent(way.channel(), channel -> outlooks.of(way));
        delivery.put("provider", outlook.first());
        delivery.put("budget", outlook.budgetsInWords());
        delivery.put("forecast", outlook.forecast().inWords(way.channel()));
      });
    }
    return explanation;
  }

  private Explainer current() {
    Generation now = switchboard.current().orElseThrow(() -> new Unexplainable("cannot be explained: Wadi has no routes at this moment"));
    if (now != generation) {
      close();
      Generation.Files files = now.files();
      explainer = new Explainer(files.snapshot(), files.settings(), files.rules(),
          new Explainer.World(platform.cardKey(), platform.velocity(), platform.clock(), List.of(), Map.of("silences", new SilencesLookedAt(new SilenceTable(platform.database())),
              "siteRecipients", new SiteRecipientTable(platform.database()))));
      generation = now;
      if (told != now) {
        now.atEnd(() -> forget(now));
        told = now;
      }
    }
    return explainer;
  }

  /** Waits a moment for the explanation that is being made with these files; one that takes longer closes its twin itself. */
  private void forget(Generation over) {
    ended = over;
    try {
      if (one.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          if (over == generation) {
            close();
          }
          told = told == over ? null : told;
          ended = null;
        } finally {
          one.unlock();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void close() {
    Explainer old = explainer;
    explainer = null;
    told = old != null && ended == generation ? null : told;
    ended = null;
    generation = null;
    if (old != null) {
      old.close();
    }
  }
}
