package wadi.domain.sites;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Something that is, or was, wrong.
 *
 * @param siteId nothing: the prober itself, of {@link Track#PROBER}
 * @param beganAt the first bad result
 * @param openedAt the one that was enough of them
 * @param checks since it began
 * @param causes how often each was seen
 * @param alertId the alert that told of it
 */
public record Incident(long id, Optional<Integer> siteId, Trouble trouble, Instant beganAt, Instant openedAt, int checks, Map<String, Integer> causes,
    Optional<Long> alertId) {
  /** What a site calls its faults is its own affair; so many are told apart. */
  private static final int MOST_CAUSES = 20;
  private static final int LONGEST_CAUSE = 200;
  private static final String OTHERS = "others";

  /** One that opens with these results, the newest first. */
  static Incident open(long id, Optional<Integer> siteId, Trouble trouble, List<Result> results) {
    Incident incident = new Incident(id, siteId, trouble, results.get(results.size() - 1).at(), results.get(0).at(), 0, Map.of(), Optional.empty());
    for (int i = results.size() - 1; i >= 0; i--) {
      incident = incident.with(results.get(i));
    }
    return incident;
  }

  /** The same after one check more. */
  public Incident with(Result result) {
    Map<String, Integer> counted = new LinkedHashMap<>(causes);
    for (String text : result.causes()) {
      String cause = text.length() > LONGEST_CAUSE ? text.substring(0, LONGEST_CAUSE) + "..." : text;
      counted.merge(counted.containsKey(cause) || counted.size() < MOST_CAUSES ? cause : OTHERS, 1, Integer::sum);
    }
    return new Incident(id, siteId, trouble, beganAt, openedAt, checks + 1, counted, alertId);
  }

  /** The same, told by this alert. */
  public Incident toldBy(long alert) {
    return new Incident(id, siteId, trouble, beganAt, openedAt, checks, causes, Optional.of(alert));
  }
}
