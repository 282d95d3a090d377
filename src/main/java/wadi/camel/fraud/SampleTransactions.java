package wadi.camel.fraud;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr.ExprKind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Transactions to try one rule on: full ones, empty ones, and for each field it mentions one without and one with nothing else.
 * Their values are the constants of the rule and their neighbours, so that every side of a comparison is taken.
 */
final class SampleTransactions implements Iterable<Map<String, Object>> {
  private static final int MOST_TEXTS = 6;
  private static final int MOST_NUMBERS = 16;

  private final Set<String> texts = new LinkedHashSet<>(List.of("INR"));
  private final Set<Double> numbers = new LinkedHashSet<>(List.of(123.0));
  private final List<Map<String, Object>> samples = new ArrayList<>();

  SampleTransactions(CelAbstractSyntaxTree tree, String expression) {
    CelNavigableAst.fromAst(tree).getRoot().allNodes()
        .filter(node -> node.expr().exprKind().getKind() == ExprKind.Kind.CONSTANT)
        .forEach(node -> add(node.expr().constant()));
    for (Set<String> missing : gaps(TransactionType.mentionedIn(expression))) {
      for (Double number : numbers) {
        for (String text : texts) samples.add(sample(missing, text, number, samples.size() % 2 == 0));
      }
    }
  }

  @Override
  public Iterator<Map<String, Object>> iterator() {
    return samples.iterator();
  }

  /** Whether a transaction has the field of this path, such as tx.payment.amount. */
  static boolean has(Map<String, Object> tx, String path) {
    String[] names = path.split("\\.");
    return section(tx, names).containsKey(names[names.length - 1]);
  }

  private void add(CelConstant constant) {
    switch (constant.getKind()) {
      case STRING_VALUE -> addText(constant.stringValue());
      case DOUBLE_VALUE -> around(constant.doubleValue());
      case INT64_VALUE -> around(constant.int64Value());
      default -> { }
    }
  }

  private void addText(String text) {
    if (texts.size() < MOST_TEXTS) texts.add(text);
  }

  private void around(double number) {
    if (numbers.size() < MOST_NUMBERS) numbers.addAll(List.of(number, number + 1, number - 1));
  }

  private static List<Set<String>> gaps(List<String> mentioned) {
    List<Set<String>> gaps = new ArrayList<>(List.of(Set.of(), TransactionType.PATHS.keySet()));
    for (String path : mentioned) {
      gaps.add(Set.of(path));
      Set<String> others = new LinkedHashSet<>(TransactionType.PATHS.keySet());
      others.remove(path);
      gaps.add(others);
    }
    return gaps;
  }

  private static Map<String, Object> sample(Set<String> missing, String text, Double number, boolean flag) {
    Map<String, Object> tx = new HashMap<>(Map.of("order", new HashMap<>(), "payment", new HashMap<>(), "card", new HashMap<>()));
    TransactionType.PATHS.forEach((path, type) -> {
      if (!missing.contains(path)) put(tx, path.split("\\."), value(type, text, number, flag));
    });
    return tx;
  }

  private static void put(Map<String, Object> tx, String[] path, Object value) {
    section(tx, path).put(path[path.length - 1], value);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> section(Map<String, Object> tx, String[] path) {
    return path.length == 2 ? tx : (Map<String, Object>) tx.get(path[1]);
  }

  private static Object value(CelType type, String text, Double number, boolean flag) {
    if (type == SimpleType.DOUBLE) return number;
    return type == SimpleType.BOOL ? (Object) flag : text;
  }
}
