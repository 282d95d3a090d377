package wadi.runtime.spec;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads what stands below {@code given}. */
final class GivenReader {
  private static final String[] KEYS = {"body", "headers", "variables", "properties", "clock", "counters", "answers", "caught"};
  private static final Pattern SLOW = Pattern.compile("(\\d{1,6})(ms|s)");
  private static final Duration SLOWEST = Duration.ofSeconds(2);

  private final SpecErrors errors;
  private final Values values;

  GivenReader(SpecErrors errors, Values values) {
    this.errors = errors;
    this.values = values;
  }

  Given read(Optional<Node> node) {
    Fields fields = node.map(n -> Fields.of(n, "given", errors, KEYS)).orElseGet(() -> Fields.none(errors));
    return new Given(fields.node("body").map(values::given).orElse(null), map(fields, "headers"), map(fields, "variables"),
        properties(fields), clock(fields), counters(fields), answers(fields), fields.node("caught").flatMap(this::caught));
  }

  private Map<String, Object> map(Fields fields, String name) {
    Map<String, Object> map = new LinkedHashMap<>();
    fields.node(name).ifPresent(node -> Fields.of(node, name, errors).each((key, value) -> map.put(key, values.given(value))));
    return map;
  }

  private Map<String, String> properties(Fields fields) {
    Map<String, String> properties = new LinkedHashMap<>();
    fields.node("properties").ifPresent(node -> Fields.of(node, "properties", errors).each((key, value) -> {
      if (value instanceof ScalarNode scalar) {
        properties.put(key, scalar.getValue());
      } else {
        errors.add(value, "the property " + key + " must be a text", "as it would stand in application.properties");
      }
    }));
    return properties;
  }

  private Instant clock(Fields fields) {
    return fields.text("clock").map(text -> {
      try {
        return Instant.parse(text);
      } catch (DateTimeException e) {
        errors.add(fields.node("clock").orElseThrow(), "clock: \"" + text + "\" is no instant", "such as 2026-03-01T10:00:00Z");
        return Given.DEFAULT_CLOCK;
      }
    }).orElse(Given.DEFAULT_CLOCK);
  }

  private Map<String, Long> counters(Fields fields) {
    Map<String, Long> counters = new LinkedHashMap<>();
    fields.node("counters").ifPresent(node -> Fields.of(node, "counters", errors).each((name, value) -> {
      if (values.given(value) instanceof Number number) {
        counters.put(name, number.longValue());
      } else {
        errors.add(value, "the counter " + name + " must be a number", name + ": 9");
      }
    }));
    return counters;
  }

  private Map<String, List<Answer>> answers(Fields fields) {
    Map<String, List<Answer>> answers = new LinkedHashMap<>();
    fields.node("answers").ifPresent(node -> Fields.of(node, "answers", errors).each((who, value) ->
        answers.put(who, value instanceof SequenceNode list ? list.getValue().stream().map(this::answer).toList() : List.of(answer(value)))));
    return answers;
  }

  private Answer answer(Node node) {
    Fields fields = Fields.of(node, "an answer", errors, "body", "headers", "variables", "returns", "fails", "slow");
    Optional<String> fails = fields.text("fails");
    fails.filter(name -> Failures.of(name).isEmpty()).ifPresent(name -> errors.add(fields.node("fails").orElseThrow(),
        "there is no failure \"" + name + "\"", Suggestion.of(name, Failures.words()) + ", or the full name of an exception"));
    return new Answer(SpecErrors.line(node), fields.node("body").map(n -> Optional.ofNullable(values.given(n)).orElse("")),
        map(fields, "headers"), map(fields, "variables"), fields.node("returns").map(values::given), fails,
        fields.text("slow").map(text -> slow(fields, text)).orElse(Duration.ZERO));
  }

  private Duration slow(Fields fields, String text) {
    Matcher match = SLOW.matcher(text);
    Duration slow = !match.matches() ? Duration.ZERO
        : match.group(2).equals("ms") ? Duration.ofMillis(Long.parseLong(match.group(1))) : Duration.ofSeconds(Long.parseLong(match.group(1)));
    if (!match.matches() || slow.compareTo(SLOWEST) > 0) {
      errors.add(fields.node("slow").orElseThrow(), "slow: \"" + text + "\" is no usable duration",
          "such as 200ms, at most 2s: it is really waited for");
    }
    return slow;
  }

  private Optional<Given.Caught> caught(Node node) {
    Fields fields = Fields.of(node, "caught", errors, "failure", "route");
    Optional<Exception> failure = fields.text("failure").flatMap(Failures::of);
    if (failure.isEmpty()) {
      errors.add(node, "caught names no failure there is",
          "failure: one of " + String.join(", ", Failures.words()) + ", or the full name of an exception");
    }
    return failure.map(f -> new Given.Caught(f, fields.text("route").orElse("a-route")));
  }
}
