package wadi.domain.sites;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Decides when an incident opens and ends. Only results that follow one another count, so that a site that flaps alarms nobody, and one that is
 * down does not become good by a single answer: so many bad ones open an incident, as bad as the mildest of them, and so many good ones end it.
 *
 * @param siteId whose
 * @param after so many, at least 1
 */
public record Watch(int siteId, int after) {
  /**
   * What the newest result does.
   *
   * @param results the newest first, of one track; those before {@link #after} do not count
   * @param open of the same track
   * @param ids of incidents that open
   */
  public List<Change> next(List<Result> results, Optional<Incident> open, LongSupplier ids) {
    List<Result> last = results.subList(0, Math.min(after, results.size()));
    boolean enough = last.size() == after;
    Optional<Trouble> steady = enough ? mildest(last) : Optional.empty();
    if (open.isEmpty()) {
      return steady.map(trouble -> List.<Change>of(new Change.Opened(open(ids, trouble, last)))).orElse(List.of());
    }
    Incident grown = open.get().with(results.get(0));
    if (enough && last.stream().allMatch(Result::isGood)) {
      return List.of(new Change.Ended(grown, last.get(after - 1).at()));
    }
    return steady.filter(trouble -> trouble.compareTo(grown.trouble()) > 0)
        .map(trouble -> List.<Change>of(new Change.Worsened(grown, results.get(0).at()), new Change.Opened(open(ids, trouble, last))))
        .orElse(List.of(new Change.Lasts(grown, !results.get(0).isGood())));
  }

  private Incident open(LongSupplier ids, Trouble trouble, List<Result> last) {
    return Incident.open(ids.getAsLong(), Optional.of(siteId), trouble, last);
  }

  /** As bad as all of them were; nothing when one was good. */
  private static Optional<Trouble> mildest(List<Result> results) {
    return results.stream().allMatch(result -> !result.isGood()) ? results.stream().flatMap(result -> result.trouble().stream()).min(Comparator.naturalOrder())
        : Optional.empty();
  }
}
