package wadi.cli;

import java.time.Duration;
import java.util.List;
import wadi.platform.connect.Neighbour;
import wadi.platform.connect.Reached;

/**
 * Who can be reached and who cannot, for people.
 *
 * @param isGood whether all can
 */
record ConnectionList(String text, boolean isGood) {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  /** Tries them. */
  static ConnectionList of(List<Neighbour> neighbours) {
    List<Reached> tried = Reached.each(neighbours, LIMIT);
    Table table = new Table("NEIGHBOUR", "ADDRESS", "TIME", "RESULT");
    for (Neighbour neighbour : neighbours) {
      tried.stream().filter(reached -> reached.neighbour() == neighbour).findFirst().ifPresentOrElse(
          reached -> table.add(neighbour.name(), neighbour.address(), reached.took().toMillis() + " ms",
              reached.failure().map(why -> "FAILED: " + why).orElse("ok")),
          () -> table.add(neighbour.name(), neighbour.address(), "-", "starts with Wadi"));
    }
    return new ConnectionList(table.toString(), tried.stream().allMatch(reached -> reached.failure().isEmpty()));
  }
}
