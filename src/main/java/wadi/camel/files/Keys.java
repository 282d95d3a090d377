package wadi.camel.files;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The values of one object in the file. What is missing, unknown or of the wrong form is a finding. */
public final class Keys {
  private final Map<String, YamlNode.Field> fields;
  private final Findings findings;

  private Keys(Map<String, YamlNode.Field> fields, Findings findings) {
    this.fields = fields;
    this.findings = findings;
  }

  /** The keys of a node, all of them required, or null when it is no object. */
  public static Keys of(YamlNode node, String owner, Findings findings, String... required) {
    return of(node, owner, findings, List.of(required), List.of());
  }

  /** The same with keys that may be left out. */
  public static Keys of(YamlNode node, String owner, Findings findings, List<String> required, List<String> optional) {
    String all = String.join(", ", required);
    if (!(node instanceof YamlNode.Fields object)) {
      findings.add(node.line(), owner + " must be an object", "with the keys " + (required.isEmpty() ? String.join(", ", optional) : all));
      return null;
    }
    List<String> known = Stream.concat(required.stream(), optional.stream()).toList();
    object.fields().forEach((name, field) -> {
      if (!known.contains(name)) findings.add(field.line(), "unknown key \"" + name + "\"", Nearest.hint(name, known));
    });
    for (String name : required) {
      if (!object.fields().containsKey(name)) findings.add(node.line(), owner + " has no " + name, "it needs " + all);
    }
    return new Keys(object.fields(), findings);
  }

  /** What stands behind a key, if it is there. */
  public Optional<YamlNode> node(String name) {
    return Optional.ofNullable(fields.get(name)).map(YamlNode.Field::value);
  }

  /** A text that says something, or null after a finding. */
  public YamlNode.Scalar text(String name) {
    YamlNode node = node(name).orElse(null);
    if (node == null) return null;
    if (node instanceof YamlNode.Scalar scalar && !scalar.text().isBlank()) return scalar;
    findings.add(node.line(), name + " is empty or no text", "write it on one line, or below " + name + ": |");
    return null;
  }

  /** A text of this form, or null after a finding. */
  public YamlNode.Scalar matching(String name, Pattern form, String hint) {
    YamlNode.Scalar scalar = text(name);
    if (scalar == null || form.matcher(scalar.text()).matches()) return scalar;
    findings.add(scalar.line(), name + " \"" + scalar.text() + "\" is not in the right form", hint);
    return null;
  }

  /** A whole number from {@code least} to {@code most}, or null after a finding. */
  public Integer integer(String name, int least, int most) {
    YamlNode.Scalar scalar = text(name);
    if (scalar == null) return null;
    try {
      int value = Integer.parseInt(scalar.text());
      if (value >= least && value <= most) return value;
    } catch (NumberFormatException noInteger) {
      // said below
    }
    findings.add(scalar.line(), name + " \"" + scalar.text() + "\" is no usable number", "a whole number from " + least + " to " + most);
    return null;
  }
}
