package wadi.platform.velocity;

import java.util.OptionalLong;
import wadi.platform.ports.Sighting;

/** Makes 64 bits of a text. Only who knows the seed can find two texts with the same, so nobody hides behind another's. */
final class ValueHash {
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  private final long seed;

  ValueHash(long seed) {
    this.seed = seed;
  }

  /** Empty when the sighting's window tells nothing apart, or there is nothing to tell apart. */
  OptionalLong of(Sighting sighting) {
    return sighting.value().isEmpty() ? OptionalLong.empty() : OptionalLong.of(of(sighting.value()));
  }

  private long of(String text) {
    long hash = seed;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * MULTIPLIER;
      hash ^= hash >>> 32;
    }
    return hash * MULTIPLIER ^ hash >>> 29;
  }
}
