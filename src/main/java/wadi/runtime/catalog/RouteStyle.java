package wadi.runtime.catalog;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import wadi.camel.files.Check;
import wadi.camel.files.Findings;

/** How a route file looks: names, description, order, size. */
final class RouteStyle {
  private static final int LONGEST = 80;
  private static final List<String> ORDER =
      List.of("id", "description", "group", "nodePrefixId", "precondition", "routeConfigurationId", "from");
  private static final List<String> VERBS = List.of("receive", "accept", "check", "enrich", "settle", "answer", "raise", "relay", "publish",
      "route", "split", "deliver", "release", "send", "report", "park", "probe", "store");
  private static final Pattern SENTENCE = Pattern.compile("[A-Z][a-z]*s\\b[^\n]*[^.\\s]");
  private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
  private static final Set<String> BRANCHES = Set.of("otherwise", "doFinally", "onFallback");
  private static final Set<String> BRANCH_LISTS = Set.of("when", "doCatch");

  private final RouteFile file;
  private final Findings findings;

  private RouteStyle(RouteFile file) {
    this.file = file;
    this.findings = file.findings();
  }

  static void check(FileSet files) {
    for (RouteFile file : files.routes()) {
      RouteStyle style = new RouteStyle(file);
      style.file();
      file.routes().forEach(style::route);
      file.templatedRoutes().forEach(route -> route.field("routeId").ifPresent(id -> style.verb(id.line(), id.text().orElse(""))));
      RestVerb.in(file).flatMap(verb -> verb.id().stream()).forEach(id -> style.verb(id.line(), id.text().orElse("")));
      file.top("routeTemplate").filter(template -> !file.isKamelet()).forEach(style::template);
    }
  }

  private void file() {
    if (file.lines() > LONGEST) {
      findings.add(Check.LENGTH, LONGEST + 1, "the file has %d lines".formatted(file.lines()), "at most %d; make two routes of it".formatted(LONGEST));
    }
    if (!NAME.matcher(file.stem()).matches()) {
      findings.add(Check.NAME, 0, "the name %s is not kebab-case".formatted(file.stem()), "write: " + kebab(file.stem()));
    }
    file.routes().stream().skip(1).forEach(route -> findings.add(Check.ONE_ROUTE, route.line(), "a second route begins here",
        "move it to a file of its own, " + route.text("id").orElse("its-id") + RouteFile.SUFFIX));
    file.top("routeConfiguration").forEach(this::configuration);
  }

  /** Without an id it holds for every route that names none, until an editor with pictures gives it one. */
  private void configuration(Place configuration) {
    String id = configuration.text("id").orElse("");
    int line = configuration.field("id").map(Place::line).orElse(configuration.line());
    if (id.isEmpty()) {
      findings.add(Check.NAME, line, "the configuration has no id, and Kaoto would give it one, with which it holds for no route", "write: id: \"*\"");
    } else if (!id.equals(SeamChecks.EVERY_ROUTE) && !id.equals(file.stem())) {
      findings.add(Check.NAME, line, "the configuration is called %s, its file %s".formatted(id, file.stem()), "give both one name");
    }
  }

  private void route(Place route) {
    names(route);
    group(route);
    text(route, "nodePrefixId", Check.PREFIX, route.text("id").orElse(file.stem()) + ".");
    String description = route.text("description").orElse("");
    if (!SENTENCE.matcher(description).matches() || description.matches(".*[.;!?] .*")) {
      findings.add(Check.DESCRIPTION, route.field("description").map(Place::line).orElse(route.line()),
          description.isBlank() ? "the route has no description" : "the description is not one sentence in the present tense",
          "begin with what the route does, such as Sends or Takes, without a point at the end");
    }
    order(route);
    route.field("from").stream().flatMap(Place::all).forEach(this::hasId);
  }

  private void names(Place route) {
    String id = route.text("id").orElse(file.stem());
    int line = route.field("id").map(Place::line).orElse(route.line());
    if (file.routes().size() == 1 && !id.equals(file.stem())) {
      findings.add(Check.NAME, line, "the route is called %s, its file %s".formatted(id, file.stem()), "give both one name");
    }
    verb(line, id);
    Endpoint.in(file).stream().filter(e -> e.consumes() && e.step().parent() == route && Endpoint.scheme(e.uri()).equals("direct"))
        .filter(e -> !Endpoint.rest(e.uri()).equals(id))
        .forEach(e -> findings.add(Check.NAME, e.line(), "the route %s begins with direct:%s".formatted(id, Endpoint.rest(e.uri())), "write: direct:" + id));
  }

  private void verb(int line, String id) {
    if (!VERBS.contains(id.split("-")[0])) {
      findings.add(Check.VERB, line, "%s does not begin with a verb of the list".formatted(id), "begin with one of " + String.join(", ", VERBS));
    }
  }

  private void group(Place route) {
    if (file.folder().isEmpty()) {
      findings.add(Check.GROUP, 0, "the file stands in no capability's folder", "move it to routes/%s/".formatted(route.text("group").orElse("<group>")));
    } else {
      text(route, "group", Check.GROUP, file.folder());
    }
  }

  /** Its routes are named where they are made of it; their steps get ids from Camel, because the same would stand in each. */
  private void template(Place template) {
    Place id = template.field("id").orElse(template);
    if (file.top("routeTemplate").count() == 1 && !id.text().orElse("").equals(file.stem())) {
      findings.add(Check.NAME, id.line(), "the route template is called %s, its file %s".formatted(id.text().orElse(""), file.stem()), "give both one name");
    }
    template.field("route").ifPresentOrElse(this::group,
        () -> findings.add(Check.GROUP, template.line(), "its routes have no group", "write from below route: with group: " + file.folder()));
  }

  private void text(Place route, String key, Check check, String right) {
    String text = route.text(key).orElse("");
    if (!text.equals(right)) {
      findings.add(check, route.field(key).map(Place::line).orElse(route.line()), text.isEmpty() ? "the route has no " + key : key + " is " + text,
          "write: %s: %s".formatted(key, right));
    }
  }

  private void order(Place route) {
    List<Place> known = route.children().filter(p -> ORDER.contains(p.key())).toList();
    List<String> right = known.stream().map(Place::key).sorted(Comparator.comparing(ORDER::indexOf)).toList();
    for (int i = 0; i < known.size(); i++) {
      if (!known.get(i).key().equals(right.get(i))) {
        findings.add(Check.KEY_ORDER, known.get(i).line(), known.get(i).key() + " stands before " + right.get(i), "write " + String.join(", ", right));
        return;
      }
    }
  }

  /** Whether it is a way out of a step, such as a {@code when}. */
  static boolean isBranch(Place place) {
    return BRANCHES.contains(place.key()) || (place.parent() != null && BRANCH_LISTS.contains(place.parent().key()));
  }

  private void hasId(Place place) {
    boolean branch = isBranch(place);
    boolean kamelet = place.isStep() && place.key().equals(TemplateUse.SCHEME); // Camel's schema knows no id there
    if ((place.isStep() && !kamelet || branch) && !place.isIn("parameters") && place.text("id").isEmpty()) {
      String name = place.isStep() || BRANCHES.contains(place.key()) ? place.key() : place.parent().key();
      findings.add(Check.STEP_ID, place.line(), name + " has no id", "write one that reads well on a diagram, such as id: by-severity");
    }
  }

  private static String kebab(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").replaceAll("[^A-Za-z0-9]+", "-").toLowerCase(Locale.ROOT);
  }
}
