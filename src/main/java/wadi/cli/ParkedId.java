package wadi.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** One parked message, named as {@code wadi parked} prints it, or by its number alone. */
record ParkedId(String kind, String id) {

  /** @throws CommandFailed when a number alone names none, or two */
  static ParkedId of(String text, OperationsClient client) {
    if (text.matches("(delivery|dead-letter)/\\d{1,18}")) {
      return new ParkedId(text.substring(0, text.indexOf('/')), text.substring(text.indexOf('/') + 1));
    }
    if (!text.matches("\\d{1,18}")) {
      throw new CommandFailed("\"" + text + "\" is no ID; write one as ./wadi parked shows it, for example delivery/243479347200017.");
    }
    JsonNode found = client.get("/ops/parked", Map.of("id", text)).json().get("parked");
    if (found.isEmpty()) {
      throw new CommandFailed("Nothing of the number " + text + " is parked.");
    }
    if (found.size() > 1) {
      throw new CommandFailed("Both a delivery and a dead letter have the number " + text + ": write delivery/" + text + " or dead-letter/" + text + ".");
    }
    return new ParkedId(found.get(0).get("kind").asText(), text);
  }

  String path() {
    return "/ops/parked/" + kind + "/" + id;
  }

  @Override
  public String toString() {
    return kind + "/" + id;
  }
}
