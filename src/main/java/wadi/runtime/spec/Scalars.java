package wadi.runtime.spec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * What a scalar means, by YAML 1.2's core schema: JSON's types. (YAML 1.1, which most libraries read, makes 12:30 a
 * number and "no" a false.) Numbers with a point are exact, as in messages from outside.
 */
final class Scalars {
  private static final Pattern INTEGER = Pattern.compile("[-+]?\\d+");
  private static final Pattern DECIMAL = Pattern.compile("[-+]?(\\d+\\.\\d*|\\.\\d+|\\d+)([eE][-+]?\\d+)?");

  private Scalars() {}

  static Object value(ScalarNode node) {
    String text = node.getValue();
    if (node.getScalarStyle() != DumperOptions.ScalarStyle.PLAIN) {
      return text;
    }
    switch (text) {
      case "", "~", "null":
        return null;
      case "true", "false":
        return Boolean.valueOf(text);
      default:
        return number(text);
    }
  }

  private static Object number(String text) {
    if (INTEGER.matcher(text).matches()) {
      BigInteger integer = new BigInteger(text);
      if (integer.bitLength() < Integer.SIZE) {
        return integer.intValue();
      }
      return integer.bitLength() < Long.SIZE ? (Object) integer.longValue() : integer;
    }
    return DECIMAL.matcher(text).matches() ? new BigDecimal(text) : text;
  }
}
