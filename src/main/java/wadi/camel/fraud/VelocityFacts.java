package wadi.camel.fraud;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import wadi.domain.fraud.Measure;
import wadi.domain.fraud.Window;
import wadi.platform.ports.Sighting;
import wadi.platform.ports.Velocity;

/**
 * What windows hold of a transaction's card, as rules see it; asking counts the transaction. Each window is always there; one
 * whose key the transaction lacks is empty, so that {@code has(velocity.card_10m.count)} can be asked of every transaction.
 */
final class VelocityFacts {
  static final String COUNT = "count";
  static final String SUM = "sum";

  private VelocityFacts() {}

  /**
   * The value of {@code velocity}.
   *
   * @param tx the facts of the transaction
   */
  static Map<String, Object> of(List<Window> windows, Map<String, Object> tx, Velocity velocity, Instant at) {
    Map<String, Object> facts = new HashMap<>(8);
    List<Sighting> sightings = new ArrayList<>(windows.size());
    for (Window window : windows) {
      Object key = key(window, tx);
      if (key == null) facts.put(window.id(), Map.of());
      else sightings.add(new Sighting(window, (String) key, amount(tx)));
    }
    if (sightings.isEmpty()) return facts;
    List<Measure> measures = velocity.count(at, sightings);
    if (measures.isEmpty()) return unknown(windows);
    for (int i = 0; i < sightings.size(); i++) facts.put(sightings.get(i).window().id(), fields(measures.get(i)));
    return facts;
  }

  /** The value of {@code velocity} when nothing is known. */
  static Map<String, Object> unknown(List<Window> windows) {
    Map<String, Object> facts = new HashMap<>(8);
    windows.forEach(window -> facts.put(window.id(), Map.of()));
    return facts;
  }

  static Map<String, Object> fields(Measure measure) {
    return Map.of(COUNT, measure.count(), SUM, measure.sum());
  }

  private static Object key(Window window, Map<String, Object> tx) {
    return switch (window.key()) {
      case CARD -> ((Map<?, ?>) tx.get("card")).get("fingerprint");
    };
  }

  private static double amount(Map<String, Object> tx) {
    return ((Map<?, ?>) tx.get("payment")).get("amount") instanceof Double amount ? amount : 0;
  }
}
