package wadi.camel.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.MessagingException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import wadi.domain.delivery.Outcome;
import wadi.domain.delivery.SendFailure;
import wadi.platform.SettableClock;

class CircuitTest {
  private static final Outcome.RetryLater LATER = new Outcome.RetryLater("refused", Instant.parse("2026-11-20T13:00:00Z"));
  private static final Exception GONE = new IllegalStateException(new ProviderUnreachable(new MessagingException("connection refused")));

  private static final SendFailure OUT = new SendFailure(SendFailure.Kind.PASSING, "no connection").metByAll();
  private static final SendFailure FULL = new SendFailure(SendFailure.Kind.PASSING, "452 mailbox full");
  private static final SendFailure NOBODY = new SendFailure(SendFailure.Kind.REFUSED, "550 no such mailbox");

  private final SettableClock clock = new SettableClock("2026-11-20T12:00:00Z");
  private final Circuit pause = new Circuit(clock);

  @Test
  void nothing_is_held_back_while_the_provider_is_there() {
    assertThat(pause.after(null, null, new Outcome.Delivered())).isEqualTo(new Outcome.Delivered());
    assertThat(pause.after(new MessagingException("mailbox full"), FULL, LATER)).isEqualTo(LATER);
    assertThat(pause.most(5, 8)).isEqualTo(5);
    assertThat(pause.isOpen()).isFalse();
  }

  @Test
  void everything_waits_for_the_same_moment_and_then_one_tries_alone() {
    Outcome first = pause.after(GONE, OUT, LATER);
    clock.forward(Duration.ofMillis(400));
    Outcome second = pause.after(GONE, OUT, LATER);

    assertThat(first).isEqualTo(new Outcome.RetryLater("refused", Instant.parse("2026-11-20T12:00:01Z"))).isEqualTo(second);
    assertThat(pause.most(8, 8)).isZero();
    clock.set("2026-11-20T12:00:01Z");
    assertThat(pause.most(8, 8)).isEqualTo(1);
    assertThat(pause.most(7, 8)).as("while it tries").isZero();
    assertThat(pause.isOpen()).isTrue();
  }

  @Test
  void nobody_sleeps_over_the_end_of_a_pause() {
    Duration second = Duration.ofSeconds(1);
    assertThat(pause.atMost(second)).isEqualTo(second);
    pause.after(GONE, OUT, LATER);
    clock.forward(Duration.ofMillis(700));
    assertThat(pause.atMost(second)).isEqualTo(Duration.ofMillis(300));
    clock.forward(Duration.ofMillis(300));
    assertThat(pause.atMost(second)).isEqualTo(second);
    pause.after(GONE, OUT, LATER);
    assertThat(pause.atMost(second)).isEqualTo(second);
  }

  @Test
  void pauses_double_to_half_a_minute() {
    List<Long> seconds = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Instant until = ((Outcome.RetryLater) pause.after(GONE, OUT, LATER)).notBefore();
      seconds.add(Duration.between(clock.instant(), until).toSeconds());
      clock.set(until.toString());
    }
    assertThat(seconds).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L, 30L);
  }

  @Test
  void whatever_the_provider_says_ends_the_pause() {
    pause.after(GONE, OUT, LATER);
    pause.after(GONE, OUT, LATER);
    clock.forward(Duration.ofSeconds(1));
    pause.after(new MessagingException("no such mailbox"), NOBODY, new Outcome.Parked("refused"));

    assertThat(pause.most(8, 8)).isEqualTo(8);
    assertThat(pause.after(GONE, OUT, LATER)).as("the next pause is short again")
        .isEqualTo(new Outcome.RetryLater("refused", Instant.parse("2026-11-20T12:00:02Z")));
  }

  @Test
  void what_was_tried_for_too_long_is_parked_all_the_same() {
    assertThat(pause.after(GONE, OUT, new Outcome.Parked("tried for too long"))).isEqualTo(new Outcome.Parked("tried for too long"));
  }

  @Test
  void a_provider_that_fails_five_times_in_a_row_is_out() {
    SendFailure failed = new SendFailure(SendFailure.Kind.PASSING, "HTTP 500").metByAll();
    for (int i = 0; i < 4; i++) assertThat(pause.after(new IllegalStateException(), failed, LATER)).isEqualTo(LATER);
    assertThat(pause.most(8, 8)).isEqualTo(8);
    assertThat(pause.after(new IllegalStateException(), failed, LATER)).isEqualTo(new Outcome.RetryLater("refused", Instant.parse("2026-11-20T12:00:01Z")));
    assertThat(pause.most(8, 8)).isZero();
    assertThat(pause.pause()).contains(new Circuit.Pause(Instant.parse("2026-11-20T12:00:01Z"), "not now: HTTP 500"));
  }

  @Test
  void one_that_says_when_to_come_back_is_left_alone_until_then_at_most_an_hour() {
    pause.after(new IllegalStateException(), new SendFailure(SendFailure.Kind.PASSING, true, "HTTP 429", Optional.of(Duration.ofSeconds(90))), LATER);
    clock.forward(Duration.ofSeconds(89));
    assertThat(pause.most(8, 8)).isZero();
    clock.forward(Duration.ofSeconds(1));
    assertThat(pause.most(8, 8)).isEqualTo(1);
    pause.after(new IllegalStateException(), new SendFailure(SendFailure.Kind.PASSING, true, "HTTP 429", Optional.of(Duration.ofDays(9))), LATER);
    clock.forward(Duration.ofHours(1));
    assertThat(pause.most(8, 8)).isEqualTo(1);
  }

  @Test
  void what_may_have_been_sent_keeps_its_own_time() {
    Outcome.RetryLater perhaps = new Outcome.RetryLater("perhaps sent: no reply", Instant.parse("2026-11-20T13:00:00Z"), true);
    SendFailure hung = new SendFailure(SendFailure.Kind.UNANSWERED, "no reply in time");
    for (int i = 0; i < 5; i++) assertThat(pause.after(new IllegalStateException(), hung, perhaps)).isEqualTo(perhaps);
    assertThat(pause.isOpen()).isTrue();
  }

  @Test
  void a_clock_that_goes_back_makes_no_pause_longer() {
    pause.after(GONE, OUT, LATER);
    clock.back(Duration.ofHours(3));
    assertThat(pause.most(8, 8)).isZero();
    clock.forward(Duration.ofSeconds(1));
    assertThat(pause.most(8, 8)).isEqualTo(1);
  }
}
