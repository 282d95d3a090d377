package wadi.runtime.catalog;

import static wadi.runtime.catalog.Breakages.of;
import static wadi.runtime.catalog.Breakages.route;

import java.util.stream.Stream;
import wadi.camel.files.Check;

/** Files of their own kind, and files that are moved, renamed or saved in another encoding. */
final class FileBreakages {
  private static final String NEW = "routes/intake/check-more.camel.yaml";
  private static final String HTML = "templates/email/fraud.html.mustache";
  private static final String PROPERTIES = "application.properties";
  private static final String END = "        - stop:\n            id: end\n";

  private FileBreakages() {}

  static Stream<Breakage> all() {
    return Stream.of(
        of(Check.SITES, "routes/sites/sites.yaml", "sites: []", "sites: none",
            "sites: none", "sites is no list",
            "write a site as - url: https://www.example.com/"),
        of(Check.READABLE, NEW, "", "- route:\n    id: caf\u00e9\n",
            "id: ", "is not UTF-8",
            "save it as UTF-8"),
        of(Check.READABLE, PROPERTIES, "# ---- fraud\n", "# ---- fraud \u00e9\n",
            "# ---- fraud ", "is not UTF-8",
            "save it as UTF-8"),
        of(Check.READABLE, "routes/fraud/rules.yaml", "rules:\n", "rules: # \u00e9\n",
            "rules: # ", "is not UTF-8",
            "save it as UTF-8"),
        of(Check.READABLE, HTML, "<td>", "<td>\u00e9",
            "<td>", "is not UTF-8",
            "save it as UTF-8"),
        of(Check.FILE_NAME, "routes/intake/Check-More.Camel.Yaml", "", route("check-more", "intake", "direct:check-more", END),
            "", "there are routes in this file, which is not loaded under this name",
            "name it Check-More.camel.yaml"),
        of(Check.NAME, "routes/intake/Check-More.camel.yaml", "", route("Check-More", "intake", "direct:Check-More", END),
            "", "the name Check-More is not kebab-case",
            "write: check-more", Check.SPEC, Check.VERB),
        of(Check.SPEC, "routes/fraud/park-message.camel.yaml", "", route("park-message", "fraud", "direct:park-message", END),
            "", "the spec of the route stands elsewhere",
            "move routes/errors/park-message.spec.yaml to routes/fraud/park-message.spec.yaml", Check.ROUTE_ID, Check.SEAM));
  }
}
