package wadi.runtime.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wadi.runtime.spec.Mutations.Fate;
import wadi.runtime.spec.Mutations.Result;

/** A spec is worth what it notices: a route without one of its steps must not pass it. */
class MutationTest {
  private static final int SAMPLE = 10;
  private static final long SEED = 7;

  /** Steps whose absence nothing in a twin can show, by "route step". */
  private static final Map<String, String> SURVIVORS = Map.of();

  @TempDir
  Path folder;

  /** Otherwise what the others find would be the doing of the tool. */
  @Test
  @Tag("soak")
  void routes_with_all_their_steps_pass() {
    Mutations mutations = new Mutations(folder.resolve("wadi"));

    assertThat(mutations.unchanged()).hasSizeGreaterThan(10).map(mutations::run)
        .allSatisfy(result -> assertThat(result.fate()).as(result.toString()).isEqualTo(Fate.SURVIVED));
  }

  @Test
  void a_sample_of_missing_steps_is_noticed() {
    Mutations mutations = new Mutations(folder.resolve("wadi"));
    List<Mutant> sample = mutations.mutants();
    Collections.shuffle(sample, new Random(SEED));

    List<Result> results = sample.stream().limit(SAMPLE).map(mutations::run).toList();

    assertThat(results).hasSize(SAMPLE);
    assertSurvivorsAreKnown(results);
  }

  @Test
  @Tag("soak")
  void every_missing_step_is_noticed() throws IOException {
    Mutations mutations = new Mutations(folder.resolve("wadi"));
    List<Result> results = new ArrayList<>(mutations.mutants().stream().map(mutations::run).toList());
    results.addAll(mutations.runJava());

    Files.writeString(Path.of("docs/mutation.md"), MutationReport.of(results, SURVIVORS));
    Files.write(Path.of("target/mutation.txt"), results.stream().map(r -> r.route() + " | " + r.step() + " | " + r.fate() + " | " + r.notice()).toList());

    assertThat(results).filteredOn(r -> r.fate() == Fate.NOTICED).isNotEmpty();
    assertSurvivorsAreKnown(results);
  }

  private static void assertSurvivorsAreKnown(List<Result> results) {
    assertThat(results).filteredOn(r -> r.fate() == Fate.SURVIVED).extracting(r -> r.route() + " " + r.step())
        .as("steps whose absence no case notices").isSubsetOf(SURVIVORS.keySet());
  }
}
