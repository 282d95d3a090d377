package wadi.runtime.catalog;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import wadi.camel.files.YamlNode;

/**
 * A node of a YAML file that knows the way to it.
 *
 * @param parent null for the whole file
 * @param key the name it stands behind; for a list's item its number
 * @param line where the name or the item stands
 */
record Place(Place parent, String key, int line, YamlNode value) {
  static Place of(YamlNode root) {
    return new Place(null, "", root.line(), root);
  }

  /** What is directly in it. */
  Stream<Place> children() {
    if (value instanceof YamlNode.Fields fields) {
      return fields.fields().entrySet().stream().map(e -> new Place(this, e.getKey(), e.getValue().line(), e.getValue().value()));
    }
    if (value instanceof YamlNode.Items items) {
      List<YamlNode> list = items.items();
      return IntStream.range(0, list.size()).mapToObj(i -> new Place(this, Integer.toString(i), list.get(i).line(), list.get(i)));
    }
    return Stream.empty();
  }

  /** Itself and everything in it, in the order of the file. */
  Stream<Place> all() {
    return Stream.concat(Stream.of(this), children().flatMap(Place::all));
  }

  Optional<Place> field(String name) {
    return value instanceof YamlNode.Fields ? children().filter(p -> p.key.equals(name)).findFirst() : Optional.empty();
  }

  /** Its text; empty when it is no scalar. */
  Optional<String> text() {
    return value instanceof YamlNode.Scalar scalar ? Optional.of(scalar.text()) : Optional.empty();
  }

  Optional<String> text(String name) {
    return field(name).flatMap(Place::text);
  }

  /** Those around it, the nearest first. */
  Stream<Place> around() {
    return Stream.iterate(parent, p -> p != null, Place::parent);
  }

  boolean isIn(String name) {
    return around().anyMatch(p -> p.key.equals(name));
  }

  /** The name of the nearest place around it that is no list's item. */
  String owner() {
    return around().map(Place::key).filter(k -> !k.isEmpty() && !Character.isDigit(k.charAt(0))).findFirst().orElse("");
  }

  /** Whether it is one of the steps of a route: the name of the step with its options. */
  boolean isStep() {
    return parent != null && parent.parent != null && parent.parent.key.equals("steps") && parent.parent.value instanceof YamlNode.Items;
  }
}
