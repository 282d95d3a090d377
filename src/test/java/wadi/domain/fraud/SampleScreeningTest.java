package wadi.domain.fraud;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import wadi.domain.alerting.Severity;

class SampleScreeningTest {
  private static final Thresholds THRESHOLDS = new Thresholds(50, 100, 200);

  @Test
  void holds_every_tenth_check_and_no_other() {
    List<Long> held = LongStream.rangeClosed(1, 30).boxed().filter(n -> SampleScreening.check(n, THRESHOLDS).fraudulent()).toList();
    assertThat(held).containsExactly(10L, 20L, 30L);
  }

  @Test
  void says_that_it_is_a_sample() {
    Verdict verdict = SampleScreening.check(10, THRESHOLDS);
    assertThat(verdict.reasons()).extracting(Reason::code).containsExactly("SAMPLE");
    assertThat(verdict.rules()).isEqualTo("sample");
    assertThat(THRESHOLDS.severity(verdict)).contains(Severity.HIGH);
    assertThat(SampleScreening.check(9, THRESHOLDS).score()).isZero();
  }
}
