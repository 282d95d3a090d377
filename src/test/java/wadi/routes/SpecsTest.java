package wadi.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import wadi.runtime.Snapshot;
import wadi.runtime.spec.Branch;
import wadi.runtime.spec.CaseResult;
import wadi.runtime.spec.SpecReport;
import wadi.runtime.spec.SpecRunner;

/** The specs of the shipped routes, each case a test of its own. */
class SpecsTest {
  private static final Path HOME = Path.of("").toAbsolutePath();

  @TempDir
  Path copy;

  @TestFactory
  Stream<DynamicNode> routes_do_what_their_specs_say() {
    SpecReport report;
    try (SpecRunner runner = new SpecRunner(Snapshot.take(HOME, copy))) {
      report = runner.run();
    }
    assertThat(report.cases()).as("cases found").isNotEmpty();
    Stream<DynamicNode> routes = byRoute(report).entrySet().stream()
        .map(route -> dynamicContainer(route.getKey(), route.getValue().stream().map(SpecsTest::test)));
    DynamicNode wellFormed = dynamicTest("every route has a spec, and every name in it exists", () -> assertThat(report.errors()).isEmpty());
    DynamicNode complete = dynamicTest("every branch of every route is reached by a case", () -> {
      assertThat(report.branches()).as("branches found").isNotEmpty();
      assertThat(report.branches()).filteredOn(branch -> !branch.reached()).extracting(Branch::place).isEmpty();
    });
    return Stream.concat(Stream.of(wellFormed, complete), routes);
  }

  private static Map<String, List<CaseResult>> byRoute(SpecReport report) {
    return report.cases().stream().collect(Collectors.groupingBy(CaseResult::route, LinkedHashMap::new, Collectors.toList()));
  }

  private static DynamicNode test(CaseResult result) {
    URI place = HOME.resolve(result.file()).toUri();
    return dynamicTest(result.it(), place, () -> assertThat(result.passed()).as(result.shown()).isTrue());
  }
}
