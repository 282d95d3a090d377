package wadi.runtime;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import wadi.platform.Faults;

/** Asks the database until it has the answer. While it is away nothing is known, so it is asked on. */
final class Polling {
  private static final Logger LOG = LoggerFactory.getLogger(Polling.class);

  private Polling() {}

  /**
   * The first answer that is wanted.
   *
   * @param givenUp asked before each question; then there is no answer
   */
  static <T> Optional<T> until(Supplier<T> question, Predicate<T> wanted, Duration pause, BooleanSupplier givenUp) {
    boolean away = false;
    while (!givenUp.getAsBoolean()) {
      try {
        T answer = question.get();
        if (wanted.test(answer)) {
          return Optional.of(answer);
        }
      } catch (RuntimeException e) {
        if (!Faults.isPassing(e)) {
          throw e;
        }
        if (!away) {
          LOG.warn("what other processes say about a reload cannot be read; waiting for the database: {}", Faults.nameOf(e));
        }
        away = true;
      }
      if (!pause(pause)) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static boolean pause(Duration pause) {
    try {
      TimeUnit.NANOSECONDS.sleep(pause.toNanos());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
