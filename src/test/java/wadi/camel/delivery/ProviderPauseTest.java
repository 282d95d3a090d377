package wadi.camel.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.MessagingException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import wadi.domain.delivery.Outcome;
import wadi.platform.SettableClock;

class ProviderPauseTest {
  private static final Outcome.RetryLater LATER = new Outcome.RetryLater("refused", Instant.parse("2026-11-20T13:00:00Z"));
  private static final Exception GONE = new IllegalStateException(new ProviderUnreachable(new MessagingException("connection refused")));

  private final SettableClock clock = new SettableClock("2026-11-20T12:00:00Z");
  private final ProviderPause pause = new ProviderPause(clock);

  @Test
  void nothing_is_held_back_while_the_provider_is_there() {
    assertThat(pause.after(null, new Outcome.Delivered())).isEqualTo(new Outcome.Delivered());
    assertThat(pause.after(new MessagingException("mailbox full"), LATER)).isEqualTo(LATER);
    assertThat(pause.most(5, 8)).isEqualTo(5);
    assertThat(pause.isOn()).isFalse();
  }

  @Test
  void everything_waits_for_the_same_moment_and_then_one_tries_alone() {
    Outcome first = pause.after(GONE, LATER);
    clock.forward(Duration.ofMillis(400));
    Outcome second = pause.after(GONE, LATER);

    assertThat(first).isEqualTo(new Outcome.RetryLater("refused", Instant.parse("2026-11-20T12:00:01Z"))).isEqualTo(second);
    assertThat(pause.most(8, 8)).isZero();
    clock.set("2026-11-20T12:00:01Z");
    assertThat(pause.most(8, 8)).isEqualTo(1);
    assertThat(pause.most(7, 8)).as("while it tries").isZero();
    assertThat(pause.isOn()).isTrue();
  }

  @Test
  void nobody_sleeps_over_the_end_of_a_pause() {
    Duration second = Duration.ofSeconds(1);
    assertThat(pause.atMost(second)).isEqualTo(second);
    pause.after(GONE, LATER);
    clock.forward(Duration.ofMillis(700));
    assertThat(pause.atMost(second)).isEqualTo(Duration.ofMillis(300));
    clock.forward(Duration.ofMillis(300));
    assertThat(pause.atMost(second)).isEqualTo(second);
    pause.after(GONE, LATER);
    assertThat(pause.atMost(second)).isEqualTo(second);
  }

  @Test
  void pauses_double_to_half_a_minute() {
    List<Long> seconds = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Instant until = ((Outcome.RetryLater) pause.after(GONE, LATER)).notBefore();
      seconds.add(Duration.between(clock.instant(), until).toSeconds());
      clock.set(until.toString());
    }
    assertThat(seconds).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L, 30L);
  }

  @Test
  void whatever_the_provider_says_ends_the_pause() {
    pause.after(GONE, LATER);
    pause.after(GONE, LATER);
    clock.forward(Duration.ofSeconds(1));
    pause.after(new MessagingException("no such mailbox"), new Outcome.Parked("refused"));

    assertThat(pause.most(8, 8)).isEqualTo(8);
    assertThat(pause.after(GONE, LATER)).as("the next pause is short again")
        .isEqualTo(new Outcome.RetryLater("refused", Instant.parse("2026-11-20T12:00:02Z")));
  }

  @Test
  void what_was_tried_for_too_long_is_parked_all_the_same() {
    assertThat(pause.after(GONE, new Outcome.Parked("tried for too long"))).isEqualTo(new Outcome.Parked("tried for too long"));
  }
}
