package wadi.domain.reload;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * That routes fail more since a reload than before it.
 *
 * @param worse at least one; the one with the highest share of failures first
 */
public record FailureVerdict(List<FailureComparison> worse) {
  private static final int MOST_TOLD = 3;

  /** Empty when none of the routes is worse. */
  public static Optional<FailureVerdict> of(Collection<FailureComparison> routes) {
    List<FailureComparison> worse = routes.stream().filter(FailureComparison::isWorse).sorted(Comparator
        .comparingDouble((FailureComparison route) -> -(double) route.after().failures() / route.after().exchanges())
        .thenComparing(FailureComparison::route)).toList();
    return worse.isEmpty() ? Optional.empty() : Optional.of(new FailureVerdict(worse));
  }

  /** For people, without a full stop: the routes with their figures, at most three of them. */
  public String sentence() {
    String told = worse.stream().limit(MOST_TOLD).map(FailureComparison::inWords).collect(Collectors.joining("; "));
    int more = worse.size() - MOST_TOLD;
    return "since the switch " + told + (more > 0 ? "; and " + more + " more" : "");
  }
}
