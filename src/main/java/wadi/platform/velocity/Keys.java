package wadi.platform.velocity;

import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import wadi.domain.fraud.Measure;
import wadi.domain.fraud.Window;
import wadi.platform.ports.Sighting;

/** All keys of one kind, divided so that threads seldom wait for each other. */
final class Keys {
  private static final int STRIPES = 16;

  private final Stripe[] stripes;
  private final AtomicInteger early = new AtomicInteger();

  Keys(int most) {
    stripes = IntStream.range(0, STRIPES).mapToObj(i -> new Stripe(Math.max(1, most / STRIPES), early)).toArray(Stripe[]::new);
  }

  Measure count(long at, Sighting sighting, OptionalLong value) {
    return of(sighting).count(at, sighting, value);
  }

  Measure peek(long at, Sighting sighting, OptionalLong value) {
    return of(sighting).peek(at, sighting, value);
  }

  void restore(long at, Sighting sighting, OptionalLong value) {
    of(sighting).restore(at, sighting, value);
  }

  void empty(Window window) {
    for (Stripe stripe : stripes) stripe.empty(window);
  }

  private Stripe of(Sighting sighting) {
    int hash = sighting.key().hashCode() * 0x9E3779B9; // the stripes' maps use the low bits of the hash itself
    return stripes[hash >>> 28];
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

  /** Different values that all of them keep. */
  long values() {
    long values = 0;
    for (Stripe stripe : stripes) values += stripe.values();
    return values;
  }
}
