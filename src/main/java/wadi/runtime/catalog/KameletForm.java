package wadi.runtime.catalog;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import wadi.camel.files.Check;
import wadi.camel.files.Findings;
import wadi.camel.files.Nearest;
import wadi.camel.files.YamlNode;

/** What stands around the template of a kamelet, as Camel and its tools read it. */
final class KameletForm {
  private static final Set<String> SPEC = Set.of("definition", "template", "types", "dataTypes", "dependencies", "sources");
  private static final Set<String> DEFINITION = Set.of("title", "description", "required", "properties", "type", "example", "externalDocs", "$schema");

  private KameletForm() {}

  /** Its template as a file of routes would have it, so that it can be looked at in the same way. */
  static YamlNode template(String stem, YamlNode whole, Findings findings) {
    Place kamelet = Place.of(whole);
    if (!(whole instanceof YamlNode.Fields)) {
      findings.add(Check.FORM, whole.line(), "a kamelet is an object", "write apiVersion, kind, metadata and spec");
      return new YamlNode.Items(whole.line(), List.of());
    }
    if (!kamelet.text("kind").orElse("").equals("Kamelet")) {
      findings.add(Check.FORM, kamelet.field("kind").map(Place::line).orElse(1), "this is no kamelet", "write: kind: Kamelet");
    }
    Place name = kamelet.field("metadata").flatMap(m -> m.field("name")).orElse(null);
    if (name == null || !name.text().orElse("").equals(stem)) {
      findings.add(Check.KAMELET, name == null ? kamelet.field("metadata").map(Place::line).orElse(1) : name.line(),
          name == null ? "the kamelet has no name" : "the kamelet is called %s, its file %s".formatted(name.text().orElse(""), stem),
          "write: metadata: name: " + stem);
    }
    definition(kamelet, findings);
    Place template = kamelet.field("spec").flatMap(s -> s.field("template")).orElse(null);
    if (template == null || !(template.value() instanceof YamlNode.Fields fields)) {
      findings.add(Check.FORM, template == null ? kamelet.field("spec").map(Place::line).orElse(1) : template.line(), "the kamelet has no template",
          "write one in spec: template: from: uri: kamelet:source");
      return new YamlNode.Items(whole.line(), List.of());
    }
    return list(stem, template.line(), fields.fields());
  }

  private static void definition(Place kamelet, Findings findings) {
    kamelet.field("spec").ifPresent(spec -> known(spec, SPEC, findings));
    kamelet.field("spec").flatMap(s -> s.field("definition")).ifPresent(definition -> {
      known(definition, DEFINITION, findings);
      Set<String> properties = definition.field("properties").stream().flatMap(Place::children).map(Place::key).collect(Collectors.toSet());
      definition.field("required").stream().flatMap(Place::children).filter(r -> !properties.contains(r.text().orElse("")))
          .forEach(r -> findings.add(Check.KAMELET, r.line(), "%s is required, and is none of the properties".formatted(r.text().orElse("this")),
              Nearest.one(r.text().orElse(""), properties).map(n -> "write: " + n).orElse("add it to the properties")));
    });
  }

  private static void known(Place object, Set<String> names, Findings findings) {
    object.children().filter(child -> !names.contains(child.key())).forEach(child -> findings.add(Check.FORM, child.line(),
        "there is no \"%s\" in %s of a kamelet".formatted(child.key(), object.key()), Nearest.one(child.key(), names).map(n -> "write: " + n).orElse("remove it")));
  }

  private static YamlNode list(String stem, int line, Map<String, YamlNode.Field> template) {
    Map<String, YamlNode.Field> fields = new LinkedHashMap<>();
    fields.put("id", new YamlNode.Field(line, new YamlNode.Scalar(line, 1, stem, YamlNode.Kind.TEXT)));
    fields.putAll(template);
    YamlNode item = new YamlNode.Fields(line, Map.of("routeTemplate", new YamlNode.Field(line, new YamlNode.Fields(line, fields))));
    return new YamlNode.Items(line, List.of(item));
  }
}
