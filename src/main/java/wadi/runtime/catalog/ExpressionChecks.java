package wadi.runtime.catalog;

import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.catalog.LanguageValidationResult;
import wadi.camel.files.Check;
import wadi.camel.files.Findings;
import wadi.camel.files.YamlNode;

/** Expressions: their language, whether they can be read, how long they are. */
final class ExpressionChecks {
  static final Set<String> LANGUAGES = Set.of("constant", "exchangeProperty", "header", "hl7terser", "jq", "jsonpath", "language", "simple",
      "tokenize", "variable", "xpath", "xquery", "xtokenize");
  private static final Set<String> SCRIPTS = Set.of("csimple", "datasonnet", "groovy", "java", "joor", "js", "mvel", "ognl", "python", "spel", "wasm");
  private static final Set<String> PREDICATES =
      Set.of("when", "filter", "validate", "onWhen", "handled", "continued", "retryWhile", "completionPredicate");
  private static final int LONGEST = 80;
  private static final Pattern CALL = Pattern.compile("\\$\\{[^}]*\\.\\w+\\([^}]*}");
  private static final Pattern BEAN = Pattern.compile("\\$\\{(bean|ref)[:.][^}]*}");

  private final FileSet files;
  private final CamelKnowledge camel;
  private final RouteFile file;
  private final Findings findings;

  private ExpressionChecks(FileSet files, CamelKnowledge camel, RouteFile file) {
    this.files = files;
    this.camel = camel;
    this.file = file;
    this.findings = file.findings();
  }

  static boolean isLanguage(String name) {
    return LANGUAGES.contains(name) || SCRIPTS.contains(name) || Set.of("expression", "method", "ref").contains(name);
  }

  static void check(FileSet files, CamelKnowledge camel) {
    for (RouteFile file : files.routes()) {
      ExpressionChecks checks = new ExpressionChecks(files, camel, file);
      file.places().stream().filter(p -> !p.isIn("parameters")).forEach(checks::look);
    }
  }

  private void look(Place place) {
    if (place.isStep() && place.value() instanceof YamlNode.Fields) {
      needsOne(place);
    }
    if (isScript(place)) {
      findings.add(Check.SCRIPT, place.line(), "%s is a script".formatted(place.key()), "write a bean with a method of a name, or simple");
    } else if (place.key().equals("message") && place.parent().key().equals("log")) {
      place.text().ifPresent(text -> parse(place, text, false));
    } else if (LANGUAGES.contains(place.key()) && isExpression(place)) {
      expression(place, place.text().or(() -> place.text("expression")).orElse(""));
    }
  }

  private static boolean isScript(Place place) {
    boolean named = place.key().equals("language") && place.parent().key().equals("language") && place.text().map(SCRIPTS::contains).orElse(false);
    return named || (SCRIPTS.contains(place.key()) && isExpression(place)) || (place.isStep() && place.key().equals("script"));
  }

  /** A name of a language may be an option's too, as the header of a tokenizer is. */
  private static boolean isExpression(Place place) {
    if (place.parent() == null || place.owner().equals("beans") || LANGUAGES.contains(place.parent().key())) {
      return false;
    }
    return place.text().isPresent() || place.field("expression").isPresent();
  }

  private void needsOne(Place step) {
    boolean has = step.children().anyMatch(p -> isLanguage(p.key()));
    if (!has && camel.needsExpression(step.key())) {
      findings.add(Check.EXPRESSION, step.line(), step.key() + " has no expression", "write one below it: simple: \"${...}\", constant: ... or method: ...");
    }
  }

  private void expression(Place place, String text) {
    if (!camel.hasLanguage(place.key()) && !place.key().equals("language")) {
      findings.add(Check.LANGUAGE, place.line(), "the language %s is not part of this Wadi".formatted(place.key()),
          "write simple: ..., or a bean method; or add camel-%s to pom.xml".formatted(place.key()));
      return;
    }
    if (!place.key().equals("constant") && text.length() > LONGEST) {
      findings.add(Check.EXPRESSION_LENGTH, place.line(), "an expression of %d characters".formatted(text.length()),
          "at most %d; write a bean method with a name".formatted(LONGEST));
    }
    if (place.key().equals("simple")) {
      if (CALL.matcher(text).find()) {
        findings.add(Check.EXPRESSION_LENGTH, place.line(), "an expression calls methods of Java", "write a bean method with a name");
      }
      parse(place, text, isPredicate(place));
    }
  }

  private static boolean isPredicate(Place place) {
    String owner = place.owner().equals("expression") ? place.around().filter(p -> p.key().equals("expression")).findFirst().orElseThrow().owner()
        : place.owner();
    return PREDICATES.contains(owner);
  }

  private void parse(Place place, String text, boolean predicate) {
    if (text.startsWith("resource:")) {
      return; // stands in a file of its own
    }
    String resolved = BEAN.matcher(files.placeholders().usual(files.templates().sample(file, place, text))).replaceAll("\\${body}");
    LanguageValidationResult result = camel.validateSimple(resolved, predicate);
    if (!result.isSuccess()) {
      String error = result.getShortError() == null ? result.getError() : result.getShortError();
      findings.add(Check.EXPRESSION, place.line(), "simple cannot read %s: %s".formatted(text.strip(), error.lines().findFirst().orElse("")), hint(error, predicate));
    }
  }

  private static String hint(String error, boolean predicate) {
    if (error.contains("Unknown function")) {
      return "write ${body}, ${header.name}, ${variable.name}, ${exchangeProperty.name} or another function of simple";
    }
    if (error.contains("functionEnd")) {
      return "close what ${ opens with }";
    }
    return predicate ? "write ${body[name]} == 'text', with spaces around the operator" : "check ${, } and quotes";
  }
}
