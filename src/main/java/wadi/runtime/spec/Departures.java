package wadi.runtime.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What has left a twin, as people want to know it: who would get what, what would be parked, what would go elsewhere. */
final class Departures {
  private static final String DELIVERY = "delivery:";
  private static final String ALERTS = "outbox:alerts";

  private final List<Left> all = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  void add(List<Left> left) {
    all.addAll(left);
  }

  void note(String note) {
    notes.add(note);
  }

  /** The first that left by this seam. */
  @SuppressWarnings("unchecked")
  Optional<Map<String, Object>> body(String seam) {
    return sent().filter(left -> left.name().equals(seam)).map(left -> left.facts().get("body")).flatMap(body -> Plain.json(body).or(() -> Optional.of(body)).stream())
        .filter(Map.class::isInstance).map(body -> (Map<String, Object>) body).findFirst();
  }

  /** Each promise to one recipient. */
  List<Map<String, Object>> deliveries() {
    return sent().filter(left -> left.name().startsWith(DELIVERY)).map(Departures::delivery).toList();
  }

  private static Map<String, Object> delivery(Left left) {
    Map<?, ?> body = left.facts().get("body") instanceof Map<?, ?> map ? map : Map.of();
    Map<?, ?> variables = left.facts().get("variables") instanceof Map<?, ?> map ? map : Map.of();
    Map<String, Object> delivery = new LinkedHashMap<>();
    delivery.put("channel", left.name().substring(DELIVERY.length()));
    delivery.put("recipient", body.get("recipient"));
    delivery.put("severity", variables.get("severity"));
    delivery.put("urgency", body.get("urgency"));
    if (body.get("payload") instanceof Map<?, ?> payload) {
      Stream.of("subject", "text").filter(payload::containsKey).forEach(name -> delivery.put(name, payload.get(name)));
      if (!payload.containsKey("subject") && !payload.containsKey("text")) {
        delivery.put("payload", payload);
      }
    }
    return delivery;
  }

  /** What is no delivery: what would be parked, and what would go somewhere else. */
  List<String> notes() {
    List<String> said = new ArrayList<>(notes);
    all.stream().filter(left -> left.kind() == Left.Kind.PORT && left.name().equals("deadLetters.park")).map(Departures::reason)
        .forEach(reason -> said.add("A message would be parked: " + reason + "."));
    sent().map(Left::name).filter(seam -> !seam.startsWith(DELIVERY) && !seam.equals(ALERTS) && !seam.startsWith("fraud-http:")).distinct()
        .forEach(seam -> said.add("It would also be sent to " + seam.replaceFirst("//[^/@]*@", "//") + "."));
    return said;
  }

  private static Object reason(Left parked) {
    return parked.facts().get("with") instanceof Map<?, ?> with ? with.get("reason") : "";
  }

  private Stream<Left> sent() {
    return all.stream().filter(left -> left.kind() == Left.Kind.TO && left.mustBeListed());
  }
}
