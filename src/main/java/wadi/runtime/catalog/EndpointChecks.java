package wadi.runtime.catalog;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.catalog.EndpointValidationResult;
import wadi.camel.files.Check;
import wadi.camel.files.Findings;
import wadi.camel.files.Nearest;

/** Whether the endpoints that routes name can be made: component and options. */
final class EndpointChecks {
  private static final Set<String> MEMORY = Set.of("seda", "vm", "disruptor", "disruptor-vm", "stub");
  private static final Set<String> SCRIPTS = Set.of("language", "groovy", "exec");
  /** Listed by Camel for one side, and read on both. */
  private static final Set<String> ANYWHERE = Set.of("exchangePattern", "lazyStartProducer");
  private static final Pattern TIME = Pattern.compile("(\\d+(ms|s|m|h|d))+");

  private final CamelKnowledge camel;
  private final Findings findings;
  private final Endpoint endpoint;
  private final String uri;
  private final String scheme;

  /** @param uri with the properties that hide its component */
  private EndpointChecks(CamelKnowledge camel, Findings findings, Endpoint endpoint, String uri) {
    this.camel = camel;
    this.findings = findings;
    this.endpoint = endpoint;
    this.uri = uri;
    this.scheme = Endpoint.scheme(uri);
  }

  static void check(FileSet files, CamelKnowledge camel) {
    for (RouteFile file : files.routes()) {
      for (Endpoint endpoint : Endpoint.in(file)) {
        Set<String> uris = Endpoint.scheme(endpoint.uri()).isEmpty() ? files.placeholders().resolve(endpoint.uri()) : Set.of(endpoint.uri());
        uris.forEach(uri -> new EndpointChecks(camel, file.findings(), endpoint, uri).check());
      }
    }
  }

  private void check() {
    if (scheme.isEmpty()) {
      return; // a property that is missing is said elsewhere
    }
    if (MEMORY.contains(scheme)) {
      findings.add(Check.MEMORY_QUEUE, endpoint.line(), scheme + ": keeps messages in memory, where a crash loses them",
          "write direct:, or outbox: or delivery: for what must survive");
    } else if (SCRIPTS.contains(scheme)) {
      findings.add(Check.SCRIPT, endpoint.line(), scheme + ": runs a script or a program", "write a bean with a method of a name");
    } else if (!camel.hasComponent(scheme)) {
      String known = Nearest.one(scheme, camel.components()).map(n -> "write: " + n + ":").orElse("write a component of another name");
      findings.add(Check.COMPONENT, endpoint.line(), "there is no component " + scheme + (camel.component(scheme).isPresent() ? " in this Wadi" : ""),
          camel.component(scheme).map(m -> "add " + m.getArtifactId() + " to pom.xml, or write another component").orElse(known));
    } else {
      checkOptions();
    }
  }

  private void checkOptions() {
    if (uri.equals(scheme)) { // Camel's validator does not read it at all
      camel.needed(scheme).forEach(o -> add(o, scheme + ": needs " + o, "write it as " + form()));
      return;
    }
    EndpointValidationResult result = camel.validate(whole(), endpoint.consumes());
    if (result.getSyntaxError() != null) {
      findings.add(Check.OPTION, endpoint.line(), uri + " cannot be read", "write it as " + form());
    }
    each(result.getUnknown(), o -> add(o, scheme + ": has no option " + o, Nearest.one(o, camel.options(scheme)).map(n -> "write: " + n + ":")
        .orElse("look it up in the documentation of camel-" + scheme)));
    each(result.getRequired(), o -> add(o, scheme + ": needs " + o, "write it as " + form()));
    // Camel's own validator is strict here too: the option would have no effect
    each(result.getNotConsumerOnly(), o -> add(o, scheme + ": has no option " + o + " where a route begins", "remove it"));
    each(result.getNotProducerOnly(), o -> add(o, scheme + ": has no option " + o + " where a route sends", "remove it"));
    if (result.getInvalidEnum() != null) {
      result.getInvalidEnum().forEach((o, value) -> add(o, "%s cannot be \"%s\"".formatted(o, value),
          "write one of " + String.join(", ", result.getInvalidEnumChoices().getOrDefault(o, new String[0]))));
    }
    wrong(result.getInvalidBoolean(), "true or false");
    wrong(result.getInvalidInteger(), "a whole number");
    wrong(result.getInvalidNumber(), "a number");
    wrong(result.getInvalidDuration(), "a duration such as 500ms, 30s or 10m");
  }

  private static void each(Set<String> options, Consumer<String> action) {
    if (options != null) {
      options.stream().filter(o -> !ANYWHERE.contains(o)).forEach(action);
    }
  }

  private void wrong(Map<String, String> values, String right) {
    if (values != null) {
      values.forEach((option, value) -> {
        if (!TIME.matcher(value).matches() && !value.contains("{{")) { // Camel reads 10s as a number of milliseconds too
          add(option, "%s is \"%s\"".formatted(option, value), "write " + right);
        }
      });
    }
  }

  private void add(String option, String message, String hint) {
    Place parameter = endpoint.parameters().get(option);
    findings.add(Check.OPTION, parameter == null ? endpoint.line() : parameter.line(), message, hint);
  }

  private String form() {
    return camel.component(scheme).map(m -> m.getSyntax()).orElse(scheme + ":...");
  }

  /** One URI; what is filled in later stands as a property does, which fits everywhere. */
  private String whole() {
    String options = endpoint.parameters().values().stream().filter(p -> p.text().isPresent())
        .map(p -> p.key() + "=" + encoded(p.text().get())).collect(Collectors.joining("&"));
    String all = options.isEmpty() ? uri : uri + (uri.contains("?") ? "&" : "?") + options;
    return all.replaceAll("\\$\\{[^}]*}", "{{x}}");
  }

  private static String encoded(String value) {
    return Placeholders.isIn(value) || value.startsWith("#") ? value : URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
