package wadi.runtime.catalog;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.ConfigurationPropertiesValidationResult;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.catalog.LanguageValidationResult;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.apache.camel.tooling.model.ComponentModel;
import org.apache.camel.tooling.model.DataFormatModel;
import org.apache.camel.tooling.model.EipModel;
import wadi.camel.delivery.DeliveryComponent;
import wadi.camel.delivery.DeliveryEndpoint;
import wadi.camel.delivery.SmscComponent;
import wadi.camel.delivery.SmscEndpoint;
import wadi.camel.outbox.OutboxComponent;
import wadi.camel.outbox.OutboxEndpoint;
import wadi.camel.sites.SitesComponent;
import wadi.camel.sites.SitesEndpoint;

/** What Camel's catalogue says, together with our own components, and what of it is part of this Wadi. */
final class CamelKnowledge {
  private static final String SERVICES = "META-INF/services/org/apache/camel/";
  /** Libraries neither come nor go while a process runs, and to look through all of them takes time. */
  private static final Map<String, Boolean> INSTALLED = new ConcurrentHashMap<>();
  private static final int KEPT = 1_000;
  private static final String TEXT = "mustache-text";

  private final CamelCatalog catalog = new DefaultCamelCatalog(true);
  private final Set<String> ours = new TreeSet<>();
  private final Map<String, Optional<ComponentModel>> models = new HashMap<>();
  /** Those asked for last: in a long life of edits there are many. */
  private final Map<String, LanguageValidationResult> read = new LinkedHashMap<>(16, 0.75f, true) {
    @Override
    protected boolean removeEldestEntry(Map.Entry<String, LanguageValidationResult> eldest) {
      return size() > KEPT;
    }
  };

  CamelKnowledge() {
    add("delivery", "channel", DeliveryComponent.class, DeliveryEndpoint.class);
    add("outbox", "topic", OutboxComponent.class, OutboxEndpoint.class);
    add("sites", "which", SitesComponent.class, SitesEndpoint.class);
    add("smsc", "channel", SmscComponent.class, SmscEndpoint.class);
    addAlias(TEXT, "mustache");
    addAlias("fraud-http", "http");
  }

  /** Our components are described by the setters of their endpoints. */
  private void add(String scheme, String path, Class<?> component, Class<?> endpoint) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.putObject("component").put("kind", "component").put("name", scheme).put("scheme", scheme).put("title", scheme)
        .put("syntax", scheme + ":" + path).put("javaType", component.getName()).put("remote", false);
    json.putObject("componentProperties");
    ObjectNode options = json.putObject("properties");
    options.putObject(path).put("index", 0).put("kind", "path").put("required", true).put("type", "string").put("javaType", "java.lang.String");
    for (Method method : endpoint.getDeclaredMethods()) {
      if (method.getName().matches("set[A-Z]\\w*") && method.getParameterCount() == 1) {
        String name = method.getName().substring(3, 4).toLowerCase(Locale.ROOT) + method.getName().substring(4);
        options.putObject(name).put("kind", "parameter").put("required", false).put("type", type(method.getParameterTypes()[0]))
            .put("javaType", method.getParameterTypes()[0].getName());
      }
    }
    catalog.addComponent(scheme, component.getName(), json.toString());
    ours.add(scheme);
  }

  private static String type(Class<?> type) {
    if (type == boolean.class) {
      return "boolean";
    }
    return type == int.class ? "integer" : type == long.class ? "duration" : "string";
  }

  private void addAlias(String scheme, String model) {
    String json = catalog.componentJSonSchema(model).replace("\"" + model + ":", "\"" + scheme + ":")
        .replace("\"scheme\": \"" + model + "\"", "\"scheme\": \"" + scheme + "\"");
    catalog.addComponent(scheme, catalog.componentModel(model).getJavaType(), json);
    ours.add(scheme);
  }

  /** Whether an endpoint of this component can be made here. */
  boolean hasComponent(String scheme) {
    return ours.contains(scheme) || installed("component/" + scheme);
  }

  /** The components that are part of this Wadi, for guesses about misspelt ones. */
  Set<String> components() {
    Set<String> names = new TreeSet<>(ours);
    catalog.findComponentNames().stream().filter(this::hasComponent).forEach(names::add);
    return names;
  }

  /** Whether Camel has such a component at all; it names the library to add. */
  Optional<ComponentModel> component(String scheme) {
    return models.computeIfAbsent(scheme, name -> Optional.ofNullable(catalog.componentModel(name)));
  }

  /** Whether such an endpoint reads the file that it is called after. */
  boolean readsFile(String scheme) {
    return component(scheme).map(m -> m.getEndpointPathOptions().stream().anyMatch(o -> o.getName().equals("resourceUri"))).orElse(false);
  }

  /** Whether a message leaves this process through such an endpoint. */
  boolean isRemote(String scheme) {
    return component(scheme).map(ComponentModel::isRemote).orElse(false);
  }

  boolean hasLanguage(String name) {
    return installed("language/" + name);
  }

  /** Whether one of the libraries for a data format, as YAML names it, is here. */
  boolean hasDataFormat(String name, String library) {
    return catalog.findDataFormatNames().stream().filter(n -> library.isEmpty() || n.equalsIgnoreCase(library))
        .filter(n -> installed("dataformat/" + n)).map(catalog::dataFormatModel).map(DataFormatModel::getModelName).anyMatch(name::equals);
  }

  private static boolean installed(String service) {
    return INSTALLED.computeIfAbsent(service, name -> CamelKnowledge.class.getClassLoader().getResource(SERVICES + name) != null);
  }

  EndpointValidationResult validate(String uri, boolean consumes) {
    return catalog.validateEndpointProperties(uri, false, consumes, !consumes);
  }

  /** What is wrong with one of Camel's own properties, which begin with {@code camel.}. */
  ConfigurationPropertiesValidationResult validateProperty(String key, String value) {
    return catalog.validateConfigurationProperty(key + "=" + value);
  }

  /** The options of a component's endpoints. */
  List<String> options(String scheme) {
    return component(scheme).map(m -> m.getEndpointParameterOptions().stream().map(BaseOptionModel::getName).toList()).orElse(List.of());
  }

  /** The options of a component that stand before the question mark. */
  List<String> path(String scheme) {
    return component(scheme).map(m -> m.getEndpointPathOptions().stream().map(BaseOptionModel::getName).toList()).orElse(List.of());
  }

  /** Those of them it cannot do without. */
  List<String> needed(String scheme) {
    return component(scheme).map(m -> m.getEndpointPathOptions().stream().filter(BaseOptionModel::isRequired).map(BaseOptionModel::getName).toList())
        .orElse(List.of());
  }

  /** The URI with these options, all of the path. */
  String uri(String scheme, Map<String, String> path) {
    try {
      return catalog.asEndpointUri(scheme, path, false);
    } catch (URISyntaxException e) {
      return scheme;
    }
  }

  /** Whether an option holds something secret. */
  boolean isSecret(String scheme, String option) {
    return component(scheme).map(m -> m.getEndpointOptions().stream().anyMatch(o -> o.getName().equals(option) && o.isSecret())).orElse(false);
  }

  LanguageValidationResult validateSimple(String text, boolean predicate) {
    ClassLoader loader = CamelKnowledge.class.getClassLoader();
    return read.computeIfAbsent(predicate + text, key -> predicate ? catalog.validateLanguagePredicate(loader, "simple", text)
        : catalog.validateLanguageExpression(loader, "simple", text));
  }

  /** Whether a step of this name must have an expression. */
  boolean needsExpression(String step) {
    return Optional.ofNullable(catalog.eipModel(step)).map(EipModel::getOptions).orElse(List.of()).stream()
        .anyMatch(o -> o.getName().equals("expression") && o.getKind().equals("expression") && o.isRequired());
  }
}
