package wadi.domain.fraud.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import wadi.domain.fraud.Decision;
import wadi.domain.fraud.Reason;
import wadi.domain.fraud.Verdict;

class ComparisonTest {
  private final Comparison comparison = new Comparison();

  @Test
  void counts_what_was_decided_before_and_after() {
    add(Label.FRAUD, "burst", Decision.CLEAN, Decision.HELD);
    add(Label.FRAUD, "burst", Decision.CLEAN, Decision.REVIEW);
    add(Label.FRAUD, "", Decision.CLEAN, Decision.CLEAN);
    add(Label.GENUINE, "travel", Decision.REVIEW, Decision.CLEAN);
    add(Label.UNKNOWN, "", Decision.HELD, Decision.HELD);

    assertThat(comparison.rows()).isEqualTo(5);
    assertThat(comparison.changed()).isEqualTo(3);
    assertThat(comparison.rows(Decision.CLEAN, Decision.HELD)).isOne();
    assertThat(comparison.rows(Decision.HELD, Decision.CLEAN)).isZero();
    assertThat(comparison.after().outcomes(Label.FRAUD).alarmShare()).isEqualTo(2 / 3.0);
    assertThat(comparison.after().outcomes(Label.FRAUD).heldShare()).isEqualTo(1 / 3.0);
    assertThat(comparison.before().outcomes(Label.FRAUD).alarmShare()).isZero();
    assertThat(comparison.before().outcomes(Label.GENUINE).alarmShare()).isOne();
    assertThat(comparison.after().patterns(Label.FRAUD)).containsOnlyKeys("burst");
    assertThat(comparison.after().patterns(Label.FRAUD).get("burst").alarms()).isEqualTo(2);
    assertThat(new Outcomes().alarmShare()).isZero();
  }

  @Test
  void counts_each_rule_with_the_labels_it_hit_and_those_that_only_watch_apart() {
    Reason hit = new Reason("A", "a", "rule-a", 50);
    Reason watched = new Reason("B", "b", "rule-b", 50);
    Reason failed = new Reason("RULE_ERROR", "c", "rule-c", 0);
    Reason nobodys = new Reason("VELOCITY_UNAVAILABLE", "d");
    Verdict verdict = new Verdict(Decision.REVIEW, 50, List.of(hit, failed, nobodys), List.of(watched), "v", Duration.ZERO);
    comparison.add(Label.FRAUD, "", verdict, verdict);
    comparison.add(Label.GENUINE, "", verdict, verdict);

    Side side = comparison.after();
    assertThat(side.hits()).containsOnlyKeys("rule-a", "rule-c", "(VELOCITY_UNAVAILABLE)");
    assertThat(side.hits().get("rule-a").of(Label.FRAUD)).isOne();
    assertThat(side.hits().get("rule-a").all()).isEqualTo(2);
    assertThat(side.hits().get("rule-c").failed()).isEqualTo(2);
    assertThat(side.hits().get("rule-c").all()).isZero();
    assertThat(side.shadowHits()).containsOnlyKeys("rule-b");
  }

  @Test
  void more_patterns_than_anybody_reads_are_counted_together() {
    for (int i = 0; i < 1_000; i++) add(Label.FRAUD, "p" + i, Decision.CLEAN, Decision.CLEAN);
    assertThat(comparison.after().patterns(Label.FRAUD)).hasSize(101);
    assertThat(comparison.after().patterns(Label.FRAUD).values().stream().mapToLong(Outcomes::rows).sum()).isEqualTo(1_000);
  }

  @Test
  void percentiles_are_exact_to_a_sixteenth() {
    Durations durations = new Durations();
    assertThat(durations.percentile(0.99)).isZero();
    Random random = new Random(1);
    long[] values = LongStream.generate(() -> (long) Math.exp(random.nextDouble() * 25)).limit(10_000).toArray();
    LongStream.of(values).forEach(durations::add);
    Arrays.sort(values);
    for (double share : new double[] {0.001, 0.5, 0.9, 0.99, 1}) {
      long exact = values[(int) Math.ceil(share * values.length) - 1];
      assertThat((double) durations.percentile(share)).as("at " + share).isBetween((double) exact, exact * 17 / 16.0 + 1);
    }
    assertThat(durations.mean()).isCloseTo(LongStream.of(values).average().orElseThrow(), within(1.0));
  }

  private void add(Label label, String pattern, Decision old, Decision now) {
    comparison.add(label, pattern, verdict(old), verdict(now));
  }

  private static Verdict verdict(Decision decision) {
    return new Verdict(decision, 0, List.of(), "v");
  }
}
