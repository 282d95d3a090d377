package wadi.runtime.catalog;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import wadi.camel.files.Check;
import wadi.camel.files.Findings;

/** Secrets that stand where everybody with the files can read them. The finding never repeats one. */
final class SecretChecks {
  private static final Pattern IN_URI = Pattern.compile("[?&]([\\w.-]+)=([^&]*)");
  private static final Set<String> WORDS = Set.of("constant", "simple");

  /** What opens nothing: a switch, a value made at run time, and the word for the sandboxes inside. */
  private static final String NO_SECRET = "true|false|sandbox|\\$\\{.*";

  private final CamelKnowledge camel;
  private final Findings findings;
  private final String instead;

  private SecretChecks(CamelKnowledge camel, Findings findings, String instead) {
    this.camel = camel;
    this.findings = findings;
    this.instead = instead;
  }

  static void check(FileSet files, CamelKnowledge camel) {
    for (RouteFile file : files.routes()) {
      SecretChecks checks = new SecretChecks(camel, file.findings(), "write: {{env:NAME}}, and give NAME in the environment");
      file.places().forEach(checks::look);
      Endpoint.in(file).forEach(checks::look);
      if (file.isKamelet()) {
        Place.of(file.whole()).all().filter(p -> p.key().equals("default")).forEach(p -> checks.named(p.line(), p.parent().key(), p.text().orElse("")));
      }
    }
    for (PropertyFile file : files.properties()) {
      file.entries().values().forEach(entry -> {
        String variable = entry.key().toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
        SecretChecks checks = new SecretChecks(camel, file.findings(), "leave it empty, and give " + variable + " in the environment");
        checks.shape(entry.line(), entry.value());
        checks.named(entry.line(), entry.key(), entry.value());
      });
    }
  }

  private void look(Place place) {
    String text = place.text().orElse("");
    shape(place.line(), text);
    if (Set.of("value", "defaultValue").contains(place.key()) && place.isIn("parameters")) {
      named(place.line(), place.parent().text("name").orElse(""), text);
    }
    String owner = place.parent() == null ? "" : place.parent().key();
    if (place.isIn("parameters") || owner.equals("properties")) {
      named(place.line(), place.key(), text);
    }
    if (WORDS.contains(place.key()) || place.key().equals("expression")) {
      Place step = Stream.concat(Stream.of(place), place.around()).filter(p -> p.text("name").isPresent()).findFirst().orElse(null);
      if (step != null && step.isStep() && !text.contains("${")) {
        named(place.line(), step.text("name").orElse(""), text);
      }
    }
  }

  private void look(Endpoint endpoint) {
    String scheme = Endpoint.scheme(endpoint.uri());
    IN_URI.matcher(endpoint.uri()).results().forEach(m -> named(endpoint.line(), m.group(1), m.group(2)));
    endpoint.parameters().values().stream().filter(p -> camel.isSecret(scheme, p.key()) && !p.key().equalsIgnoreCase("username"))
        .forEach(p -> secret(p.line(), p.key(), p.text().orElse("")));
  }

  private void named(int line, String name, String value) {
    if (Secrets.isName(name)) {
      secret(line, name, value);
    }
  }

  private void secret(int line, String name, String value) {
    if (!value.isBlank() && !Placeholders.isIn(value) && !value.startsWith("#") && !value.matches(NO_SECRET)) {
      findings.add(Check.SECRET, line, "%s stands here in full".formatted(name), instead);
    }
  }

  private void shape(int line, String text) {
    if (Secrets.isInUrl(text)) {
      findings.add(Check.SECRET, line, "a URL with user and password stands here", "write the URL without them, and give the password in the environment");
    } else if (Secrets.isIn(text)) {
      findings.add(Check.SECRET, line, "what stands here looks like a key or a token", instead);
    }
  }
}
