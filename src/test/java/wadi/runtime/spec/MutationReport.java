package wadi.runtime.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import wadi.runtime.spec.Mutations.Fate;
import wadi.runtime.spec.Mutations.Result;

/** docs/mutation.md: which steps the specs notice the absence of. */
final class MutationReport {
  private static final String HEAD = """
      # Do the specs notice a missing step?

      Written by `mvn test -Psoak -Dtest=MutationTest`. For each route, and for each step in it (in a `when`, an `otherwise`, a `split`, ...), the
      step is taken out of the file, a twin is built of what is left, and the route's spec is run: one of its cases must
      fail. A block is also taken away from around its steps ("only the frame"). Steps of a route configuration (`*-errors`)
      are tried on the specs of the routes that use it. Counted apart are specs that fail because they name a seam or step
      that is now gone from all routes, and files that no longer load.

      | route | steps taken out | a case fails | its name is gone | does not load | survived |
      |---|---:|---:|---:|---:|---|
      """;

  private MutationReport() {}

  /** @param reasons why a survivor survives, by "route step" */
  static String of(List<Result> results, Map<String, String> reasons) {
    Map<String, List<Result>> byRoute = results.stream().collect(Collectors.groupingBy(Result::route, TreeMap::new, Collectors.toList()));
    StringBuilder text = new StringBuilder(HEAD);
    byRoute.forEach((route, own) -> text.append(row(route, own)));
    text.append(row("**all**", results));
    List<String> survivors = new ArrayList<>();
    results.stream().filter(r -> r.fate() == Fate.SURVIVED).forEach(r -> survivors.add("- **%s, %s**: %s".formatted(
        r.route(), r.step(), reasons.getOrDefault(r.route() + " " + r.step(), "no reason is known"))));
    return text + (survivors.isEmpty() ? "" : "\n## Those that survive\n\n" + String.join("\n", survivors) + "\n");
  }

  private static String row(String route, List<Result> results) {
    String survived = results.stream().filter(r -> r.fate() == Fate.SURVIVED).map(Result::step).collect(Collectors.joining(", "));
    return "| %s | %d | %d | %d | %d | %s |\n".formatted(route, results.size(), count(results, Fate.NOTICED),
        count(results, Fate.NAME_GONE), count(results, Fate.DOES_NOT_LOAD),
        route.startsWith("**") ? count(results, Fate.SURVIVED) : survived);
  }

  private static long count(List<Result> results, Fate fate) {
    return results.stream().filter(r -> r.fate() == fate).count();
  }
}
