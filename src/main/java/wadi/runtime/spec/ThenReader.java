package wadi.runtime.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads the entries below {@code then}. */
final class ThenReader {
  private static final List<String> KINDS = List.of("to", "port", "step", "any-order", "reply", "fails");

  private final SpecErrors errors;
  private final Values values;

  ThenReader(SpecErrors errors, Values values) {
    this.errors = errors;
    this.values = values;
  }

  Optional<Expectation> entry(Node node) {
    Optional<String> kind = kind(node);
    if (kind.isEmpty()) {
      return Optional.empty();
    }
    int line = SpecErrors.line(node);
    return switch (kind.get()) {
      case "any-order" -> Optional.of(new Expectation.AnyOrder(line, all(node)));
      case "fails" -> Fields.of(node, "fails", errors, "fails").text("fails").map(with -> new Expectation.Fails(line, with));
      case "reply" -> Fields.of(node, "an entry with reply", errors, "reply").node("reply")
          .map(reply -> reply(line, reply));
      default -> leaves(node, kind.get()).map(Expectation.class::cast);
    };
  }

  private Expectation reply(int line, Node node) {
    Map<String, Expected> facts = facts(Fields.of(node, "reply", errors, "status", "body", "headers", "variables", "type"));
    if (facts.isEmpty()) {
      errors.add(node, "the reply says nothing", "name its status, body, headers, variables or type");
    }
    return new Expectation.Reply(line, facts);
  }

  private Optional<String> kind(Node node) {
    List<String> keys = new ArrayList<>();
    if (node instanceof MappingNode map) {
      map.getValue().forEach(member -> keys.add(((ScalarNode) member.getKeyNode()).getValue()));
    }
    Optional<String> kind = keys.stream().filter(KINDS::contains).findFirst();
    if (kind.isEmpty()) {
      errors.add(node, keys.isEmpty() ? "an expectation must be an object" : "an expectation cannot have only " + String.join(", ", keys),
          keys.isEmpty() ? "begin it with one of " + String.join(", ", KINDS) : Suggestion.of(keys.get(0), KINDS));
    }
    return kind;
  }

  private List<Expectation.Leaves> all(Node node) {
    return Fields.of(node, "any-order", errors, "any-order").items("any-order").stream().map(item -> kind(item)
        .flatMap(kind -> {
          if (List.of("to", "port", "step").contains(kind)) {
            return leaves(item, kind);
          }
          errors.add(item, kind + " cannot stand below any-order", "to, port or step; the others have no order anyway");
          return Optional.empty();
        })).flatMap(Optional::stream).toList();
  }

  private Optional<Expectation.Leaves> leaves(Node node, String kind) {
    Fields fields = switch (kind) {
      case "to" -> Fields.of(node, "an entry with to", errors, "to", "body", "headers", "variables", "options", "type");
      case "port" -> Fields.of(node, "an entry with port", errors, "port", "with");
      default -> Fields.of(node, "an entry with step", errors, "step");
    };
    return fields.text(kind).map(name -> new Expectation.Leaves(SpecErrors.line(node),
        Left.Kind.valueOf(kind.toUpperCase(java.util.Locale.ROOT)), name, facts(fields)));
  }

  private Map<String, Expected> facts(Fields fields) {
    Map<String, Expected> facts = new LinkedHashMap<>();
    fields.each((name, node) -> {
      if (name.equals("headers")) {
        facts.put(name, values.expectedHeaders(node));
      } else if (name.equals("options")) {
        facts.put(name, values.expectedTexts(node));
      } else if (List.of("body", "variables", "type", "with", "status").contains(name)) {
        facts.put(name, values.expected(node));
      }
    });
    return facts;
  }
}
