package wadi.camel.fraud;

import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind;
import dev.cel.common.navigation.CelNavigableExpr;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What a condition's fields hold for one transaction.
 *
 * @param text of a part of the condition
 * @param answer to a part of the condition that is a question
 */
record RuleValues(Map<String, Object> variables, Function<CelExpr, String> text, Function<CelExpr, Object> answer) {

  /** By path, in the order in which the condition names them; null when one is missing. */
  Map<String, Object> of(CelExpr condition) {
    Map<String, Object> values = new LinkedHashMap<>();
    collect(condition, values);
    return values;
  }

  private void collect(CelExpr part, Map<String, Object> values) {
    String path = path(part);
    if (!path.isEmpty()) {
      if (!path.startsWith(RuleNames.LISTS + ".")) {
        values.put(path, value(path));
      } else if (value(path) instanceof Collection<?> list) {
        values.put(path, list.size() + " entries");
      }
    } else if (isQuestionToList(part)) {
      collect(part.call().args().get(0), values);
      values.put(text.apply(part), answer.apply(part) instanceof Boolean isIn ? isIn : null);
    } else {
      CelNavigableExpr.fromExpr(part).children().forEach(child -> collect(child.expr(), values));
    }
  }

  private static boolean isQuestionToList(CelExpr part) {
    return part.exprKind().getKind() == ExprKind.Kind.CALL && part.call().function().equals("@in")
        && path(part.call().args().get(1)).startsWith(RuleNames.LISTS + ".");
  }

  private Object value(String path) {
    Object value = variables;
    for (String name : path.split("\\.")) {
      value = value instanceof Map<?, ?> section ? section.get(name) : null;
    }
    return value;
  }

  /** A path such as tx.card.bin; empty for anything else. */
  private static String path(CelExpr part) {
    if (part.exprKind().getKind() == ExprKind.Kind.IDENT) {
      String name = part.ident().name();
      return name.equals(RuleNames.TX) || name.equals(RuleNames.VELOCITY) || name.equals(RuleNames.LISTS) ? name : "";
    }
    if (part.exprKind().getKind() != ExprKind.Kind.SELECT) {
      return "";
    }
    String owner = path(part.select().operand());
    return owner.isEmpty() ? "" : owner + "." + part.select().field();
  }
}
