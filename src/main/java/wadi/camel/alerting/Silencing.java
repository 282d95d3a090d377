package wadi.camel.alerting;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Body;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import wadi.domain.alerting.Silence;
import wadi.platform.ports.Silences;
import wadi.platform.silences.Matching;

/** Named in YAML as {@code silences}: alerts that nobody is told of for a while. */
public final class Silencing {
  /** In an alert: the number of the silence. */
  static final String BY = "silencedBy";

  private static final Logger LOG = LoggerFactory.getLogger(Silencing.class);

  private final Silences silences;
  private final Clock clock;

  public Silencing(Silences silences, Clock clock) {
    this.silences = silences;
    this.clock = clock;
  }

  /** The alert, with {@code silencedBy} when nobody is to be told of it, which is written down with the transaction of this thread. */
  public Map<String, Object> mark(@Body Map<String, Object> alert) {
    Map<String, Object> result = new LinkedHashMap<>(alert);
    result.remove(BY); // ours to say
    by(result).ifPresent(silence -> {
      silences.mark(((Number) alert.get("alertId")).longValue(), silence.id());
      result.put(BY, silence.id());
    });
    return result;
  }

  /** The silence that is on for such an alert. */
  public Optional<Silence> by(Map<String, Object> alert) {
    List<Silence> on = silences.current(clock.instant());
    return on.stream().filter(silence -> holds(silence, alert)).findFirst();
  }

  /** Rather too loud than too quiet: one that somebody wrote into the table by hand, and wrongly, silences nothing. */
  private static boolean holds(Silence silence, Map<String, Object> alert) {
    try {
      return !silence.matchers().isEmpty() && Matching.of(silence.matchers()).holds(alert);
    } catch (IllegalArgumentException e) {
      LOG.warn("silence {} silences nothing: {}", silence.id(), e.getMessage());
      return false;
    }
  }
}
