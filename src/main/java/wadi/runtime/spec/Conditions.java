package wadi.runtime.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.FilterDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.WhenDefinition;
import org.apache.camel.model.language.ExpressionDefinition;
import org.apache.camel.model.language.MethodCallExpression;
import org.apache.camel.spi.PropertiesComponent;
import wadi.domain.intake.CardNumbers;
import wadi.runtime.catalog.Secrets;

/**
 * The conditions of one step with branches.
 *
 * @param step its short id
 * @param all the conditions, in the order in which they are asked
 * @param otherwise the id of the way when none holds
 */
record Conditions(String step, List<Condition> all, String otherwise) {

  static Conditions of(ChoiceDefinition choice, RouteDefinition route, CamelContext context) {
    List<Condition> conditions = new ArrayList<>();
    for (WhenDefinition when : choice.getWhenClauses().stream().filter(w -> Branches.isEnabled(w, context)).toList()) {
      conditions.add(new Condition(id(when, route).orElse("when"), when.getExpression()));
    }
    String otherwise = choice.getOtherwise() == null ? "none of them" : id(choice.getOtherwise(), route).orElse("otherwise");
    return new Conditions(id(choice, route).orElse(choice.getShortName()), conditions, otherwise);
  }

  static Conditions of(FilterDefinition filter, RouteDefinition route) {
    return new Conditions(id(filter, route).orElse(filter.getShortName()), List.of(new Condition("lets through", filter.getExpression())), "holds back");
  }

  private static Optional<String> id(NamedNode node, RouteDefinition route) {
    return Branches.id(node, route.getRouteId() + ".");
  }

  /**
   * All ways, the last one being that when no condition holds.
   *
   * @param values for each condition
   * @param taken the number of the condition that held; that behind the last when none did
   */
  List<Trail.Way> ways(List<Map<String, Object>> values, int taken) {
    List<Trail.Way> ways = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      ways.add(new Trail.Way(step, all.get(i).id(), all.get(i).text(), i <= taken, i == taken, values.get(i)));
    }
    ways.add(new Trail.Way(step, otherwise, "", all.size() == taken, all.size() == taken, Map.of()));
    return ways;
  }

  /** One of them. */
  record Condition(String id, ExpressionDefinition expression) {
    private static final int LONGEST = 200;
    /** What {@code simple} takes from the environment, and from properties by another way than {@code {{...}}}. */
    private static final Pattern OUTSIDE = Pattern.compile("\\$\\{\\s*(env|sysenv|sys|system|properties)\\b");
    private static final Pattern WORD = Pattern.compile("[\\w.-]+");

    /** As it is written; of a bean its name and method. */
    String text() {
      return expression instanceof MethodCallExpression call ? call.getRef() + "." + call.getMethod() : expression.getExpression();
    }

    /** What {@code ${...}} and {@code {{...}}} in it stand for, card numbers masked; what may be a secret stays as it is written. */
    Map<String, Object> values(Exchange exchange) {
      Map<String, Object> values = new LinkedHashMap<>();
      if (expression.getLanguage().equals("simple")) {
        String text = expression.getExpression();
        parts("{{", "}}", text).forEach(part -> values.put(part, property(part, exchange.getContext())));
        parts("${", "}", text).forEach(part -> values.put(part, value(part, exchange)));
      }
      return values;
    }

    /** Not those of the environment, nor what other functions find, nor what is made of them. */
    private static String property(String part, CamelContext context) {
      String key = part.replaceAll("^\\{\\{\\s*[?!]?|\\s*}}$", "");
      String name = key.replaceFirst(":.*", "");
      PropertiesComponent properties = context.getPropertiesComponent();
      if (key.contains("{{") || Secrets.isName(name) || name.length() < key.length() && properties.getPropertiesFunction(name) != null) {
        return part;
      }
      try {
        String written = properties.loadProperties(name::equals).getProperty(name, "");
        String value = context.resolvePropertyPlaceholders(part);
        return parts("{{", "}}", written).stream().anyMatch(inner -> property(inner, context).equals(inner)) || Secrets.isIn(value) ? part : value;
      } catch (IllegalArgumentException missing) {
        return part;
      }
    }

    private static boolean isSecret(String part, CamelContext context) {
      return OUTSIDE.matcher(part).find() || WORD.matcher(part).results().anyMatch(word -> Secrets.isName(word.group()))
          || parts("{{", "}}", part).stream().anyMatch(inner -> property(inner, context).equals(inner));
    }

    private static Object value(String part, Exchange exchange) {
      if (isSecret(part, exchange.getContext())) {
        return part;
      }
      try {
        Object value = exchange.getContext().resolveLanguage("simple").createExpression(part).evaluate(exchange, Object.class);
        Object masked = CardNumbers.mask(Plain.of(value), digits -> "").json();
        String shown = String.valueOf(masked);
        if (Secrets.isIn(shown)) {
          return part;
        }
        return shown.length() > LONGEST ? shown.substring(0, LONGEST) + "..." : masked;
      } catch (RuntimeCamelException | IllegalArgumentException failed) {
        return "(" + failed.getClass().getSimpleName() + ")";
      }
    }

    /** Each part between these two, once, with them; others may be nested in it. */
    private static List<String> parts(String open, String close, String text) {
      List<String> parts = new ArrayList<>();
      for (int at = text.indexOf(open); at >= 0; at = text.indexOf(open, at + 1)) {
        int end = text.indexOf(close, at);
        for (int inner = text.indexOf('{', at + open.length()); end >= 0 && inner >= 0 && inner < end; inner = text.indexOf('{', inner + 1)) {
          end = text.indexOf(close, end + 1);
        }
        if (end >= 0 && !parts.contains(text.substring(at, end + close.length()))) {
          parts.add(text.substring(at, end + close.length()));
        }
      }
      return parts;
    }
  }
}
