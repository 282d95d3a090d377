package wadi.runtime.catalog;

import java.util.List;
import java.util.stream.Stream;
import wadi.camel.files.Check;
import wadi.camel.files.Findings;
import wadi.camel.files.InvalidFiles;
import wadi.camel.files.YamlNode;
import wadi.camel.files.YamlReader;

/** One {@code *.camel.yaml} file, its routes and what was found in it. */
final class RouteFile {
  static final String SUFFIX = ".camel.yaml";

  private final String name;
  private final int lines;
  private final Findings findings;
  private final YamlNode root;
  private boolean readable;
  private final List<Place> places;

  /** @param name relative to Wadi's folder, with slashes */
  RouteFile(String name, String text) {
    this.name = name;
    this.lines = (int) text.lines().count();
    this.findings = new Findings(Check.YAML, name);
    this.root = read(text);
    this.places = Place.of(root).all().toList();
  }

  private YamlNode read(String text) {
    try {
      YamlNode read = YamlReader.read(text, findings);
      readable = true;
      return read;
    } catch (InvalidFiles e) {
      return new YamlNode.Items(1, List.of()); // the finding stands in our list
    }
  }

  /** Whether it is YAML at all. */
  boolean isReadable() {
    return readable;
  }

  String name() {
    return name;
  }

  /** The file's name without its suffix: what its route should be called. */
  String stem() {
    return name.substring(name.lastIndexOf('/') + 1, name.length() - SUFFIX.length());
  }

  /** The folder below routes/, which is the capability. */
  String folder() {
    String[] parts = name.split("/");
    return parts.length < 3 ? "" : parts[1];
  }

  int lines() {
    return lines;
  }

  Findings findings() {
    return findings;
  }

  YamlNode root() {
    return root;
  }

  /** Every place of the file, in order. */
  List<Place> places() {
    return places;
  }

  /** The values of one kind at the top of the file: {@code route}, {@code routeConfiguration}. */
  Stream<Place> top(String kind) {
    return places.stream().filter(p -> p.key().equals(kind) && p.parent() != null && p.parent().parent() != null
        && p.parent().parent().parent() == null);
  }

  List<Place> routes() {
    return top("route").toList();
  }
}
