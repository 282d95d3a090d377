package wadi.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** An explanation as people read it on a terminal. */
final class ExplanationText {
  private static final Map<String, String> ANSWERS =
      Map.of("matches", "matches", "matches-not", "does not match", "failed", "FAILED", "not-enabled", "not asked: not enabled now");

  private final JsonNode explanation;
  private final StringJoiner lines = new StringJoiner("\n");

  /** @param explanation as docs/ops-api.md has it */
  ExplanationText(JsonNode explanation) {
    this.explanation = explanation;
  }

  String text() {
    if (explanation.hasNonNull("transaction")) {
      title("Transaction");
      lines.add("  " + Words.of(explanation.get("transaction")));
      title("Rules");
      explanation.get("rules").forEach(this::rule);
      title("Verdict");
      verdict(explanation.get("verdict"));
    }
    title("Alert");
    lines.add("  " + (explanation.hasNonNull("alert") ? Words.of(explanation.get("alert")) : "none: no route raises one for this verdict"));
    title("Way through the routes");
    explanation.get("routes").forEach(this::route);
    title("Deliveries");
    deliveries(explanation.get("deliveries"));
    if (!explanation.get("notes").isEmpty()) {
      title("Notes");
      explanation.get("notes").forEach(note -> lines.add("  " + Words.of(note)));
    }
    return lines.toString();
  }

  private void title(String title) {
    if (lines.length() > 0) {
      lines.add("");
    }
    lines.add(title);
  }

  private void rule(JsonNode rule) {
    String answer = Words.of(rule.get("answer"));
    lines.add("  %s: %s (%s%s)".formatted(Words.of(rule.get("id")), ANSWERS.getOrDefault(answer, answer), rule.path("shadow").asBoolean() ? "shadow, " : "",
        Words.of(rule.get("effect"))));
    if (answer.equals("not-enabled")) {
      return;
    }
    String because = texts(rule.get("because")).stream().collect(Collectors.joining(answer.equals("matches") ? " && " : " || "));
    lines.add("      " + switch (answer) {
      case "matches" -> because;
      case "failed" -> "fails: " + because;
      default -> "not true: " + because;
    });
    values(rule.get("values"), "      ");
  }

  private void values(JsonNode values, String indent) {
    List<String> named = new ArrayList<>();
    values.properties().forEach(value -> named.add(value.getKey() + (value.getValue().isNull() ? " is missing" : " = " + Words.shortened(value.getValue()))));
    if (!named.isEmpty()) {
      lines.add(indent + String.join(", ", named));
    }
  }

  private void verdict(JsonNode verdict) {
    lines.add("  %s, score %s, by rules %s".formatted(Words.of(verdict.get("decision")), Words.of(verdict.get("score")), Words.of(verdict.get("rules"))));
    reasons(verdict.get("reasons"), "");
    reasons(verdict.path("shadowReasons"), "shadow: ");
  }

  private void reasons(JsonNode reasons, String kind) {
    reasons.forEach(reason -> lines.add("  " + kind + Words.of(reason.get("code")) + ": " + Words.of(reason.get("text"))
        + (reason.hasNonNull("contribution") ? " (" + Words.of(reason.get("contribution")) + ")" : "")));
  }

  private void route(JsonNode pass) {
    lines.add("  " + Words.of(pass.get("route")));
    JsonNode before = MissingNode.getInstance();
    for (JsonNode branch : pass.get("branches")) {
      if (!branch.get("step").equals(before)) {
        lines.add("    " + Words.of(branch.get("step")));
        before = branch.get("step");
      }
      String when = branch.get("when").asText().isEmpty() ? "" : ": " + Words.of(branch.get("when"));
      lines.add("      %s %s%s".formatted(branch.get("taken").asBoolean() ? "->" : "  ", Words.of(branch.get("id")), when + why(branch)));
      values(branch.get("values"), "           ");
    }
  }

  private static String why(JsonNode branch) {
    return branch.get("taken").asBoolean() ? "" : branch.get("asked").asBoolean() ? "  (not true)" : "  (not asked)";
  }

  private void deliveries(JsonNode deliveries) {
    if (deliveries.isEmpty()) {
      lines.add("  none");
    }
    boolean offline = !deliveries.isEmpty();
    for (JsonNode delivery : deliveries) {
      offline &= !delivery.hasNonNull("budget");
      lines.add("  %s to %s, severity %s, urgency %s".formatted(Words.of(delivery.get("channel")), Words.of(delivery.get("recipient")),
          Words.of(delivery.get("severity")), Words.of(delivery.get("urgency"))));
      JsonNode shown = delivery.hasNonNull("subject") ? delivery.get("subject") : delivery.hasNonNull("text") ? delivery.get("text") : delivery.path("payload");
      lines.add("      " + Words.of(shown));
      if (delivery.hasNonNull("budget")) {
        lines.add("      by " + Words.of(delivery.get("provider")) + "; " + Words.of(delivery.get("budget")));
        lines.add("      now: " + Words.of(delivery.get("forecast")));
      }
    }
    if (offline) {
      lines.add("  Nothing is known of budgets and of what waits here: --live asks a running Wadi.");
    }
  }

  private static List<String> texts(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(Words::of).toList();
  }
}
