package wadi.domain.fraud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;

/** A window against one that keeps everything. */
class SlidingWindowPropertyTest {
  private static final long START = 1_763_726_400_123L;

  record Event(long at, double amount) {}

  /** Steps between events as parts of the window, so that every length is filled alike. */
  record Traffic(Duration length, List<Event> events) {
    long millis() {
      return length.toMillis();
    }
  }

  @Property(tries = 200)
  void in_order_it_misses_nothing_and_is_at_most_a_sixtieth_too_long(@ForAll("traffic") Traffic traffic) {
    SlidingWindow window = window(traffic);
    for (int i = 0; i < traffic.events().size(); i++) {
      Event event = traffic.events().get(i);
      List<Event> seen = traffic.events().subList(0, i + 1);
      assertBetween(window.add(event.at(), event.amount()), exact(seen, event.at(), traffic.millis()),
          exact(seen, event.at(), traffic.millis() + traffic.millis() / 60));
    }
  }

  @Property(tries = 200)
  void up_to_64_events_it_is_exact(@ForAll("traffic") Traffic traffic) {
    SlidingWindow window = window(traffic);
    for (int i = 0; i < traffic.events().size(); i++) {
      Event event = traffic.events().get(i);
      Measure measure = window.add(event.at(), event.amount());
      Measure exact = exact(traffic.events().subList(0, i + 1), event.at(), traffic.millis());
      if (exact.count() <= 64) assertBetween(measure, exact, exact);
    }
  }

  @Property(tries = 200)
  void the_order_of_events_makes_no_difference(
      @ForAll("crowded") Traffic traffic, @ForAll("parts") double later, @ForAll Random random) {
    List<Event> shuffled = new ArrayList<>(traffic.events());
    Collections.shuffle(shuffled, random);
    Event last = new Event(traffic.events().get(traffic.events().size() - 1).at() + Math.round(later * traffic.millis()), 1);
    Measure inOrder = all(traffic, traffic.events()).add(last.at(), last.amount());
    Measure inAnyOrder = all(traffic, shuffled).add(last.at(), last.amount());
    assertThat(inAnyOrder.count()).isEqualTo(inOrder.count());
    assertThat(inAnyOrder.sum()).isCloseTo(inOrder.sum(), within(1e-6));
  }

  @Property(tries = 200)
  void any_times_and_amounts_give_a_count_and_a_finite_sum(@ForAll("wild") List<Event> events) {
    SlidingWindow window = new SlidingWindow(new Window("w", Window.Key.CARD, Duration.ofMinutes(10)));
    int seen = 0;
    for (Event event : events) {
      Measure measure = window.add(event.at(), event.amount());
      assertThat(measure.count()).isBetween(1L, (long) ++seen);
      assertThat(measure.sum()).isBetween(0.0, Double.MAX_VALUE);
    }
  }

  private static SlidingWindow window(Traffic traffic) {
    return new SlidingWindow(new Window("w", Window.Key.CARD, traffic.length()));
  }

  private static SlidingWindow all(Traffic traffic, List<Event> events) {
    SlidingWindow window = window(traffic);
    events.forEach(event -> window.add(event.at(), event.amount()));
    return window;
  }

  private static Measure exact(List<Event> events, long now, long length) {
    List<Event> counted = events.stream().filter(event -> now - event.at() < length).toList();
    return new Measure(counted.size(), counted.stream().mapToDouble(Event::amount).sum());
  }

  private static void assertBetween(Measure measure, Measure least, Measure most) {
    assertThat(measure.count()).isBetween(least.count(), most.count());
    assertThat(measure.sum()).isBetween(least.sum() - 1e-6, most.sum() + 1e-6);
  }

  /** Up to 600 events over up to several windows: bursts, pauses, steps of exactly a window or a sixtieth of one. */
  @Provide
  Arbitrary<Traffic> traffic() {
    Arbitrary<Double> step = Arbitraries.frequencyOf(
        Tuple.of(20, Arbitraries.just(0.0)), Tuple.of(60, uniform(0.02)),
        Tuple.of(2, Arbitraries.of(1.0, 1.0 / 60, 0.5, 59.0 / 60, 61.0 / 60, 3.0)));
    return traffic(step, 600);
  }

  /** All within less than one window, so that none is too late to count. */
  @Provide
  Arbitrary<Traffic> crowded() {
    return traffic(uniform(0.003), 320);
  }

  @Provide
  Arbitrary<Double> parts() {
    return uniform(1);
  }

  /** Left to itself jqwik prefers values near 0, and nearly nothing would ever leave a window. */
  private static Arbitrary<Double> uniform(double most) {
    return Arbitraries.doubles().between(0, most).ofScale(6).withDistribution(RandomDistribution.uniform());
  }

  private static Arbitrary<Traffic> traffic(Arbitrary<Double> step, int most) {
    Arbitrary<Duration> length = Arbitraries.of(Duration.ofMinutes(1), Duration.ofMinutes(7), Duration.ofMinutes(10), Duration.ofDays(1), Duration.ofDays(30));
    Arbitrary<List<Double>> steps = step.list().ofMinSize(1).ofMaxSize(most).withSizeDistribution(RandomDistribution.uniform());
    Arbitrary<List<Double>> amounts = Arbitraries.doubles().between(0, 1_000).ofScale(2).list().ofSize(most);
    return Combinators.combine(length, steps, amounts).as(SlidingWindowPropertyTest::traffic);
  }

  private static Traffic traffic(Duration length, List<Double> steps, List<Double> amounts) {
    List<Event> events = new ArrayList<>();
    long at = START;
    for (int i = 0; i < steps.size(); i++) {
      at += Math.round(steps.get(i) * length.toMillis());
      events.add(new Event(at, amounts.get(i)));
    }
    return new Traffic(length, events);
  }

  @Provide
  Arbitrary<List<Event>> wild() {
    Arbitrary<Long> near = Arbitraries.longs().between(START - 3_000_000, START + 3_000_000);
    Arbitrary<Long> far = Arbitraries.longs().between(-4_000_000_000_000_000L, 4_000_000_000_000_000L);
    Arbitrary<Double> amount = Arbitraries.oneOf(Arbitraries.doubles(), Arbitraries.of(Double.NaN, Double.POSITIVE_INFINITY, -1.0, Double.MAX_VALUE));
    return Combinators.combine(Arbitraries.oneOf(near, near, near, far), amount).as(Event::new).list().ofMaxSize(400);
  }
}
