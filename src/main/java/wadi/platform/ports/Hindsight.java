package wadi.platform.ports;

import java.util.List;

/** What the rules that run now would have counted of a transaction of the past. */
@FunctionalInterface
public interface Hindsight {
  /** One sighting for each window that counts it; none when it cannot be read. */
  List<Sighting> of(PastTransaction transaction);
}
