package wadi.runtime.catalog;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import wadi.camel.files.Check;
import wadi.camel.files.Findings;
import wadi.camel.files.InvalidFiles;
import wadi.camel.files.YamlNode;
import wadi.camel.files.YamlReader;

/** One {@code *.camel.yaml} file or kamelet, its routes and what was found in it. */
final class RouteFile {
  static final String SUFFIX = ".camel.yaml";
  static final String KAMELET = ".kamelet.yaml";

  private final String name;
  private final int lines;
  private final Findings findings;
  private final YamlNode whole;
  private final YamlNode root;
  private boolean readable;
  private final List<Place> places;

  /**
   * @param name relative to Wadi's folder, with slashes
   * @param text empty when it cannot be read, which was said before
   */
  RouteFile(String name, Optional<String> text) {
    this.name = name;
    this.lines = (int) text.orElse("").lines().count();
    this.findings = new Findings(Check.YAML, name);
    this.whole = text.map(this::read).orElse(new YamlNode.Items(1, List.of()));
    this.root = readable && isKamelet() ? KameletForm.template(stem(), whole, findings) : whole;
    this.places = Place.of(root).all().toList();
  }

  /** Whether Camel loads a file of this name. */
  static boolean isLoaded(String name) {
    return name.startsWith("routes/") && name.endsWith(SUFFIX) || name.matches("kamelets/[^/]+" + KAMELET);
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

  boolean isKamelet() {
    return name.endsWith(KAMELET);
  }

  String name() {
    return name;
  }

  /** The file's name without its suffix: what its route or kamelet is called. */
  String stem() {
    return name.substring(name.lastIndexOf('/') + 1, name.length() - (isKamelet() ? KAMELET : SUFFIX).length());
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

  /** The file as it is written. */
  YamlNode whole() {
    return whole;
  }

  /** The list that Camel's schema is about; of a kamelet that with its template. */
  YamlNode root() {
    return root;
  }

  /** Every place of the list, in order. */
  List<Place> places() {
    return places;
  }

  /** The values of one kind at the top of the list: {@code route}, {@code routeConfiguration}. */
  Stream<Place> top(String kind) {
    return places.stream().filter(p -> p.key().equals(kind) && p.parent() != null && p.parent().parent() != null
        && p.parent().parent().parent() == null);
  }

  /** Routes that are written out. */
  List<Place> routes() {
    return top("route").toList();
  }

  /** How many routes Camel makes of it. */
  int count() {
    return routes().size() + templatedRoutes().size() + (int) RestVerb.in(this).count();
  }

  /** Routes that are made of a template. */
  List<Place> templatedRoutes() {
    return top("templatedRoute").toList();
  }
}
