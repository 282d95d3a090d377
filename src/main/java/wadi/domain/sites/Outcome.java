package wadi.domain.sites;

import java.util.List;
import java.util.Locale;

/** How a site was at one check, the best first. */
public enum Outcome {
  /** All as expected. */
  UP,
  /** It answers as expected, but slower. */
  DEGRADED,
  /** It answers, but not what is expected. */
  FAILED,
  /** It does not answer, or says that it cannot. */
  DOWN;

  /** The worst of them. */
  public static Outcome of(List<Cause> causes) {
    return causes.stream().map(cause -> cause.kind().outcome()).max(Outcome::compareTo).orElse(UP);
  }

  /** As it stands in the database and in messages. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
