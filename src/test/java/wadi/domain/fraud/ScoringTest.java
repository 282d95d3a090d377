package wadi.domain.fraud;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScoringTest {
  private static final Thresholds THRESHOLDS = new Thresholds(50, 100, 200);
  private static final Reason REASON = new Reason("X", "x");
  private static final Reason SHADOW = new Reason("S", "s");

  @Test
  void nothing_matched() {
    assertThat(new Scoring().verdict(THRESHOLDS, "1")).isEqualTo(new Verdict(Decision.CLEAN, 0, List.of(), "1"));
  }

  @Test
  void scores_are_added_up_with_a_reason_each() {
    assertThat(of(Effect.score(40), Effect.score(60))).isEqualTo(new Verdict(Decision.HELD, 100, List.of(REASON, REASON), "1"));
  }

  @Test
  void an_allowing_rule_makes_it_clean_and_all_reasons_stay() {
    Verdict clean = new Verdict(Decision.CLEAN, 0, List.of(REASON, REASON), "1");
    assertThat(of(Effect.ALLOW, Effect.score(1000))).isEqualTo(clean);
    assertThat(of(Effect.score(1000), Effect.ALLOW)).isEqualTo(clean);
  }

  @Test
  void a_blocking_rule_holds_it_as_the_threshold_says() {
    assertThat(of(Effect.BLOCK).score()).isEqualTo(100);
    assertThat(of(Effect.BLOCK, Effect.BLOCK, Effect.score(30)).score()).isEqualTo(100);
    assertThat(of(Effect.BLOCK, Effect.score(250)).score()).isEqualTo(250);
  }

  @Test
  void blocking_beats_allowing_in_any_order() {
    assertThat(of(Effect.ALLOW, Effect.BLOCK).decision()).isEqualTo(Decision.HELD);
    assertThat(of(Effect.BLOCK, Effect.ALLOW).decision()).isEqualTo(Decision.HELD);
    assertThat(of(Effect.BLOCK, Effect.ALLOW, Effect.score(250)).score()).isEqualTo(250);
  }

  @Test
  void a_failure_makes_somebody_look_even_when_another_rule_allows() {
    Scoring scoring = new Scoring();
    scoring.failed(REASON);
    scoring.failed(REASON);
    scoring.matched(Effect.ALLOW, REASON);
    assertThat(scoring.verdict(THRESHOLDS, "1")).isEqualTo(new Verdict(Decision.REVIEW, 50, List.of(REASON, REASON, REASON), "1"));
  }

  @Test
  void a_rule_that_only_watches_decides_nothing_and_what_it_would_decide_is_noted() {
    assertThat(watching(Effect.score(60), Effect.score(20))).isEqualTo(watched(Decision.CLEAN, 20, Decision.REVIEW));
    assertThat(watching(Effect.score(10), Effect.score(20))).isEqualTo(watched(Decision.CLEAN, 20, Decision.CLEAN));
    assertThat(watching(Effect.BLOCK, Effect.score(20))).isEqualTo(watched(Decision.CLEAN, 20, Decision.HELD));
    assertThat(watching(Effect.ALLOW, Effect.score(100))).isEqualTo(watched(Decision.HELD, 100, Decision.CLEAN));
    assertThat(watching(Effect.ALLOW, Effect.BLOCK)).isEqualTo(watched(Decision.HELD, 100, Decision.HELD));
    assertThat(of(Effect.score(60)).would()).as("nothing to compare").isEmpty();
  }

  @Test
  void a_rule_that_only_watches_leaves_a_failure_for_somebody_to_look() {
    Scoring scoring = new Scoring();
    scoring.failed(REASON);
    scoring.watched(Effect.ALLOW, SHADOW);
    Verdict verdict = scoring.verdict(THRESHOLDS, "1");
    assertThat(verdict.decision()).isEqualTo(Decision.REVIEW);
    assertThat(verdict.would()).contains(Decision.REVIEW);
  }

  @Test
  void a_rule_that_only_watches_and_fails_would_have_had_somebody_look() {
    Scoring scoring = new Scoring();
    scoring.watchedFailing(SHADOW);
    assertThat(scoring.verdict(THRESHOLDS, "1"))
        .isEqualTo(new Verdict(Decision.CLEAN, 0, List.of(), List.of(SHADOW), "1", Duration.ZERO, Optional.of(Decision.REVIEW)));
  }

  private static Verdict watching(Effect shadow, Effect effect) {
    Scoring scoring = new Scoring();
    scoring.watched(shadow, SHADOW);
    scoring.matched(effect, REASON);
    return scoring.verdict(THRESHOLDS, "1");
  }

  private static Verdict watched(Decision decision, int score, Decision would) {
    return new Verdict(decision, score, List.of(REASON), List.of(SHADOW), "1", Duration.ZERO, Optional.of(would));
  }

  private static Verdict of(Effect... effects) {
    Scoring scoring = new Scoring();
    for (Effect effect : effects) scoring.matched(effect, REASON);
    return scoring.verdict(THRESHOLDS, "1");
  }
}
