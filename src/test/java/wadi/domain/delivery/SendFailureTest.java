package wadi.domain.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import wadi.domain.delivery.SendFailure.Kind;

/** What a failure means for a delivery, and what is said about it. */
class SendFailureTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final RetryPolicy DAY = new RetryPolicy(Duration.ofHours(24));

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "550 5.1.1 <bob@example.org>: unknown|550 5.1.1 (address): unknown",
      "cannot send to 'bob.b+x@mail.example.org', sorry|cannot send to '(address)', sorry",
      "+254 711 082-000 is off|(number) is off", "447700900123 is off|(number) is off", "card 4111 1111 1111 1111|card 411111******1111",
      "451 4.7.1 try in 300 s|451 4.7.1 try in 300 s", "HTTP 503 until 12:00:01|HTTP 503 until 12:00:01"})
  void names_nobody(String said, String kept) {
    assertThat(new SendFailure(Kind.REFUSED, said).reason()).isEqualTo(kept);
  }

  @Test
  void is_one_line_of_bounded_length() {
    assertThat(new SendFailure(Kind.PASSING, "a\r\nb\u0000\u2028c\t").reason()).isEqualTo("a b c");
    assertThat(new SendFailure(Kind.PASSING, "x".repeat(100_000)).reason()).hasSize(303).endsWith("...");
  }

  @Test
  void parks_at_once_what_was_refused() {
    assertThat(DAY.after(new SendFailure(Kind.REFUSED, "no such user"), delivery(1), NOW, 0)).isEqualTo(new Outcome.Parked("refused: no such user"));
  }

  @ParameterizedTest
  @EnumSource(value = Kind.class, names = "REFUSED", mode = EnumSource.Mode.EXCLUDE)
  void tries_again_after_anything_else_until_the_time_is_over(Kind kind) {
    Outcome first = DAY.after(new SendFailure(kind, "x"), delivery(1), NOW, 0);
    assertThat(first).isEqualTo(new Outcome.RetryLater(kind.words() + "x", NOW.plusSeconds(2), kind == Kind.UNANSWERED));
    assertThat(DAY.after(new SendFailure(kind, "x"), delivery(99), NOW.plus(Duration.ofHours(24)), 0))
        .isEqualTo(new Outcome.Parked("tried for too long, " + kind.words() + "x", kind == Kind.UNANSWERED));
  }

  @Test
  void waits_as_long_as_the_provider_asks_and_an_hour_at_most() {
    assertThat(asked(Duration.ofSeconds(120))).isEqualTo(NOW.plusSeconds(120));
    assertThat(asked(Duration.ofSeconds(1))).as("our own pause is longer").isEqualTo(NOW.plusSeconds(2));
    assertThat(asked(Duration.ofDays(3))).isEqualTo(NOW.plusSeconds(3600));
  }

  @Test
  void what_was_not_tried_waits_no_longer_for_having_waited_often() {
    SendFailure failure = new SendFailure(Kind.NOT_TRIED, "too much to do", Optional.of(Duration.ofSeconds(3)));
    assertThat(DAY.after(failure, delivery(20), NOW, 0)).isEqualTo(new Outcome.RetryLater("not now: too much to do", NOW.plusSeconds(3)));
    assertThat(DAY.after(failure, delivery(20), NOW, 0.5)).isEqualTo(new Outcome.RetryLater("not now: too much to do", NOW.plusMillis(4_500)));
  }

  @Test
  void does_not_wait_beyond_its_time() {
    SendFailure failure = new SendFailure(Kind.PASSING, "busy", Optional.of(Duration.ofMinutes(10)));
    assertThat(new RetryPolicy(Duration.ofMinutes(9)).after(failure, delivery(1), NOW, 0)).isInstanceOf(Outcome.Parked.class);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"120|120", " 0 |0", "Fri, 20 Nov 2026 12:01:00 GMT|60", "Fri, 20 Nov 2026 11:00:00 GMT|0"})
  void reads_seconds_and_dates(String header, long seconds) {
    assertThat(RetryAfter.read(header, NOW)).contains(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @CsvSource({"soon", "-1", "99999999999", "2026-11-20"})
  void ignores_what_is_neither(String header) {
    assertThat(RetryAfter.read(header, NOW)).isEmpty();
  }

  @Test
  void equal_events_are_told_once_a_minute_with_their_number() {
    Pace pace = new Pace();
    assertThat(pace.count(NOW)).isEqualTo(OptionalLong.of(1));
    assertThat(pace.count(NOW.plusSeconds(1))).isEmpty();
    assertThat(pace.count(NOW.plusSeconds(59))).isEmpty();
    assertThat(pace.count(NOW.plusSeconds(60))).isEqualTo(OptionalLong.of(3));
    assertThat(pace.count(NOW.plusSeconds(61))).isEmpty();
  }

  private static Instant asked(Duration pause) {
    return ((Outcome.RetryLater) DAY.after(new SendFailure(Kind.PASSING, "busy", Optional.of(pause)), delivery(1), NOW, 0)).notBefore();
  }

  private static Delivery delivery(int attempts) {
    return new Delivery(1, "alert", "1", "sms", "+447700900123", 150, attempts, NOW, Map.of());
  }
}
