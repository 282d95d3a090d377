package wadi.runtime.spec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** The members of one object in a spec; what is unknown, double or of the wrong form is an error. */
final class Fields {
  private final Map<String, Node> members = new LinkedHashMap<>();
  private final SpecErrors errors;

  private Fields(SpecErrors errors) {
    this.errors = errors;
  }

  static Fields none(SpecErrors errors) {
    return new Fields(errors);
  }

  /**
   * @param owner what the object is, for messages
   * @param known its keys; none when any name is right
   */
  static Fields of(Node node, String owner, SpecErrors errors, String... known) {
    Fields fields = new Fields(errors);
    List<String> names = List.of(known);
    if (!(node instanceof MappingNode map)) {
      errors.add(node, owner + " must be an object", names.isEmpty() ? "name: value" : "with " + String.join(", ", names));
      return fields;
    }
    for (NodeTuple member : map.getValue()) {
      String name = ((ScalarNode) member.getKeyNode()).getValue();
      if (!names.isEmpty() && !names.contains(name)) {
        errors.add(member.getKeyNode(), "unknown key \"" + name + "\" in " + owner, Suggestion.of(name, names));
      } else if (fields.members.put(name, member.getValueNode()) != null) {
        errors.add(member.getKeyNode(), "\"" + name + "\" stands twice", "keep one");
      }
    }
    return fields;
  }

  Optional<Node> node(String name) {
    return Optional.ofNullable(members.get(name));
  }

  void each(BiConsumer<String, Node> use) {
    members.forEach(use);
  }

  /** A text that says something, or empty; an error when another thing stands there. */
  Optional<String> text(String name) {
    return node(name).flatMap(node -> {
      if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
        return Optional.of(scalar.getValue());
      }
      errors.add(node, name + " is empty or no text", name + ": some text");
      return Optional.empty();
    });
  }

  /** The items of a list; none when there is no such key. */
  List<Node> items(String name) {
    return node(name).map(node -> {
      if (node instanceof SequenceNode list) {
        return list.getValue();
      }
      errors.add(node, name + " must be a list", "begin each item with -");
      return List.<Node>of();
    }).orElse(List.of());
  }
}
