package wadi.runtime.catalog;

import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.catalog.ConfigurationPropertiesValidationResult;
import wadi.camel.files.Check;
import wadi.camel.files.Findings;

/** Properties that Camel reads itself: those that begin with {@code camel.}. */
final class CamelPropertyChecks {
  private CamelPropertyChecks() {}

  static void check(PropertyFile file, CamelKnowledge camel) {
    file.entries().values().stream().filter(entry -> entry.key().startsWith("camel."))
        .forEach(entry -> report(entry, camel.validateProperty(entry.key(), entry.value()), file.findings()));
  }

  private static void report(PropertyFile.Entry entry, ConfigurationPropertiesValidationResult result, Findings findings) {
    if (result.getUnknown() != null) {
      findings.add(Check.PROPERTY, entry.line(), "Camel has no property " + entry.key(), "look it up in Camel's documentation, or remove it");
    }
    Map<String, String> wrong = new TreeMap<>();
    put(wrong, result.getInvalidBoolean(), "true or false");
    put(wrong, result.getInvalidInteger(), "a whole number");
    put(wrong, result.getInvalidNumber(), "a number");
    put(wrong, result.getInvalidDuration(), "a duration such as 500ms, 30s or 10m");
    if (result.getInvalidEnum() != null) {
      result.getInvalidEnumChoices().forEach((key, choices) -> wrong.put(key, "one of " + String.join(", ", choices)));
    }
    wrong.values().forEach(right -> findings.add(Check.PROPERTY_VALUE, entry.line(), "%s is \"%s\"".formatted(entry.key(), entry.value()), "write " + right));
  }

  private static void put(Map<String, String> wrong, Map<String, String> values, String right) {
    if (values != null) {
      values.keySet().forEach(key -> wrong.put(key, right));
    }
  }
}
