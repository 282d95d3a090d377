package wadi.platform.velocity;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import wadi.domain.fraud.Measure;
import wadi.domain.fraud.Window;
import wadi.platform.Together;
import wadi.platform.ports.Sighting;

class InProcessVelocityTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final Window TEN_MINUTES = new Window("card_10m", Window.Key.CARD, Duration.ofMinutes(10));
  private static final Window DAY = new Window("card_1d", Window.Key.CARD, Duration.ofDays(1));

  private final MeterRegistry meters = new SimpleMeterRegistry();
  private final InProcessVelocity velocity = new InProcessVelocity(16_000, meters);

  @Test
  void keys_are_counted_apart() {
    assertThat(count(NOON, "a", 5, TEN_MINUTES)).containsExactly(new Measure(1, 5));
    assertThat(count(NOON, "b", 7, TEN_MINUTES)).containsExactly(new Measure(1, 7));
    assertThat(count(NOON, "a", 6, TEN_MINUTES)).containsExactly(new Measure(2, 11));
  }

  @Test
  void windows_of_one_key_slide_each_by_its_length() {
    count(NOON, "a", 1, TEN_MINUTES, DAY);
    assertThat(count(NOON.plus(Duration.ofMinutes(10)), "a", 1, DAY, TEN_MINUTES)).containsExactly(new Measure(2, 2), new Measure(1, 1));
  }

  @Test
  void a_window_that_is_changed_is_a_new_one_and_begins_empty() {
    count(NOON, "a", 1, TEN_MINUTES);
    Window longer = new Window("card_10m", Window.Key.CARD, Duration.ofMinutes(20));
    Instant later = NOON.plusSeconds(60);
    assertThat(count(later, "a", 1, longer)).containsExactly(new Measure(1, 1));
    assertThat(velocity.since(TEN_MINUTES)).contains(NOON);
    assertThat(velocity.since(longer)).contains(later);
    assertThat(velocity.since(DAY)).isEmpty();
    assertThat(meters.get("fraud_velocity_since_seconds").tag("length", "PT20M").gauge().value()).isEqualTo(later.getEpochSecond());
  }

  @Test
  void a_window_counts_from_when_it_began_although_nothing_happened() {
    velocity.begin(List.of(TEN_MINUTES), NOON);
    velocity.begin(List.of(TEN_MINUTES, DAY), NOON.plusSeconds(5));
    count(NOON.plusSeconds(60), "a", 1, TEN_MINUTES, DAY);
    assertThat(velocity.since(TEN_MINUTES)).contains(NOON);
    assertThat(velocity.since(DAY)).contains(NOON.plusSeconds(5));
  }

  @Test
  void equal_windows_of_two_generations_are_one() {
    count(NOON, "a", 1, TEN_MINUTES);
    assertThat(count(NOON, "a", 1, new Window("card_10m", Window.Key.CARD, Duration.ofMinutes(10)))).containsExactly(new Measure(2, 2));
  }

  @Test
  void there_are_never_more_keys_than_it_may_keep() {
    for (int i = 0; i < 40_000; i++) {
      count(NOON, "key" + i, 1, TEN_MINUTES);
      if (i % 10_000 == 0) assertThat(velocity.size(Window.Key.CARD)).isLessThanOrEqualTo(16_000);
    }
    assertThat(velocity.size(Window.Key.CARD)).isBetween(15_900, 16_000);
    assertThat(meters.get("fraud_velocity_keys").tag("key", "card").gauge().value()).isEqualTo(velocity.size(Window.Key.CARD));
    assertThat(meters.get("fraud_velocity_forgotten_total").counter().count()).isEqualTo(40_000 - velocity.size(Window.Key.CARD));
  }

  @Test
  void the_key_not_seen_for_longest_is_forgotten_first() {
    for (int i = 0; i < 40_000; i++) {
      count(NOON, "key" + i, 1, TEN_MINUTES);
      assertThat(count(NOON, "often", 1, TEN_MINUTES).get(0).count()).isEqualTo(i + 1);
    }
    assertThat(count(NOON, "key0", 1, TEN_MINUTES).get(0).count()).isEqualTo(1);
    assertThat(count(NOON, "key39999", 1, TEN_MINUTES).get(0).count()).isEqualTo(2);
  }

  @Test
  void keys_that_nothing_counts_any_more_make_room_as_others_come() {
    for (int i = 0; i < 10_000; i++) count(NOON, "early" + i, 1, TEN_MINUTES);
    Instant later = NOON.plus(Duration.ofMinutes(10));
    for (int i = 0; i < 8_000; i++) count(later, "late" + i, 1, TEN_MINUTES);
    assertThat(velocity.size(Window.Key.CARD)).isBetween(8_000, 8_500);
    assertThat(meters.get("fraud_velocity_forgotten_total").counter().count()).isZero();
  }

  @Test
  void windows_that_no_rule_names_any_more_go_when_they_have_run_out() {
    Stripe stripe = new Stripe(10, new AtomicInteger());
    long before = used();
    for (int edit = 0; edit < 2_000; edit++) {
      Window edited = new Window("card_" + edit, Window.Key.CARD, Duration.ofMinutes(1));
      for (int i = 0; i < 100; i++) stripe.count(NOON.plus(Duration.ofMinutes(edit)).toEpochMilli(), new Sighting(edited, "a", 1), OptionalLong.empty());
    }
    assertThat(used() - before).isLessThan(2L << 20); // if they stayed it would be 3.8 MB
    assertThat(stripe.size()).isEqualTo(1);
  }

  @Test
  void each_kind_of_key_is_counted_apart() {
    for (Window.Key kind : Window.Key.values()) {
      Window window = new Window("w", kind, Duration.ofMinutes(10));
      assertThat(count(NOON, "a", 1, window)).containsExactly(new Measure(1, 1));
      assertThat(count(NOON, "a", 1, window)).containsExactly(new Measure(2, 2));
      assertThat(meters.get("fraud_velocity_keys").tag("key", kind.word()).gauge().value()).isEqualTo(1);
    }
  }

  @Test
  void different_values_of_a_key_are_told_apart() {
    Window cards = new Window("ip_cards", Window.Key.IP, Duration.ofMinutes(10), Optional.of(Window.Key.CARD));
    List<Long> distinct = Stream.of("x", "y", "x", "", "z", "y").map(card -> velocity.count(NOON, List.of(new Sighting(cards, "a", 1, card))).get(0).distinct()).toList();
    assertThat(distinct).containsExactly(1L, 2L, 2L, 2L, 3L, 3L);
    assertThat(velocity.count(NOON, List.of(new Sighting(cards, "b", 1, "x"))).get(0).distinct()).isEqualTo(1);
    assertThat(velocity.count(NOON.plus(Duration.ofMinutes(10)), List.of(new Sighting(cards, "a", 1, "n"))).get(0)).isEqualTo(new Measure(1, 1, 1));
  }

  @Test
  void texts_that_differ_are_different_values() {
    ValueHash hash = new ValueHash(42);
    Window cards = new Window("ip_cards", Window.Key.IP, Duration.ofMinutes(10), Optional.of(Window.Key.CARD));
    assertThat(IntStream.range(0, 200_000).mapToObj(i -> hash.of(new Sighting(cards, "a", 1, Integer.toString(i, 36)))).collect(Collectors.toSet())).hasSize(200_000);
    assertThat(hash.of(new Sighting(cards, "a", 1, "x"))).isNotEqualTo(new ValueHash(43).of(new Sighting(cards, "a", 1, "x")));
  }

  @Test
  void looking_says_what_counting_would_and_changes_nothing() {
    Window cards = new Window("ip_cards", Window.Key.IP, Duration.ofMinutes(10), Optional.of(Window.Key.CARD));
    List<Sighting> sightings = List.of(new Sighting(cards, "a", 5, "x"), new Sighting(TEN_MINUTES, "k", 5));
    for (int i = 0; i < 100; i++) {
      List<Measure> seen = velocity.peek(NOON.plusSeconds(i), sightings);
      assertThat(velocity.peek(NOON.plusSeconds(i), sightings)).isEqualTo(seen);
      assertThat(velocity.count(NOON.plusSeconds(i), sightings)).isEqualTo(seen);
    }
    assertThat(velocity.peek(NOON, List.of(new Sighting(TEN_MINUTES, "nobody", 7)))).containsExactly(new Measure(1, 7));
    assertThat(velocity.size(Window.Key.CARD)).isEqualTo(1);
    assertThat(velocity.since(DAY)).isEmpty();
  }

  @Test
  void looking_at_a_key_does_not_keep_it_from_being_forgotten() {
    count(NOON, "looked at", 1, TEN_MINUTES);
    for (int i = 0; i < 40_000; i++) {
      count(NOON, "key" + i, 1, TEN_MINUTES);
      velocity.peek(NOON, List.of(new Sighting(TEN_MINUTES, "looked at", 1)));
    }
    assertThat(velocity.peek(NOON, List.of(new Sighting(TEN_MINUTES, "looked at", 1)))).containsExactly(new Measure(1, 1));
  }

  @Test
  void what_happened_before_counts_and_pushes_nobody_out() {
    for (int i = 0; i < 10_000; i++) count(NOON, "live" + i, 1, DAY);
    for (int i = 0; i < 30_000; i++) velocity.restore(NOON.minusSeconds(60 + i), List.of(new Sighting(DAY, "before" + i, 3)));
    velocity.restore(NOON.minusSeconds(7_200), List.of(new Sighting(DAY, "live7", 3)));
    assertThat(velocity.size(Window.Key.CARD)).isBetween(15_900, 16_000);
    assertThat(velocity.peek(NOON, List.of(new Sighting(DAY, "live7", 1)))).containsExactly(new Measure(3, 5));
    assertThat(velocity.peek(NOON, List.of(new Sighting(DAY, "before7", 1)))).containsExactly(new Measure(2, 4));
    for (int i = 0; i < 4_000; i++) count(NOON, "new" + i, 1, DAY);
    for (int i = 0; i < 10_000; i++) assertThat(velocity.peek(NOON, List.of(new Sighting(DAY, "live" + i, 1))).get(0).count()).isGreaterThan(1);
  }

  @Test
  void a_million_keys_take_bounded_memory() {
    long before = used();
    InProcessVelocity large = new InProcessVelocity(1_000_000, new SimpleMeterRegistry());
    for (int i = 0; i < 1_000_000; i++) large.count(NOON.plusMillis(i / 1_000), List.of(new Sighting(TEN_MINUTES, "fingerprint-of-" + (1_000_000 + i), 1)));
    long taken = used() - before;
    assertThat(large.size(Window.Key.CARD)).isBetween(950_000, 1_000_000);
    assertThat(taken / large.size(Window.Key.CARD)).as("bytes for each key").isBetween(100L, 320L);
    for (int i = 1_000_000; i < 1_700_000; i++) large.count(NOON.plusMillis(i / 1_000), List.of(new Sighting(TEN_MINUTES, "fingerprint-of-" + (1_000_000 + i), 1)));
    assertThat(large.size(Window.Key.CARD)).isLessThanOrEqualTo(1_000_000);
    assertThat(used() - before).isLessThan(taken + (16L << 20));
  }

  @Test
  void keys_with_many_values_make_others_leave_before_memory_is_short() {
    Window cards = new Window("ip_cards", Window.Key.IP, Duration.ofMinutes(10), Optional.of(Window.Key.CARD));
    long before = used();
    for (int key = 0; key < 500; key++) {
      for (int i = 0; i < 1_000; i++) velocity.count(NOON, List.of(new Sighting(cards, "key" + key, 1, "value" + i)));
      assertThat(velocity.values(Window.Key.IP)).isLessThanOrEqualTo(16 * 20_000 + 1_000);
    }
    assertThat(velocity.values(Window.Key.IP)).isGreaterThan(200_000);
    assertThat(meters.get("fraud_velocity_forgotten_total").counter().count()).isEqualTo(500 - velocity.size(Window.Key.IP)).isPositive();
    assertThat(velocity.count(NOON, List.of(new Sighting(cards, "key499", 1, "more"))).get(0).distinct()).isEqualTo(1_000);
    assertThat(used() - before).isLessThan(16L << 20);
  }

  @Test
  void many_threads_lose_no_count() throws Exception {
    List<Long> highest = Together.run(8, thread -> LongStream.range(0, 20_000).map(i -> {
      count(NOON.plusMillis(i), "own" + thread + i % 50, 1, TEN_MINUTES);
      return count(NOON.plusMillis(i), "shared", 1, TEN_MINUTES).get(0).count();
    }).max().orElseThrow());
    assertThat(highest).contains(160_000L);
    assertThat(count(NOON.plusSeconds(20), "shared", 1, TEN_MINUTES)).containsExactly(new Measure(160_001, 160_001));
    for (int thread = 0; thread < 8; thread++) {
      assertThat(count(NOON.plusSeconds(20), "own" + thread + "7", 1, TEN_MINUTES).get(0).count()).isEqualTo(401);
    }
  }

  @Test
  void many_threads_stay_within_the_bound() throws Exception {
    Together.run(8, thread -> {
      IntStream.range(0, 20_000).forEach(i -> count(NOON, "key" + thread + "-" + i, 1, TEN_MINUTES));
      return null;
    });
    assertThat(velocity.size(Window.Key.CARD)).isBetween(15_900, 16_000);
  }

  @Test
  void a_hundred_thousand_cards_take_little_memory() {
    long before = used();
    InProcessVelocity large = new InProcessVelocity(100_000, new SimpleMeterRegistry());
    for (int i = 0; i < 120_000; i++) large.count(NOON, List.of(new Sighting(TEN_MINUTES, "%022d".formatted(i), 1)));
    long taken = used() - before;
    assertThat(large.size(Window.Key.CARD)).isGreaterThan(99_000);
    assertThat(taken).isLessThan(30L << 20);
  }

  @Test
  void a_busy_card_takes_no_more_than_two_kilobytes() {
    long before = used();
    int cards = 20_000; // so many that what else happens in this process meanwhile weighs nothing
    InProcessVelocity large = new InProcessVelocity(100_000, new SimpleMeterRegistry());
    for (int i = 0; i < cards; i++) {
      List<Sighting> sighting = List.of(new Sighting(TEN_MINUTES, "%022d".formatted(i), 1));
      for (int n = 0; n < 130; n++) large.count(NOON.plusSeconds(n), sighting);
    }
    assertThat(large.size(Window.Key.CARD)).isEqualTo(cards);
    assertThat(used() - before).isLessThan(cards * 2_200L);
  }

  private List<Measure> count(Instant at, String key, double amount, Window... windows) {
    return velocity.count(at, List.of(windows).stream().map(window -> new Sighting(window, key, amount)).toList());
  }

  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    long used = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
    }
    return used;
  }
}
