package wadi.camel.notifications;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** JSON values as Python writes them: the original answered with such texts. */
final class PythonText {
  private PythonText() {}

  /** The name of its type. */
  static String type(Object value) {
    return value == null ? "NoneType" : value instanceof String ? "str" : value instanceof Boolean ? "bool"
        : value instanceof Map ? "dict" : value instanceof List ? "list" : isWhole(value) ? "int" : "float";
  }

  /** As {@code str(value)}. */
  static String of(Object value) {
    return value instanceof String text ? text : repr(value);
  }

  private static boolean isWhole(Object value) {
    return !(value instanceof BigDecimal) && !(value instanceof Double) && !(value instanceof Float);
  }

  private static String repr(Object value) {
    if (value == null) {
      return "None";
    }
    if (value instanceof Boolean flag) {
      return flag ? "True" : "False";
    }
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream().map(e -> repr(e.getKey()) + ": " + repr(e.getValue())).collect(Collectors.joining(", ", "{", "}"));
    }
    if (value instanceof List<?> list) {
      return list.stream().map(PythonText::repr).collect(Collectors.joining(", ", "[", "]"));
    }
    if (value instanceof String text) {
      String quote = text.contains("'") && !text.contains("\"") ? "\"" : "'";
      String escaped = text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t");
      return quote + (quote.equals("'") ? escaped.replace("'", "\\'") : escaped) + quote;
    }
    return isWhole(value) ? value.toString() : decimal(((Number) value).doubleValue());
  }

  /** The shortest text that is the number again, with an exponent from 1e16 on and below 1e-4. */
  private static String decimal(double number) {
    if (Double.isInfinite(number)) {
      return number > 0 ? "inf" : "-inf";
    }
    BigDecimal shortest = new BigDecimal(Double.toString(number)).stripTrailingZeros();
    double size = Math.abs(number);
    if (number == 0 || size >= 1e-4 && size < 1e16) {
      String plain = shortest.toPlainString();
      return (number == 0 && 1 / number < 0 ? "-" : "") + (plain.contains(".") ? plain : plain + ".0");
    }
    String digits = shortest.unscaledValue().abs().toString();
    int exponent = digits.length() - 1 - shortest.scale();
    return (number < 0 ? "-" : "") + digits.charAt(0) + (digits.length() > 1 ? "." + digits.substring(1) : "")
        + "e%s%02d".formatted(exponent < 0 ? "-" : "+", Math.abs(exponent));
  }
}
