package wadi.platform.ops;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import wadi.domain.reload.Outcome;
import wadi.domain.reload.ReloadReport;

/**
 * What the health detail says of the last reload: that it was good, or why the files on disk are not those that run. Wadi
 * is up in both cases.
 */
public final class LastReload {
  private static final String STATE = "state";

  private volatile Map<String, Object> health = Map.of(STATE, "OK");

  /**
   * Takes note of a reload that ended, or of a generation that was switched back later. What was not tried changes nothing:
   * the reload before it is still the last.
   */
  public void ended(ReloadReport report, Instant at) {
    switch (report.outcome()) {
      case LIVE, UNCHANGED -> health = Map.of(STATE, "OK");
      case REFUSED, FAILED, ROLLED_BACK, INTERRUPTED -> health = bad(report.outcome(), report, at);
      case BUSY, UNKNOWN -> { }
    }
  }

  /**
   * As JSON values: {@code state}, and unless it is OK {@code generation} (null when it is not in the history), {@code at}, {@code detail}
   * and the number of {@code errors}.
   */
  public Map<String, Object> health() {
    return health;
  }

  private static Map<String, Object> bad(Outcome outcome, ReloadReport report, Instant at) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put(STATE, outcome.name());
    members.put("generation", report.generation() == 0 ? null : report.generation());
    members.put("at", at.truncatedTo(ChronoUnit.MILLIS).toString());
    members.put("detail", report.detail());
    members.put("errors", report.faults().size());
    return members;
  }
}
