package wadi.runtime.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.ValidationMessage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import wadi.camel.files.Check;
import wadi.camel.files.Findings;
import wadi.camel.files.Nearest;
import wadi.camel.files.YamlNode;

/**
 * Makes one readable finding of the many messages a schema of alternatives gives: of a step with one misspelt option it
 * says that it is none of 25 kinds of expression. What is said of a deeper place counts; the alternatives around it do not.
 */
final class SchemaChecks {
  private final YamlSchema schema;
  private final RouteFile file;
  private final Findings findings;
  private final List<JsonNodePath> explained = new ArrayList<>();

  private SchemaChecks(YamlSchema schema, RouteFile file) {
    this.schema = schema;
    this.file = file;
    this.findings = file.findings();
  }

  static void check(YamlSchema schema, RouteFile file) {
    SchemaChecks checks = new SchemaChecks(schema, file);
    if (file.root() instanceof YamlNode.Scalar scalar && scalar.kind() == YamlNode.Kind.NOTHING) {
      checks.findings.add(Check.FORM, 1, "there is no route in this file", "write: - route:, or remove the file");
    } else if (!(file.root() instanceof YamlNode.Items items)) {
      checks.findings.add(Check.FORM, 1, "a file of routes is a list", "write: - route:");
    } else if (items.items().isEmpty() && checks.findings.isEmpty()) {
      checks.findings.add(Check.FORM, 1, "there is no route in this file", "write: - route:, or remove the file");
    } else {
      checks.explain(schema.validate(file.root()));
    }
  }

  private void explain(Collection<ValidationMessage> messages) {
    for (ValidationMessage message : messages) {
      switch (message.getType()) {
        case "additionalProperties" -> unknownKey(message);
        case "required" -> missingKey(message);
        case "type" -> wrongKind(message);
        case "enum" -> notAmong(message);
        case "maxProperties" -> tooMany(message);
        default -> { } // alternatives, below
      }
    }
    for (ValidationMessage message : messages) {
      if (message.getType().matches("oneOf|anyOf|not") && explained.stream().noneMatch(p -> startsWith(p, message.getInstanceLocation()))) {
        JsonNodePath at = message.getInstanceLocation();
        List<String> expressions = expressions(at);
        if (expressions.size() > 1) {
          add(Check.FORM, at, "%s has %s".formatted(name(at), String.join(" and ", expressions)), "keep one");
        } else {
          add(Check.FORM, at, name(at) + " does not have the form that Camel expects", "compare it with Camel's documentation of " + name(at));
        }
      }
    }
  }

  private void unknownKey(ValidationMessage message) {
    JsonNode known = schema.at(pointer(message).replaceFirst("/additionalProperties$", "/properties"));
    TreeSet<String> names = new TreeSet<>();
    known.fieldNames().forEachRemaining(names::add);
    names.removeIf(n -> n.startsWith("x-"));
    String wrong = message.getProperty();
    JsonNodePath at = message.getInstanceLocation();
    boolean step = name(at).equals("steps");
    String hint = Nearest.one(wrong, names).map(n -> "write: " + n)
        .orElse(step || names.size() > 15 ? "remove it, or look it up in Camel's documentation" : "write one of " + String.join(", ", names));
    String place = name(at).isEmpty() ? "" : step ? " among the steps" : " in " + name(at);
    explained.add(at);
    findings.add(Check.FORM, line(at.append(wrong)), "there is no \"%s\"%s".formatted(wrong, place), hint);
  }

  private List<String> expressions(JsonNodePath at) {
    return node(at) instanceof YamlNode.Fields fields ? fields.fields().keySet().stream().filter(ExpressionChecks::isLanguage).toList() : List.of();
  }

  /** What an alternative requires is only missing when none of the others holds. */
  private void missingKey(ValidationMessage message) {
    if (isAlternative(message)) {
      return;
    }
    JsonNodePath at = message.getInstanceLocation();
    if (node(at) instanceof YamlNode.Scalar) {
      return; // the short form, or said as a wrong kind
    }
    boolean misspelt = node(at) instanceof YamlNode.Fields fields && Nearest.one(message.getProperty(), fields.fields().keySet()).isPresent();
    if (misspelt) {
      return; // said as an unknown key
    }
    add(Check.FORM, at, "%s has no %s".formatted(name(at), message.getProperty()), "write: " + message.getProperty() + ": ...");
  }

  private void wrongKind(ValidationMessage message) {
    JsonNodePath at = message.getInstanceLocation();
    YamlNode node = node(at);
    if (!(node instanceof YamlNode.Scalar scalar)) {
      if (!isAlternative(message)) {
        add(Check.FORM, at, "%s is %s".formatted(name(at), node instanceof YamlNode.Items ? "a list" : "an object"), "write: " + expected(message));
      }
      return;
    }
    explained.add(at);
    String expected = expected(message);
    if (Placeholders.isIn(scalar.text()) || (isAlternative(message) && expected.equals("an object") && !expectsOnlyObjects(at))) {
      return; // known only when the property is
    }
    Predicate<String> fits = switch (expected) {
      case "true or false" -> text -> text.matches("true|false");
      case "a number" -> text -> text.matches("-?\\d+(\\.\\d+)?");
      case "a text" -> text -> scalar.kind() != YamlNode.Kind.NOTHING;
      default -> text -> false;
    };
    if (!fits.test(scalar.text())) {
      findings.add(Check.FORM, line(at), "%s is %s".formatted(name(at), shown(scalar)), "write: " + expected);
    } else if (expected.equals("a text")) {
      findings.add(Check.QUOTES, line(at), "%s has no quotes around it, and is no text".formatted(name(at)), "write: %s: \"...\"".formatted(name(at)));
    } else {
      findings.add(Check.QUOTES, line(at), "%s is %s".formatted(name(at), shown(scalar)), "write: %s: %s".formatted(name(at), scalar.text()));
    }
  }

  private static String shown(YamlNode.Scalar scalar) {
    return switch (scalar.kind()) {
      case NOTHING -> "empty";
      case TEXT -> "the text \"" + scalar.text() + "\"";
      default -> scalar.text() + " without quotes";
    };
  }

  private boolean expectsOnlyObjects(JsonNodePath at) {
    return node(at) instanceof YamlNode.Scalar scalar && scalar.kind() == YamlNode.Kind.NOTHING;
  }

  private static String expected(ValidationMessage message) {
    String words = message.getMessage();
    String type = words.substring(words.lastIndexOf(", ") + 2).replace(" expected", "");
    return switch (type) {
      case "boolean" -> "true or false";
      case "integer", "number" -> "a number";
      case "string" -> "a text";
      case "array" -> "a list";
      default -> "an object";
    };
  }

  private void notAmong(ValidationMessage message) {
    JsonNodePath at = message.getInstanceLocation();
    if (node(at) instanceof YamlNode.Scalar scalar && !Placeholders.isIn(scalar.text())) {
      List<String> words = StreamSupport.stream(schema.at(pointer(message)).spliterator(), false).map(JsonNode::asText).toList();
      add(Check.FORM, at, "%s cannot be \"%s\"".formatted(name(at), scalar.text()), "write one of " + String.join(", ", words));
    }
    explained.add(at);
  }

  private void tooMany(ValidationMessage message) {
    JsonNodePath at = message.getInstanceLocation();
    if (node(at) instanceof YamlNode.Fields fields) {
      add(Check.FORM, at, "one item has " + String.join(" and ", fields.fields().keySet()),
          "begin each with a dash of its own, and indent its options below it");
    }
  }

  private void add(Check check, JsonNodePath at, String message, String hint) {
    explained.add(at);
    findings.add(check, line(at), message, hint);
  }

  /** Whether it is about one of several forms, of which another may be meant. */
  private static boolean isAlternative(ValidationMessage message) {
    return message.getEvaluationPath().toString().matches(".*(oneOf|anyOf)\\[\\d+]\\.\\w+");
  }

  private static String pointer(ValidationMessage message) {
    String location = message.getSchemaLocation().toString();
    return location.substring(location.indexOf('#') + 1);
  }

  private static boolean startsWith(JsonNodePath path, JsonNodePath start) {
    return path.toString().startsWith(start.toString());
  }

  /** The nearest name on the way: of {@code steps[2]} it is steps. */
  private static String name(JsonNodePath path) {
    for (int i = path.getNameCount() - 1; i >= 0; i--) {
      if (path.getElement(i) instanceof String name) {
        return name;
      }
    }
    return "";
  }

  private YamlNode node(JsonNodePath path) {
    YamlNode node = file.root();
    for (int i = 0; i < path.getNameCount(); i++) {
      node = child(node, path.getElement(i)).node();
    }
    return node;
  }

  private int line(JsonNodePath path) {
    YamlNode node = file.root();
    int line = node.line();
    for (int i = 0; i < path.getNameCount(); i++) {
      Found found = child(node, path.getElement(i));
      node = found.node();
      line = found.line();
    }
    return line;
  }

  private record Found(int line, YamlNode node) {}

  private static Found child(YamlNode node, Object key) {
    if (node instanceof YamlNode.Items items && key instanceof Integer index) {
      YamlNode item = items.items().get(index);
      return new Found(item.line(), item);
    }
    YamlNode.Field field = ((YamlNode.Fields) node).fields().get(key.toString());
    return new Found(field.line(), field.value());
  }
}
