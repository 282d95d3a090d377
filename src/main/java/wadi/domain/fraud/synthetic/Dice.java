package wadi.domain.fraud.synthetic;

import java.time.Duration;
import java.util.Random;

/** Draws from a seeded source, so that the same seed draws the same everywhere (StrictMath). */
record Dice(Random random) {
  boolean happens(double share) {
    return random.nextDouble() < share;
  }

  /** Both ends included. */
  int between(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }

  double between(double least, double most) {
    return least + random.nextDouble() * (most - least);
  }

  /** As often between 1 and 10 as between 10 and 100. */
  double scaled(double least, double most) {
    return least * StrictMath.pow(most / least, random.nextDouble());
  }

  Duration between(Duration least, Duration most) {
    return Duration.ofMillis((long) between((double) least.toMillis(), (double) most.toMillis()));
  }

  /** How long until the next one, of those that come about so often; at least one second. */
  Duration gap(double meanSeconds) {
    return Duration.ofMillis(1_000 + (long) (-StrictMath.log(1 - random.nextDouble()) * meanSeconds * 1_000));
  }

  double logNormal(double median, double sigma) {
    return median * StrictMath.exp(sigma * random.nextGaussian());
  }

  @SafeVarargs
  final <T> T one(T... of) {
    return of[random.nextInt(of.length)];
  }
}
