package wadi.runtime.catalog;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import wadi.camel.files.Check;
import wadi.camel.files.Finding;
import wadi.camel.files.Findings;
import wadi.camel.files.InvalidFiles;
import wadi.camel.files.YamlNode;
import wadi.camel.files.YamlReader;

/** Whether files stand where they are looked for: routes and kamelets that Camel would not load, specs that are missing. */
final class FileChecks {
  private static final String SPEC = ".spec.yaml";
  private static final Set<String> KINDS = Set.of("route", "from", "routeConfiguration", "routeTemplate", "templatedRoute", "rest",
      "restConfiguration", "beans", "onException", "errorHandler", "intercept");

  private final FileSet files;

  private FileChecks(FileSet files) {
    this.files = files;
  }

  static void check(FileSet files) {
    FileChecks checks = new FileChecks(files);
    files.routes().forEach(checks::specs);
    files.others().forEach(checks::isLoaded);
  }

  /** What to say when a file that has one place is not in it. */
  static Optional<Finding> missing(FileSet files, String name, Check check) {
    if (files.isOne(name)) {
      return Optional.empty();
    }
    String simple = "/" + name.substring(name.lastIndexOf('/') + 1);
    return Optional.of(new Finding(check, name, 0, "is not there",
        files.others().stream().filter(other -> other.endsWith(simple)).findFirst().map(other -> "move %s there".formatted(other)).orElse("write this file")));
  }

  private void specs(RouteFile file) {
    boolean alone = file.routes().size() == 1; // then another name is a finding of its own
    file.routes().forEach(route -> spec(file, route, alone ? file.stem() : route.text("id").orElse(file.stem())));
    RestVerb.in(file).forEach(verb -> verb.id().flatMap(Place::text).ifPresent(id -> spec(file, verb.place(), id)));
    file.templatedRoutes().stream().filter(route -> made(route.text("routeTemplateRef").orElse("")).noneMatch(id -> place(id).isPresent()))
        .forEach(route -> route.text("routeId").ifPresent(id -> spec(file, route, id)));
  }

  /** What is made of one template is one route: the spec of one serves them all. */
  private Stream<String> made(String template) {
    return files.routes().stream().flatMap(f -> f.templatedRoutes().stream())
        .filter(route -> route.text("routeTemplateRef").orElse("").equals(template)).flatMap(route -> route.text("routeId").stream());
  }

  private void spec(RouteFile file, Place route, String id) {
    String right = file.name().substring(0, file.name().lastIndexOf('/') + 1) + id + SPEC;
    int line = id.equals(file.stem()) ? 0 : route.line();
    if (!files.isOne(right)) {
      place(id).ifPresentOrElse(
          wrong -> file.findings().add(Check.SPEC, line, "the spec of the route stands elsewhere", "move " + wrong + " to " + right),
          () -> file.findings().add(Check.SPEC, line, "the route has no spec", "write: " + right));
    }
  }

  private Optional<String> place(String id) {
    return files.others().stream().filter(name -> name.startsWith("routes/") && name.endsWith("/" + id + SPEC)).findFirst();
  }

  /** Camel only looks at names with the right ending in the right folder, and says nothing of the others. */
  private void isLoaded(String name) {
    if (!name.toLowerCase(Locale.ROOT).matches(".*\\.ya?ml") || name.endsWith(SPEC)) {
      return;
    }
    try {
      YamlNode root = YamlReader.read(files.text(name).orElse(""), new Findings(Check.YAML, name));
      List<Place> kinds = Place.of(root).children().flatMap(Place::children).filter(p -> KINDS.contains(p.key())).toList();
      String stem = name.substring(name.lastIndexOf('/') + 1).replaceFirst("(?i)(\\.(camel|kamelet))?\\.ya?ml$", "");
      if (root instanceof YamlNode.Items && !kinds.isEmpty()) {
        String right = name.startsWith("routes/") ? stem : "routes/" + kinds.get(0).text("group").orElse("<group>") + "/" + stem;
        notLoaded(name, "routes", right + RouteFile.SUFFIX);
      } else if (Place.of(root).text("kind").orElse("").equals("Kamelet")) {
        notLoaded(name, "a kamelet", "kamelets/" + stem + RouteFile.KAMELET);
      }
    } catch (InvalidFiles e) {
      // not ours to read
    }
  }

  private void notLoaded(String name, String what, String right) {
    files.findings(name).add(Check.FILE_NAME, 0, "there %s %s in this file, which is not loaded under this name"
        .formatted(what.startsWith("a ") ? "is" : "are", what), "name it " + right);
  }
}
