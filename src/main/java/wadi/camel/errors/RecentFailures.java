package wadi.camel.errors;

import java.time.Duration;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import wadi.domain.reload.FailureShare;

/**
 * What became of one route's exchanges in the last five minutes, in steps of five seconds. Any thread may count at any
 * time without waiting for another.
 */
final class RecentFailures {
  private static final long STEP = TimeUnit.SECONDS.toNanos(5);
  /** Five minutes of full steps, and the one that is under way. */
  private static final int STEPS = 61;
  private static final int MOST_REASONS = 50;
  private static final int LAST = 5;
  private static final String OTHER = "other failures";

  private record At(long nanos, String reason) {}

  /** @param number of steps since the origin of the clock, which may be negative */
  private record Step(long number, LongAdder exchanges, LongAdder failures) {}

  private final AtomicReferenceArray<Step> steps = new AtomicReferenceArray<>(STEPS);
  private final Map<String, LongAdder> reasons = new ConcurrentHashMap<>();
  private final Deque<At> last = new ConcurrentLinkedDeque<>();
  private final LongSupplier nanos;

  RecentFailures(LongSupplier nanos) {
    this.nanos = nanos;
  }

  void exchange() {
    now().exchanges.increment();
  }

  /** One that is, or will be, counted as an exchange too. */
  void failure(String reason) {
    now().failures.increment();
    LongAdder known = reasons.get(reason);
    if (known == null) {
      known = reasons.computeIfAbsent(reasons.size() < MOST_REASONS ? reason : OTHER, added -> new LongAdder());
    }
    known.increment();
    last.addFirst(new At(nanos.getAsLong(), reason));
    if (last.size() > LAST) {
      last.pollLast();
    }
  }

  /** The last few failures, the newest first. */
  List<RouteFailures.Failure> last() {
    long now = nanos.getAsLong();
    return last.stream().map(at -> new RouteFailures.Failure(Duration.ofNanos(now - at.nanos), at.reason)).toList();
  }

  private Step now() {
    long number = Math.floorDiv(nanos.getAsLong(), STEP);
    int place = Math.floorMod(number, STEPS);
    Step step = steps.get(place);
    if (step != null && step.number >= number) {
      return step;
    }
    Step next = new Step(number, new LongAdder(), new LongAdder());
    return steps.compareAndSet(place, step, next) ? next : steps.get(place);
  }

  FailureShare share() {
    long oldest = Math.floorDiv(nanos.getAsLong(), STEP) - STEPS;
    long exchanges = 0;
    long failures = 0;
    for (int i = 0; i < STEPS; i++) {
      Step step = steps.get(i);
      if (step != null && step.number > oldest) {
        failures += step.failures.sum();
        exchanges += step.exchanges.sum();
      }
    }
    // A failure may be counted in a later step than its exchange, and be the one of the two that is left.
    return new FailureShare(exchanges, Math.min(exchanges, failures));
  }

  /** The most frequent since the beginning; empty when nothing failed. */
  String reason() {
    return reasons.entrySet().stream().max(Comparator.comparingLong((Map.Entry<String, LongAdder> e) -> e.getValue().sum())
        .thenComparing(Map.Entry::getKey)).map(Map.Entry::getKey).orElse("");
  }
}
