package wadi.runtime.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Turns YAML into values that are given, and into what is expected of values. Tags name what JSON has no word for. */
final class Values {
  private static final List<String> MATCHERS = List.of("!exactly", "!matches", "!contains", "!any", "!absent");

  private final SpecErrors errors;

  Values(SpecErrors errors) {
    this.errors = errors;
  }

  /** A value of JSON's types or, with a tag, of one of our types. */
  Object given(Node node) {
    String tag = ownTag(node);
    if (MATCHERS.contains(tag)) {
      errors.add(node, tag + " says what is expected, it cannot be given", "write the value");
      return null;
    }
    Object untagged = untagged(node);
    return tag.isEmpty() ? untagged : tagged(node, tag, untagged);
  }

  /** What is expected: objects by their members, all else as it stands. */
  Expected expected(Node node) {
    return expected(node, false);
  }

  /** What is expected of headers, whose names have no case. */
  Expected expectedHeaders(Node node) {
    if (!(node instanceof MappingNode)) {
      errors.add(node, "headers must be an object", "headers: { Name: value }");
    }
    return expected(node, true);
  }

  /** What is expected of options, which are texts whatever they look like. */
  Expected expectedTexts(Node node) {
    Expected expected = expected(node);
    if (!(expected instanceof Expected.Members members)) {
      errors.add(node, "options must be an object", "options: { name: value }");
      return expected;
    }
    Map<String, Expected> texts = new LinkedHashMap<>(members.members());
    texts.replaceAll((name, value) -> value instanceof Expected.Same same ? new Expected.Same(String.valueOf(same.value())) : value);
    return new Expected.Members(texts, members.exactly(), false);
  }

  private Expected expected(Node node, boolean anyCase) {
    String tag = ownTag(node);
    if (tag.isEmpty() || tag.equals("!exactly")) {
      return parts(node, !tag.isEmpty(), anyCase);
    }
    return switch (tag) {
      case "!any" -> new Expected.Present();
      case "!absent" -> new Expected.Absent();
      case "!matches" -> new Expected.Matches(pattern(node));
      case "!contains" -> new Expected.Contains(parts(node, false, false));
      default -> new Expected.Same(Plain.of(given(node)));
    };
  }

  private Expected parts(Node node, boolean exactly, boolean anyCase) {
    if (node instanceof MappingNode map) {
      Map<String, Expected> members = new LinkedHashMap<>();
      for (NodeTuple member : map.getValue()) {
        Expected value = exactly && member.getValueNode() instanceof MappingNode inner && ownTag(inner).isEmpty()
            ? parts(inner, true, false) : expected(member.getValueNode());
        put(members, member, value);
      }
      return new Expected.Members(members, exactly, anyCase);
    }
    if (node instanceof SequenceNode list) {
      return new Expected.Items(list.getValue().stream()
          .map(item -> exactly && ownTag(item).isEmpty() ? parts(item, true, false) : expected(item)).toList());
    }
    return new Expected.Same(Scalars.value((ScalarNode) node));
  }

  private Object untagged(Node node) {
    if (node instanceof MappingNode map) {
      Map<String, Object> members = new LinkedHashMap<>();
      map.getValue().forEach(member -> put(members, member, given(member.getValueNode())));
      return members;
    }
    if (node instanceof SequenceNode list) {
      List<Object> items = new ArrayList<>();
      list.getValue().forEach(item -> items.add(given(item)));
      return items;
    }
    return Scalars.value((ScalarNode) node);
  }

  private <T> void put(Map<String, T> members, NodeTuple member, T value) {
    String name = ((ScalarNode) member.getKeyNode()).getValue();
    if (members.put(name, value) != null) {
      errors.add(member.getKeyNode(), "\"" + name + "\" stands twice", "keep one");
    }
  }

  private Object tagged(Node node, String tag, Object value) {
    try {
      if (tag.equals("!json")) {
        return Plain.write(value);
      }
      if (tag.equals("!long") && value instanceof Number number) {
        return number.longValue();
      }
      String name = tag.substring(1);
      Class<?> type = Types.find(name)
          .orElseThrow(() -> new IllegalArgumentException("there is no type " + name + ", " + Suggestion.of(name, Types.names())));
      return TypedValues.convert(value, type);
    } catch (IllegalArgumentException e) {
      errors.add(node, tag + ": " + e.getMessage(), "");
      return null;
    }
  }

  private Pattern pattern(Node node) {
    try {
      return Pattern.compile(node instanceof ScalarNode scalar ? scalar.getValue() : "", Pattern.DOTALL);
    } catch (PatternSyntaxException e) {
      errors.add(node, "not a regular expression: " + e.getDescription(), "as java.util.regex.Pattern reads it");
      return Pattern.compile("");
    }
  }

  /** A tag of the person who wrote the file; empty for those YAML gives by itself. */
  private static String ownTag(Node node) {
    String tag = node.getTag().getValue();
    return tag.startsWith("!") ? tag : "";
  }
}
