package wadi.domain.fraud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
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

  record Event(long at, double amount, long value) {}

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
      assertBetween(add(window, event), exact(seen, event.at(), traffic.millis()),
          exact(seen, event.at(), traffic.millis() + traffic.millis() / 60));
    }
  }

  @Property(tries = 200)
  void up_to_64_events_it_is_exact(@ForAll("traffic") Traffic traffic) {
    SlidingWindow window = window(traffic);
    for (int i = 0; i < traffic.events().size(); i++) {
      Event event = traffic.events().get(i);
      Measure measure = add(window, event);
      Measure exact = exact(traffic.events().subList(0, i + 1), event.at(), traffic.millis());
      if (exact.count() <= 64) assertBetween(measure, exact, exact);
    }
  }

  @Property(tries = 200)
  void the_order_of_events_makes_no_difference(
      @ForAll("crowded") Traffic traffic, @ForAll("parts") double later, @ForAll Random random) {
    List<Event> shuffled = new ArrayList<>(traffic.events());
    Collections.shuffle(shuffled, random);
    Event last = new Event(traffic.events().get(traffic.events().size() - 1).at() + Math.round(later * traffic.millis()), 1, 1);
    Measure inOrder = add(all(traffic, traffic.events()), last);
    Measure inAnyOrder = add(all(traffic, shuffled), last);
    assertThat(inAnyOrder.count()).isEqualTo(inOrder.count());
    assertThat(inAnyOrder.distinct()).isEqualTo(inOrder.distinct());
    assertThat(inAnyOrder.sum()).isCloseTo(inOrder.sum(), within(1e-6));
  }

  @Property(tries = 200)
  void any_times_and_amounts_give_a_count_and_a_finite_sum(@ForAll("wild") List<Event> events) {
    SlidingWindow window = new SlidingWindow(new Window("w", Window.Key.CARD, Duration.ofMinutes(10)));
    int seen = 0;
    for (Event event : events) {
      Measure measure = add(window, event);
      assertThat(measure.count()).isBetween(1L, (long) ++seen);
      assertThat(measure.sum()).isBetween(0.0, Double.MAX_VALUE);
      assertThat(measure.distinct()).isBetween(1L, measure.count());
    }
  }

  @Property(tries = 200)
  void when_the_clock_goes_back_nothing_of_the_window_that_was_is_missed_and_by_a_whole_window_it_begins_anew(@ForAll("shaken") Traffic traffic) {
    SlidingWindow window = window(traffic);
    List<Event> held = new ArrayList<>();
    for (Event event : traffic.events()) {
      long latest = held.stream().mapToLong(Event::at).max().orElse(event.at());
      if (latest - event.at() >= traffic.millis()) held.clear();
      held.add(event);
      long now = held.stream().mapToLong(Event::at).max().getAsLong();
      assertBetween(add(window, event), exact(held, now, traffic.millis()), exact(held, now, traffic.millis() + traffic.millis() / 60));
    }
  }

  @Property(tries = 30)
  void of_more_values_than_are_kept_the_latest_are_in_whatever_order_they_came(@ForAll Random random, @ForAll("parts") double later) {
    Duration length = Duration.ofHours(1);
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) events.add(new Event(START + random.nextInt(3_000) * 1_000L, 1, 1 + random.nextInt(1_500)));
    Event last = new Event(START + 3_000_000 + Math.round(later * length.toMillis()), 1, 9_999);
    Traffic traffic = new Traffic(length, events);
    SlidingWindow one = all(traffic, events);
    Collections.shuffle(events, random);
    SlidingWindow other = all(traffic, events);
    assertThat(one.values()).isEqualTo(Math.min(1_000, exact(events, START + 3_000_000, length.toMillis()).distinct()));
    assertThat(add(one, last).distinct()).isEqualTo(add(other, last).distinct());
    events.add(last);
    assertThat(one.values()).isEqualTo((int) Math.min(1_000, exact(events, last.at(), length.toMillis()).distinct()));
  }

  @Property(tries = 100)
  void looking_changes_nothing(@ForAll("traffic") Traffic traffic) {
    SlidingWindow window = window(traffic);
    SlidingWindow looked = window(traffic);
    for (Event event : traffic.events()) {
      add(looked.copy(), new Event(event.at() + 1, 5, 1_000 + event.value()));
      Measure seen = add(looked.copy(), event);
      assertThat(add(looked, event)).isEqualTo(seen).isEqualTo(add(window, event));
    }
  }

  @Property(tries = 200)
  void what_was_before_can_be_added_after(@ForAll("traffic") Traffic traffic, @ForAll("parts") double part) {
    int cut = (int) (part * traffic.events().size());
    SlidingWindow window = window(traffic);
    traffic.events().subList(cut, traffic.events().size()).forEach(event -> add(window, event));
    List<Event> before = new ArrayList<>(traffic.events().subList(0, cut));
    Collections.reverse(before);
    before.forEach(event -> window.addEarlier(event.at(), event.amount(), OptionalLong.of(event.value())));
    Event last = new Event(traffic.events().get(traffic.events().size() - 1).at(), 1, 1);
    List<Event> all = new ArrayList<>(traffic.events());
    all.add(last);
    assertBetween(add(window, last), exact(all, last.at(), traffic.millis()), exact(all, last.at(), traffic.millis() + traffic.millis() / 60));
  }

  private static Measure add(SlidingWindow window, Event event) {
    return window.add(event.at(), event.amount(), OptionalLong.of(event.value()));
  }

  private static SlidingWindow window(Traffic traffic) {
    return new SlidingWindow(new Window("w", Window.Key.CARD, traffic.length()));
  }

  private static SlidingWindow all(Traffic traffic, List<Event> events) {
    SlidingWindow window = window(traffic);
    events.forEach(event -> add(window, event));
    return window;
  }

  private static Measure exact(List<Event> events, long now, long length) {
    List<Event> counted = events.stream().filter(event -> now - event.at() < length).toList();
    return new Measure(counted.size(), counted.stream().mapToDouble(Event::amount).sum(), counted.stream().mapToLong(Event::value).distinct().count());
  }

  private static void assertBetween(Measure measure, Measure least, Measure most) {
    assertThat(measure.count()).isBetween(least.count(), most.count());
    assertThat(measure.sum()).isBetween(least.sum() - 1e-6, most.sum() + 1e-6);
    assertThat(measure.distinct()).isEqualTo(least.distinct());
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

  /** With steps back, small ones and now and then more than a window. */
  @Provide
  Arbitrary<Traffic> shaken() {
    return traffic(Arbitraries.frequencyOf(Tuple.of(60, uniform(0.02)), Tuple.of(10, uniform(0.9).map(step -> -step)), Tuple.of(1, Arbitraries.of(-1.0, -1.5, 2.0))), 400);
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
    Arbitrary<List<Long>> values = Arbitraries.longs().between(1, 300).withDistribution(RandomDistribution.uniform()).list().ofSize(most);
    return Combinators.combine(length, steps, amounts, values).as(SlidingWindowPropertyTest::traffic);
  }

  private static Traffic traffic(Duration length, List<Double> steps, List<Double> amounts, List<Long> values) {
    List<Event> events = new ArrayList<>();
    long at = START;
    for (int i = 0; i < steps.size(); i++) {
      at += Math.round(steps.get(i) * length.toMillis());
      events.add(new Event(at, amounts.get(i), values.get(i)));
    }
    return new Traffic(length, events);
  }

  @Provide
  Arbitrary<List<Event>> wild() {
    Arbitrary<Long> near = Arbitraries.longs().between(START - 3_000_000, START + 3_000_000);
    Arbitrary<Long> far = Arbitraries.longs().between(-4_000_000_000_000_000L, 4_000_000_000_000_000L);
    Arbitrary<Double> amount = Arbitraries.oneOf(Arbitraries.doubles(), Arbitraries.of(Double.NaN, Double.POSITIVE_INFINITY, -1.0, Double.MAX_VALUE));
    return Combinators.combine(Arbitraries.oneOf(near, near, near, far), amount).as((at, money) -> new Event(at, money, at % 7)).list().ofMaxSize(400);
  }
}
