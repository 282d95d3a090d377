package wadi.platform.velocity;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import wadi.domain.fraud.Window;
import wadi.platform.CardKey;
import wadi.platform.ports.Sighting;

/** What the script is asked for one check, in names that say nothing of who it was. */
record Question(List<String> keys, List<String> arguments) {
  static final String PREFIX = "wadi:velocity:";

  /** @param what {@link WindowScript#COUNT} or {@link WindowScript#PEEK} */
  static Question of(CardKey cardKey, String what, Instant at, List<Sighting> sightings) {
    List<String> keys = new ArrayList<>(2 * sightings.size());
    List<String> arguments = new ArrayList<>(3 * sightings.size() + 2);
    arguments.addAll(List.of(Long.toString(at.toEpochMilli()), what));
    Map<String, String> fingerprints = new HashMap<>(8);
    for (Sighting sighting : sightings) {
      Window window = sighting.window();
      String name = PREFIX + name(window) + ":" + fingerprint(cardKey, fingerprints, window.key(), sighting.key());
      keys.addAll(List.of(name, name + ":values"));
      arguments.addAll(List.of(Long.toString(window.length().toMillis()), Double.toString(sighting.amount() > 0 ? Math.min(sighting.amount(), Double.MAX_VALUE) : 0),
          sighting.value().isEmpty() ? "" : window.distinct().map(kind -> fingerprint(cardKey, fingerprints, kind, sighting.value())).orElse("")));
    }
    return new Question(keys, arguments);
  }

  /** Where it is written since when a window counts. */
  static String since(Window window) {
    return PREFIX + "since:" + name(window);
  }

  /** Two windows that differ in anything have different names. */
  private static String name(Window window) {
    return window.id() + ":" + window.key().word() + ":" + window.length().toMinutes() + "m" + window.distinct().map(kind -> ":" + kind.word()).orElse("");
  }

  private static String fingerprint(CardKey cardKey, Map<String, String> known, Window.Key kind, String text) {
    return known.computeIfAbsent(kind.word() + ":" + text, of -> cardKey.fingerprint("velocity", of.getBytes(StandardCharsets.UTF_8)));
  }
}
