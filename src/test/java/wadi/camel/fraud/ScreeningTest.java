package wadi.camel.fraud;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import wadi.domain.fraud.Decision;
import wadi.domain.fraud.Reason;
import wadi.domain.fraud.Verdict;
import wadi.domain.fraud.WhenUncounted;
import wadi.domain.intake.Card;
import wadi.platform.SettableClock;
import wadi.platform.velocity.InProcessVelocity;

class ScreeningTest {
  private static RuleBook shipped;

  private final SettableClock clock = new SettableClock("2026-11-21T12:00:00Z");
  private final InProcessVelocity velocity = new InProcessVelocity(100_000, new SimpleMeterRegistry());
  private final AtomicLong stopwatch = new AtomicLong(-5);
  private Screening screening;

  @BeforeAll
  static void load() {
    shipped = RuleBook.load(Path.of("routes/fraud/rules.yaml"));
  }

  @BeforeEach
  void begin() {
    screening = generation();
  }

  @Test
  void a_thousand_transactions_of_a_card_in_ten_minutes_are_clean_and_the_next_is_held() {
    for (int i = 0; i < 1_000; i++) {
      assertThat(screen("a", 5).decision()).isEqualTo(Decision.CLEAN);
      clock.forward(Duration.ofMillis(100));
    }
    assertThat(screen("a", 5).reasons()).extracting(Reason::code).containsExactly("CARD_VELOCITY");
    assertThat(screen("a", 5).decision()).isEqualTo(Decision.HELD);
    assertThat(screen("b", 5).decision()).isEqualTo(Decision.CLEAN);
    clock.forward(Duration.ofMinutes(10));
    assertThat(screen("a", 5).decision()).isEqualTo(Decision.CLEAN);
  }

  @Test
  void held_transactions_count_too() {
    for (int i = 0; i < 1_000; i++) assertThat(screen("a", 25_000).score()).isEqualTo(100);
    assertThat(screen("a", 25_000).score()).isEqualTo(200);
  }

  @Test
  void what_was_counted_outlives_the_generation() {
    for (int i = 0; i < 1_000; i++) screen("a", 5);
    screening = generation();
    assertThat(screen("a", 5).decision()).isEqualTo(Decision.HELD);
  }

  @Test
  void a_clock_set_back_an_hour_neither_holds_nor_frees_anybody_for_good() {
    for (int i = 0; i < 1_000; i++) screen("a", 5);
    clock.back(Duration.ofHours(1));
    for (int i = 0; i < 1_000; i++) assertThat(screen("a", 5).decision()).isEqualTo(Decision.CLEAN);
    assertThat(screen("a", 5).decision()).isEqualTo(Decision.HELD);
  }

  @Test
  void checks_in_sample_mode_count_in_no_window() {
    for (int i = 0; i < 10; i++) screening.bySample();
    assertThat(velocity.size(shipped.windows().get(0).key())).isZero();
  }

  @Test
  void a_verdict_says_how_long_it_took_whoever_gave_it() {
    long began = screening.now();
    stopwatch.addAndGet(1_234_567);
    Verdict given = new Verdict(Decision.HELD, 100, List.of(new Reason("A", "b")), List.of(new Reason("S", "t")), "remote", Duration.ofDays(1));

    assertThat(screening.timed(given, began)).isEqualTo(given.after(Duration.ofNanos(1_234_567)));
  }

  private Screening generation() {
    return new Screening(CompletableFuture.completedFuture(shipped), new AtomicLong(), velocity, clock, stopwatch::get, WhenUncounted.REVIEW);
  }

  private Verdict screen(String card, int amount) {
    List<Card> cards = List.of(new Card("411111******1111", "411111", "1111", card, true));
    return screening.byRules(Map.of("message", Map.of("payment", Map.of("amount", amount, "currency", "INR")), "cards", cards));
  }
}
