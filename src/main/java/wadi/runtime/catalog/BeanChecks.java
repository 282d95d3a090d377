package wadi.runtime.catalog;

import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import wadi.camel.BeanTypes;
import wadi.camel.files.Check;
import wadi.camel.files.Findings;
import wadi.camel.files.Nearest;

/** The beans and classes that routes name. */
final class BeanChecks {
  private static final Set<String> REFERENCES = Set.of("ref", "aggregationStrategy", "aggregationRepository", "idempotentRepository",
      "onPrepare", "onRedeliveryRef", "onExceptionOccurredRef", "correlationExpressionRef");
  private static final Set<String> CLASSES = Set.of("exception", "unmarshalType", "beanType");
  private static final Pattern IN_SIMPLE = Pattern.compile("\\$\\{(?:bean|ref):(\\w+)(?:(?:\\.|\\?method=)(\\w+))?");

  private final FileSet files;
  private final Map<String, Class<?>> beans;
  private final Findings findings;

  private BeanChecks(FileSet files, Map<String, Class<?>> beans, Findings findings) {
    this.files = files;
    this.beans = beans;
    this.findings = findings;
  }

  static void check(FileSet files) {
    Map<String, Class<?>> beans = new HashMap<>(BeanTypes.all());
    files.routes().forEach(file -> file.top("beans").flatMap(Place::children).forEach(bean -> bean.text("name").ifPresent(
        name -> beans.put(name, bean.text("type").flatMap(type -> load(type.replaceFirst("^#class:", ""))).orElse(null)))));
    for (RouteFile file : files.routes()) {
      BeanChecks checks = new BeanChecks(files, beans, file.findings());
      file.places().stream().filter(p -> !p.isIn("beans")).forEach(checks::look);
      Endpoint.in(file).forEach(checks::look);
    }
  }

  private void look(Place place) {
    String text = place.text().map(files.placeholders()::usual).orElse("");
    if (text.isEmpty() || text.contains("{{")) {
      return;
    }
    boolean shortForm = place.isStep() && Set.of("bean", "process", "transacted", "policy").contains(place.key());
    boolean reference = shortForm || (REFERENCES.contains(place.key()) && !place.isIn("parameters"));
    if (reference || (text.startsWith("#") && !ExpressionChecks.LANGUAGES.contains(place.key()))) {
      reference(place, text);
    } else if (CLASSES.contains(place.owner()) || CLASSES.contains(place.key())) {
      exists(place, text);
    }
    Matcher simple = IN_SIMPLE.matcher(place.key().equals("simple") || place.key().equals("message") ? text : "");
    while (simple.find()) {
      bean(place.line(), simple.group(1), Optional.ofNullable(simple.group(2)));
    }
  }

  private void look(Endpoint endpoint) {
    if (Set.of("bean", "ref").contains(Endpoint.scheme(endpoint.uri()))) {
      bean(endpoint.line(), Endpoint.rest(endpoint.uri()), endpoint.option("method"));
    }
  }

  private void reference(Place place, String text) {
    if (text.startsWith("#class:")) {
      exists(place, text.substring(7));
    } else if (!text.matches("#(type|property|valueAs|autowired|info|debug):?.*")) {
      Place owner = place.parent();
      boolean called = place.key().equals("ref") && Set.of("bean", "method").contains(owner.key());
      Optional<Place> method = called ? owner.field("method") : Optional.empty();
      String name = text.replaceFirst("^#(bean:)?", "");
      bean(beans.containsKey(name) ? method.map(Place::line).orElse(place.line()) : place.line(), name, method.flatMap(Place::text));
    }
  }

  private void bean(int line, String name, Optional<String> called) {
    if (!beans.containsKey(name)) {
      findings.add(Check.BEAN, line, "there is no bean " + name, hint(name, beans.keySet()));
      return;
    }
    String method = called.map(files.placeholders()::usual).map(m -> m.replaceFirst("\\(.*", "").strip()).orElse("");
    Class<?> type = beans.get(name);
    if (type == null || method.isEmpty() || method.contains("{{") || method.contains("$")) {
      return;
    }
    Set<String> methods = Stream.of(type.getMethods()).filter(m -> m.getDeclaringClass() != Object.class).map(Method::getName)
        .collect(Collectors.toCollection(TreeSet::new));
    if (!methods.contains(method)) {
      findings.add(Check.BEAN, line, "the bean %s has no method %s".formatted(name, method), hint(method, methods));
    }
  }

  private static String hint(String wrong, Set<String> known) {
    return Nearest.one(wrong, known).map(n -> "write: " + n).orElse("write one of " + String.join(", ", new TreeSet<>(known)));
  }

  private void exists(Place place, String name) {
    if (!name.matches("[a-z]\\w*(\\.\\w+(\\$\\w+)?)+")) {
      return; // a short name such as String
    }
    if (load(name).isEmpty()) {
      findings.add(Check.CLASS, place.line(), "there is no class " + name, "check its package and spelling");
    }
  }

  private static Optional<Class<?>> load(String name) {
    try {
      return Optional.of(Class.forName(name, false, BeanChecks.class.getClassLoader()));
    } catch (ClassNotFoundException | LinkageError e) {
      return Optional.empty();
    }
  }
}
