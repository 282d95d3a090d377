package wadi.sms;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * What a stand-in for an SMS provider does wrong, in percent of what it is given; all 0 at first.
 *
 * <ul>
 * <li>{@code throttled}: it says that it is too much for now (ESME_RTHROTTLED, HTTP 429)
 * <li>{@code full}: its queue is full (ESME_RMSGQFUL, HTTP 503)
 * <li>{@code refused}: it will never take it (ESME_RINVDSTADR, status 403)
 * <li>{@code drop}: it takes it and hangs up without an answer
 * <li>{@code silent}: it takes it and never answers
 * <li>{@code lost}: it hangs up without having taken it
 * <li>{@code failed}, {@code expired}: the receipt says so
 * <li>{@code early}: the receipt comes before the answer
 * <li>{@code repeated}: the receipt comes twice
 * <li>{@code mute}: there is never a receipt
 * </ul>
 *
 * and {@code delay}: milliseconds until a receipt; {@code slow}: milliseconds until an answer.
 */
final class SmsFaults {
  private final Map<String, Integer> values = new TreeMap<>(Map.of("delay", 20));
  private final Random dice = new Random(8);

  /** @throws IllegalArgumentException when there is no such fault */
  synchronized SmsFaults set(String name, int value) {
    if (!name.matches("throttled|full|refused|drop|silent|lost|failed|expired|early|repeated|mute|delay|slow")) {
      throw new IllegalArgumentException("no such fault: " + name);
    }
    values.put(name, value);
    return this;
  }

  synchronized void clear() {
    values.clear();
    values.put("delay", 20);
  }

  /** Whether this one is struck. */
  synchronized boolean strikes(String name) {
    return dice.nextInt(100) < values.getOrDefault(name, 0);
  }

  synchronized int value(String name) {
    return values.getOrDefault(name, 0);
  }
}
