package wadi.runtime.catalog;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import wadi.camel.files.Check;
import wadi.camel.files.Nearest;

/** Whether the kamelets and route templates that are used are there, and are given what they ask for. */
final class TemplateChecks {
  /** Ends of a kamelet that look like uses of one. */
  private static final Set<String> ENDS = Set.of("source", "sink");
  private static final Pattern USED = Pattern.compile("\\{\\{([\\w-]+)}}");
  private static final Map<String, String> FORMS = Map.of("integer", "-?\\d+", "number", "-?\\d+(\\.\\d+)?", "boolean", "true|false");
  private static final Map<String, String> WORDS = Map.of("integer", "a whole number", "number", "a number", "boolean", "true or false");

  private final FileSet files;
  private final Templates templates;
  private final Set<String> options;

  private TemplateChecks(FileSet files, CamelKnowledge camel) {
    this.files = files;
    this.templates = files.templates();
    this.options = new HashSet<>(camel.options(TemplateUse.SCHEME));
  }

  static void check(FileSet files, CamelKnowledge camel) {
    TemplateChecks checks = new TemplateChecks(files, camel);
    checks.templates.uses().forEach(use -> files.placeholders().resolve(use.name()).forEach(name -> checks.use(use, name)));
    checks.templates.all().forEach(checks::leftOut);
    files.routes().forEach(file -> Endpoint.in(file).stream().filter(Endpoint::consumes).forEach(from -> checks.begins(file, from)));
  }

  private void use(TemplateUse use, String name) {
    if (name.contains("{") || templates.isBroken(name)) {
      return; // only a run can tell, or it is said elsewhere
    }
    if (!use.isRoute() && ENDS.contains(name)) {
      if (use.file().top("routeTemplate").findAny().isEmpty()) {
        add(use, use.line(), "kamelet:%s is the end of a kamelet, and this is none".formatted(name), "write the name of a kamelet, or direct:");
      }
      return;
    }
    Template template = templates.named(name).filter(t -> !use.isRoute() || !t.file().isKamelet()).orElse(null);
    if (template == null) {
      Set<String> known = templates.names(!use.isRoute());
      add(use, use.line(), "there is no %s %s".formatted(use.isRoute() ? "route template" : "kamelet", name), Nearest.one(name, known).map(n -> "write: " + n)
          .orElse(use.isRoute() ? "write the id of a routeTemplate" : "add kamelets/%s%s, or write the name of one that is there".formatted(name, RouteFile.KAMELET)));
    } else {
      use.given().forEach((parameter, given) -> given(use, template, parameter, given));
      missing(use, template);
    }
  }

  /** What begins with a kamelet could not be fed by a spec, nor handed over like a consumer. */
  private void begins(RouteFile file, Endpoint from) {
    boolean isSource = Endpoint.scheme(from.uri()).equals(TemplateUse.SCHEME) && Endpoint.rest(from.uri()).equals("source");
    if (file.isKamelet() && !isSource) {
      file.findings().add(Check.KAMELET, from.line(), "a kamelet begins with kamelet:source", "write: uri: kamelet:source");
    } else if (Endpoint.scheme(from.uri()).equals(TemplateUse.SCHEME) && !(isSource && templates.around(file, from.step()).isPresent())) {
      file.findings().add(Check.KAMELET, from.line(), "a route cannot begin with a kamelet", "begin with the endpoint itself; a routeTemplate makes several such routes");
    }
  }

  private void given(TemplateUse use, Template template, String name, TemplateUse.Given given) {
    Template.Parameter parameter = template.parameters().get(name);
    if (parameter == null && name.equals("location")) {
      add(use, given.line(), "location leads to a kamelet that is none of these files", "put it into kamelets/, and remove location");
    } else if (parameter == null && (use.isRoute() || !options.contains(name))) {
      add(use, given.line(), "the %s %s has no parameter %s".formatted(template.kind(), template.name(), name),
          Nearest.one(name, template.parameters().keySet()).map(n -> "write: " + n).orElse(template.parameters().isEmpty() ? "it has none; remove it"
              : "write one of " + String.join(", ", new TreeSet<>(template.parameters().keySet()))));
    } else if (parameter != null) {
      value(use, name, parameter, given);
    }
  }

  private void value(TemplateUse use, String name, Template.Parameter parameter, TemplateUse.Given given) {
    for (String value : files.placeholders().resolve(given.value())) {
      if (value.contains("{{") || value.contains("${") || value.startsWith("#")) {
        continue;
      }
      if (!parameter.values().isEmpty() && !parameter.values().contains(value)) {
        add(use, given.line(), "%s cannot be \"%s\"".formatted(name, value), "write one of " + String.join(", ", new TreeSet<>(parameter.values())));
      } else if (!value.matches(FORMS.getOrDefault(parameter.type(), "(?s).*"))) {
        add(use, given.line(), "%s is \"%s\"".formatted(name, value), "write " + WORDS.get(parameter.type()));
      }
    }
  }

  private void missing(TemplateUse use, Template template) {
    List<String> missing = new ArrayList<>();
    template.parameters().forEach((name, parameter) -> {
      boolean property = files.properties().stream().anyMatch(f -> f.entries().containsKey("camel.kamelet.%s.%s".formatted(template.name(), name)));
      if (parameter.required() && parameter.fallback() == null && !use.given().containsKey(name) && !property) {
        missing.add(name);
      }
    });
    if (!missing.isEmpty()) {
      add(use, use.line(), "the %s %s needs %s".formatted(template.kind(), template.name(), String.join(" and ", missing)),
          use.isRoute() ? "write below it: parameters: - name: %s, value: ...".formatted(missing.get(0)) : "write below it: parameters: %s: ...".formatted(missing.get(0)));
    }
  }

  /** A parameter that may be left out leaves its placeholder empty-handed: Camel then refuses the route. */
  private void leftOut(Template template) {
    template.place().all().forEach(place -> place.text().ifPresent(text -> USED.matcher(text).results().forEach(m -> {
      Template.Parameter parameter = template.parameters().get(m.group(1));
      if (parameter != null && !parameter.required() && parameter.fallback() == null) {
        template.file().findings().add(Check.KAMELET, place.line(), "%s may be left out, and has no default".formatted(m.group(1)),
            "give it a default, make it required, or write {{?%s}}".formatted(m.group(1)));
      }
    })));
  }

  private static void add(TemplateUse use, int line, String message, String hint) {
    use.file().findings().add(Check.KAMELET, line, message, hint);
  }
}
