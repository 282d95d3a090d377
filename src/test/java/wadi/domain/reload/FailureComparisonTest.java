package wadi.domain.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

class FailureComparisonTest {
  private static final long MOST = 100_000_000;
  /** Far more than two shares of up to 10^8 exchanges can differ by; rounded so that equal ones stay on the right side. */
  private static final int DIGITS = 60;

  @Example
  void nineteen_exchanges_say_nothing_and_twenty_do() {
    assertThat(isWorse(0, 1_000, 19, 19)).isFalse();
    assertThat(isWorse(0, 1_000, 20, 20)).isTrue();
  }

  @Example
  void exactly_five_points_more_is_worse() {
    assertThat(isWorse(0, 1_000, 5, 100)).isTrue();
    assertThat(isWorse(0, 1_000, 499, 10_000)).isFalse();
    assertThat(isWorse(1, 100, 6, 100)).isTrue();
    assertThat(isWorse(101, 10_000, 6, 100)).isFalse();
  }

  @Example
  void exactly_three_times_as_much_is_worse() {
    assertThat(isWorse(10, 100, 30, 100)).isTrue();
    assertThat(isWorse(10, 100, 2_999, 10_000)).isFalse();
    assertThat(isWorse(1_001, 10_000, 30, 100)).isFalse();
  }

  @Example
  void a_route_that_is_new_or_had_nothing_to_do_counts_as_one_that_never_failed() {
    assertThat(isWorse(0, 0, 1, 20)).isTrue();
    assertThat(isWorse(0, 0, 1, 21)).isFalse();
    assertThat(isWorse(0, 0, 0, 1_000)).isFalse();
  }

  @Property
  void equal_shares_are_never_worse(@ForAll @LongRange(max = 1_000) long failures, @ForAll @LongRange(min = 1, max = 1_000) long more,
      @ForAll @LongRange(min = 1, max = 10_000) long times) {
    long exchanges = failures + more;
    assertThat(isWorse(failures, exchanges, failures * times, exchanges * times)).isFalse();
    assertThat(isWorse(failures * times, exchanges * times, failures, exchanges)).isFalse();
  }

  @Property
  void without_a_failure_nothing_is_worse(@ForAll("shares") FailureShare before, @ForAll @LongRange(max = MOST) long exchanges) {
    assertThat(comparison(before, new FailureShare(exchanges, 0)).isWorse()).isFalse();
  }

  @Property(tries = 5_000)
  void it_is_the_rule_to_the_last_digit(@ForAll("shares") FailureShare before, @ForAll("shares") FailureShare after) {
    BigDecimal is = share(after, RoundingMode.UP);
    BigDecimal was = share(before, RoundingMode.DOWN);
    boolean worse = after.exchanges() >= 20 && is.subtract(was).compareTo(new BigDecimal("0.05")) >= 0
        && is.compareTo(was.multiply(BigDecimal.valueOf(3))) >= 0;
    assertThat(comparison(before, after).isWorse()).isEqualTo(worse);
  }

  @Property
  void one_more_failure_never_makes_it_better(@ForAll("shares") FailureShare before, @ForAll("shares") FailureShare after) {
    FailureShare more = new FailureShare(after.exchanges(), Math.min(after.exchanges(), after.failures() + 1));
    if (comparison(before, after).isWorse()) assertThat(comparison(before, more).isWorse()).isTrue();
  }

  @Example
  void more_failures_than_exchanges_are_refused() {
    assertThatThrownBy(() -> new FailureShare(1, 2)).hasMessage("2 failures of 1 exchanges");
    assertThatThrownBy(() -> new FailureShare(1, -1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Example
  void the_verdict_is_one_sentence_about_the_worst() {
    FailureComparison bad = new FailureComparison("send-email-smtp", new FailureShare(400, 3), new FailureShare(25, 25), "ConnectException");
    FailureComparison half = new FailureComparison("release-email", FailureShare.NONE, new FailureShare(40, 20), "SendRefused");
    FailureComparison fine = new FailureComparison("accept-alert", FailureShare.NONE, new FailureShare(40, 1), "none");
    FailureComparison last = new FailureComparison("z", FailureShare.NONE, new FailureShare(40, 10), "X");
    assertThat(FailureVerdict.of(List.of(fine))).isEmpty();
    assertThat(FailureVerdict.of(List.of(fine, half, bad)).orElseThrow().sentence()).isEqualTo("since the switch send-email-smtp failed 25 of 25 (100 %), "
        + "before it 3 of 400 (0.8 %), mostly with ConnectException; release-email failed 20 of 40 (50 %), before it none of 0, mostly with SendRefused");
    assertThat(FailureVerdict.of(List.of(last, last, half, bad, last)).orElseThrow().sentence()).endsWith("mostly with X; and 2 more");
  }

  /** Small, large, and those just beside a border of the rule. */
  @Provide
  Arbitrary<FailureShare> shares() {
    Arbitrary<Long> exchanges = Arbitraries.oneOf(Arbitraries.longs().between(0, 200), Arbitraries.longs().between(0, MOST));
    return exchanges.flatMap(all -> Arbitraries.oneOf(Arbitraries.longs().between(0, all),
        Arbitraries.longs().between(-1, 1).map(beside -> Math.max(0, Math.min(all, all / 20 + beside))),
        Arbitraries.longs().between(-1, 1).map(beside -> Math.max(0, Math.min(all, 3 * (all / 20) + beside))))
        .map(failures -> new FailureShare(all, failures)));
  }

  private static BigDecimal share(FailureShare share, RoundingMode rounding) {
    return share.exchanges() == 0 ? BigDecimal.ZERO
        : BigDecimal.valueOf(share.failures()).divide(BigDecimal.valueOf(share.exchanges()), DIGITS, rounding);
  }

  private static boolean isWorse(long failuresBefore, long exchangesBefore, long failures, long exchanges) {
    return comparison(new FailureShare(exchangesBefore, failuresBefore), new FailureShare(exchanges, failures)).isWorse();
  }

  private static FailureComparison comparison(FailureShare before, FailureShare after) {
    return new FailureComparison("any", before, after, "any");
  }
}
