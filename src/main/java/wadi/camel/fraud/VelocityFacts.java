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
 * What windows hold of a transaction's card, customer and so on, as rules see it; asking counts the transaction. Each window is always there; one
 * whose key the transaction lacks is empty, so that {@code has(velocity.card_10m.count)} can be asked of every transaction.
 */
final class VelocityFacts {
  static final String COUNT = "count";
  static final String SUM = "sum";
  static final String DISTINCT = "distinct";

  private VelocityFacts() {}

  /**
   * The value of {@code velocity}.
   *
   * @param tx the facts of the transaction
   */
  static Map<String, Object> of(List<Window> windows, Map<String, Object> tx, Velocity velocity, Instant at) {
    Map<String, Object> facts = unknown(windows);
    List<Sighting> sightings = sightings(windows, tx);
    List<Measure> measures = sightings.isEmpty() ? List.of() : velocity.count(at, sightings);
    if (measures.isEmpty()) return facts;
    for (int i = 0; i < sightings.size(); i++) facts.put(sightings.get(i).window().id(), fields(sightings.get(i).window().distinct().isPresent(), measures.get(i)));
    return facts;
  }

  /** What the windows count of the transaction: nothing of one whose key it lacks. */
  static List<Sighting> sightings(List<Window> windows, Map<String, Object> tx) {
    List<Sighting> sightings = new ArrayList<>(windows.size());
    for (Window window : windows) {
      String key = of(window.key(), tx);
      if (key != null && !key.isEmpty()) sightings.add(new Sighting(window, key, amount(tx), window.distinct().map(kind -> of(kind, tx)).orElse("")));
    }
    return sightings;
  }

  /** The value of {@code velocity} when nothing is known. */
  static Map<String, Object> unknown(List<Window> windows) {
    Map<String, Object> facts = new HashMap<>(8);
    windows.forEach(window -> facts.put(window.id(), Map.of()));
    return facts;
  }

  static Map<String, Object> fields(boolean distinct, Measure measure) {
    return distinct ? Map.of(COUNT, measure.count(), SUM, measure.sum(), DISTINCT, measure.distinct())
        : Map.of(COUNT, measure.count(), SUM, measure.sum());
  }

  /** What the transaction has of this kind, or null. */
  private static String of(Window.Key key, Map<String, Object> tx) {
    return (String) switch (key) {
      case CARD -> field(tx, "card", "fingerprint");
      case BIN -> field(tx, "card", "bin");
      case CUSTOMER -> field(tx, "customer", "id");
      case EMAIL -> field(tx, "customer", "email");
      case IP -> field(tx, "customer", "ip");
      case COUNTRY -> tx.get("country");
    };
  }

  private static Object field(Map<String, Object> tx, String section, String name) {
    return tx.get(section) instanceof Map<?, ?> fields ? fields.get(name) : null;
  }

  private static double amount(Map<String, Object> tx) {
    return tx.get("amount") instanceof Double amount ? amount : 0;
  }
}
