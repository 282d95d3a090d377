package wadi.platform.velocity;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import wadi.domain.fraud.Measure;
import wadi.platform.ports.Sighting;

/** All keys of one kind, divided so that threads seldom wait for each other. */
final class Keys {
  private static final int STRIPES = 16;

  private final Stripe[] stripes;
  private final AtomicInteger early = new AtomicInteger();

  Keys(int most) {
    stripes = IntStream.range(0, STRIPES).mapToObj(i -> new Stripe(Math.max(1, most / STRIPES), early)).toArray(Stripe[]::new);
  }

  Measure count(long at, Sighting sighting) {
    int hash = sighting.key().hashCode() * 0x9E3779B9; // the stripes' maps use the low bits of the hash itself
    return stripes[hash >>> 28].count(at, sighting);
  }

  /** How many were forgotten, since the last call, although a window still counted them. */
  int forgottenEarly() {
    return early.get() == 0 ? 0 : early.getAndSet(0);
  }

  int size() {
    int size = 0;
    for (Stripe stripe : stripes) size += stripe.size();
    return size;
  }
}
