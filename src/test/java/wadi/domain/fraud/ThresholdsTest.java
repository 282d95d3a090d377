package wadi.domain.fraud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wadi.domain.alerting.Severity;

class ThresholdsTest {
  private static final Thresholds THRESHOLDS = new Thresholds(50, 100, 200);

  @ParameterizedTest
  @CsvSource({"0,CLEAN,", "49,CLEAN,", "50,REVIEW,LOW", "99,REVIEW,LOW", "100,HELD,HIGH", "199,HELD,HIGH", "200,HELD,CRITICAL"})
  void a_threshold_includes_its_own_score(int score, Decision decision, Severity severity) {
    Verdict verdict = new Verdict(THRESHOLDS.decide(score), score, List.of(), "1");
    assertThat(verdict.decision()).isEqualTo(decision);
    assertThat(THRESHOLDS.severity(verdict).orElse(null)).isEqualTo(severity);
  }

  @ParameterizedTest
  @CsvSource({"0,100,200,review must be at least 1", "101,100,200,held (100) must not be below review (101)",
      "50,100,99,critical (99) must not be below held (100)"})
  void refuses_thresholds_out_of_order(int review, int held, int critical, String message) {
    assertThatThrownBy(() -> new Thresholds(review, held, critical)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
  }

  @Test
  void equal_thresholds_leave_out_a_step() {
    assertThat(new Thresholds(100, 100, 100).decide(99)).isEqualTo(Decision.CLEAN);
    assertThat(new Thresholds(100, 100, 100).decide(100)).isEqualTo(Decision.HELD);
  }

  @Test
  void only_a_held_transaction_is_fraudulent() {
    assertThat(List.of(Decision.values())).filteredOn(decision -> new Verdict(decision, 0, List.of(), "1").fraudulent())
        .containsExactly(Decision.HELD);
  }

  @Test
  void a_verdict_keeps_its_reasons_whatever_happens_to_the_list_it_was_made_of() {
    List<Reason> reasons = new ArrayList<>();
    Verdict verdict = new Verdict(Decision.CLEAN, 0, reasons, "1");
    reasons.add(new Reason("LATE", "too late"));
    assertThat(verdict.reasons()).isEmpty();
  }

  @Test
  void words_on_the_wire_are_lower_case() {
    assertThat(List.of(Decision.values())).extracting(Decision::word).containsExactly("clean", "review", "held");
    assertThat(List.of(Severity.values())).extracting(Severity::word).containsExactly("low", "normal", "high", "critical");
    assertThat(List.of(Severity.values())).extracting(Severity::urgency).containsExactly(50, 100, 150, 200);
  }
}
