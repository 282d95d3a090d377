package wadi.runtime.catalog;

import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import wadi.camel.RouteProperties;
import wadi.camel.files.Check;
import wadi.camel.files.Finding;
import wadi.camel.files.Findings;
import wadi.camel.files.Nearest;
import wadi.platform.Settings;
import wadi.platform.StartupException;

/** The properties: declared where they are used, used where they are declared, with values that can be used. */
final class PropertyChecks {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*(\\.[a-z0-9]+(-[a-z0-9]+)*)*");
  private static final Pattern IN_SIMPLE = Pattern.compile("\\$\\{properties(?:Exist)?:([^:}]+)(:[^}]*)?}");
  private static final Pattern NAMED = Pattern.compile("property ([a-z][\\w.-]*)");

  private final FileSet files;
  private final Map<String, PropertyFile.Entry> declared;
  private final Set<String> used = new HashSet<>();

  private PropertyChecks(FileSet files) {
    this.files = files;
    this.declared = files.properties().get(0).entries();
  }

  static void check(FileSet files, ConstantTexts code) {
    Optional<Finding> missing = FileChecks.missing(files, "application.properties", Check.PROPERTY);
    if (missing.isPresent()) { // then all of them are
      missing.ifPresent(finding -> files.findings(finding.file()).add(finding.check(), finding.line(), finding.message(), finding.hint()));
      return;
    }
    PropertyChecks checks = new PropertyChecks(files);
    files.routes().forEach(checks::routes);
    boolean readable = files.properties().stream().noneMatch(file -> files.isUnreadable(file.name()));
    files.properties().forEach(checks::values);
    if (readable) {
      files.properties().forEach(checks::usable);
    }
    files.properties().forEach(file -> checks.form(file, code));
  }

  private void routes(RouteFile file) {
    for (Place place : file.places()) {
      place.text().ifPresent(text -> {
        Optional<Template> template = files.templates().around(file, place);
        Set<String> parameters = template.map(t -> t.parameters().keySet()).orElse(Set.of());
        Placeholders.in(text).filter(use -> template.filter(t -> t.fills(use.key())).isEmpty()).forEach(use -> use(file.findings(), place.line(), use, parameters));
        Matcher simple = IN_SIMPLE.matcher(text);
        while (simple.find()) {
          use(file.findings(), place.line(), new Placeholders.Use(simple.group(1), simple.group(2)), Set.of());
        }
      });
    }
  }

  /** @param parameters of the template around it, which it may have been meant to name */
  private void use(Findings findings, int line, Placeholders.Use use, Set<String> parameters) {
    used.add(use.key());
    if (use.isFunction() || declared.containsKey(use.key()) || FileSet.GIVEN.contains(use.key())) {
      return;
    }
    String near = Nearest.one(use.key(), parameters).or(() -> Nearest.one(use.key(), declared.keySet())).map(n -> "write: {{" + n + "}}")
        .orElse("add to application.properties: " + use.key() + "=...");
    if (use.fallback() == null) {
      findings.add(Check.PROPERTY, line, "the property %s is not declared".formatted(use.key()), near);
    } else {
      findings.add(Check.PROPERTY_DEFAULT, line, "the property %s has its default here".formatted(use.key()),
          "add to application.properties: %s=%s".formatted(use.key(), use.fallback()));
    }
  }

  private void values(PropertyFile file) {
    file.entries().values().forEach(entry -> Placeholders.in(entry.value()).forEach(use -> use(file.findings(), entry.line(), use, Set.of())));
  }

  /** The same check as at a start, under each profile, where keys come from the environment; it names one property at a time. */
  private void usable(PropertyFile file) {
    String profile = file.name().replaceFirst("^application-?", "").replaceFirst("\\.properties$", "");
    try {
      RouteProperties.check(Settings.load(files.folder(), name -> name.startsWith("DELIVERY_") && name.endsWith("_API_KEY") ? "given at the start"
          : name.equals("WADI_PROFILE") && !profile.isEmpty() ? profile : null));
    } catch (StartupException e) {
      Matcher name = NAMED.matcher(e.getMessage());
      PropertyFile.Entry entry = name.find() ? file.entries().get(name.group(1).replaceFirst("\\.$", "")) : null;
      if (entry != null || profile.isEmpty()) {
        file.findings().add(Check.PROPERTY_VALUE, entry == null ? 0 : entry.line(), e.getMessage(), "");
      }
    }
  }

  private void form(PropertyFile file, ConstantTexts code) {
    for (PropertyFile.Entry entry : file.entries().values()) {
      if (entry.key().startsWith("camel.")) {
        continue; // Camel's own names
      }
      if (!NAME.matcher(entry.key()).matches()) {
        file.findings().add(Check.PROPERTY_NAME, entry.line(), "the name %s is not kebab-case".formatted(entry.key()), "write: " + kebab(entry.key()));
      }
      if (!entry.commented()) {
        file.findings().add(Check.PROPERTY_COMMENT, entry.line(), "%s has no comment".formatted(entry.key()), "write one line above it: # What it does, with its unit");
      }
      if (!used.contains(entry.key()) && !code.mention(entry.key())) {
        file.findings().add(Check.PROPERTY_UNUSED, entry.line(), "nothing uses %s".formatted(entry.key()),
            Nearest.one(entry.key(), Stream.of(used, declared.keySet(), code.keys()).flatMap(Set::stream).filter(k -> !k.equals(entry.key())).toList())
                .map(n -> "write: " + n + ", or remove it").orElse("remove it"));
      }
    }
  }

  private static String kebab(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").replace('_', '-').toLowerCase(Locale.ROOT);
  }
}
