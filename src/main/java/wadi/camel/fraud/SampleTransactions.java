package wadi.camel.fraud;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr.ExprKind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import wadi.domain.fraud.Measure;

/**
 * Transactions to try one rule on: full ones, empty ones, and for each field it mentions one without and one with nothing else.
 * Their values are the constants of the rule and their neighbours, so that every side of a comparison is taken, and an entry of
 * each list it mentions. They are whole sets of variables: the transaction, its windows and the lists.
 */
final class SampleTransactions implements Iterable<Map<String, Object>> {
  private static final int MOST_TEXTS = 6;
  private static final int MOST_NUMBERS = 16;
  private static final String TEXT = "INR";

  private final RuleNames names;
  private final Map<String, Object> lists = new HashMap<>();
  private final Set<String> texts = new LinkedHashSet<>(List.of(TEXT));
  private final Set<Double> numbers = new LinkedHashSet<>(List.of(123.0));
  private final List<Map<String, Object>> samples = new ArrayList<>();

  /** @param files the lists by name; one that is empty or not there counts as having one entry */
  SampleTransactions(CelAbstractSyntaxTree tree, String expression, RuleNames names, Map<String, ListFile> files) {
    this.names = names;
    CelNavigableAst.fromAst(tree).getRoot().allNodes()
        .filter(node -> node.expr().exprKind().getKind() == ExprKind.Kind.CONSTANT)
        .forEach(node -> add(node.expr().constant()));
    List<String> mentioned = names.mentionedIn(expression);
    for (String name : names.listNames()) {
      Set<String> entries = files.containsKey(name) ? files.get(name).entries() : Set.of();
      if (mentioned.contains(RuleNames.LISTS + "." + name)) entries.stream().findFirst().ifPresent(texts::add);
      lists.put(name, new Entries(entries.isEmpty() ? Set.of(TEXT) : entries));
    }
    for (Set<String> missing : gaps(mentioned)) {
      for (Double number : numbers) {
        for (String text : texts) samples.add(sample(missing, text, number, samples.size() % 2 == 0));
      }
    }
  }

  @Override
  public Iterator<Map<String, Object>> iterator() {
    return samples.iterator();
  }

  /** Whether a sample has the field of this path, such as tx.payment.amount. */
  static boolean has(Map<String, Object> sample, String path) {
    Object owner = sample;
    for (String name : path.split("\\.")) owner = owner instanceof Map<?, ?> section ? section.get(name) : null;
    return owner != null;
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

  private List<Set<String>> gaps(List<String> mentioned) {
    Set<String> all = new HashSet<>(TransactionType.PATHS.keySet());
    all.removeIf(path -> path.startsWith(TransactionType.LOCAL));
    names.windows().forEach(window -> all.add(RuleNames.path(window)));
    List<Set<String>> gaps = new ArrayList<>(List.of(Set.of(), all));
    for (String path : mentioned.stream().filter(path -> !path.startsWith(TransactionType.LOCAL)).toList()) {
      String gap = path.startsWith(RuleNames.VELOCITY) ? path.substring(0, path.lastIndexOf('.')) : path;
      gaps.add(Set.of(gap));
      Set<String> others = new HashSet<>(all);
      others.remove(gap);
      gaps.add(others);
    }
    return gaps;
  }

  private Map<String, Object> sample(Set<String> missing, String text, Double number, boolean flag) {
    Map<String, Object> tx = new HashMap<>();
    TransactionType.SECTIONS.keySet().forEach(section -> tx.put(section, new HashMap<>()));
    TransactionType.PATHS.forEach((path, type) -> {
      if (!missing.contains(path)) put(tx, path.split("\\."), value(type, text, number, flag));
    });
    Map<String, Object> velocity = new HashMap<>();
    Measure measure = new Measure(Math.max(1, number.longValue()), Math.max(0, number), Math.max(1, number.longValue())); // a window holds at least the one asked about
    for (String window : names.windows()) {
      velocity.put(window, missing.contains(RuleNames.path(window)) ? Map.of() : VelocityFacts.fields(names.tellsApart(window), measure));
    }
    return Map.of(RuleNames.TX, tx, RuleNames.VELOCITY, velocity, RuleNames.LISTS, lists);
  }

  @SuppressWarnings("unchecked")
  private static void put(Map<String, Object> tx, String[] path, Object value) {
    Map<String, Object> section = path.length == 2 ? tx : (Map<String, Object>) tx.get(path[1]);
    section.put(path[path.length - 1], value);
  }

  private static Object value(CelType type, String text, Double number, boolean flag) {
    if (type == SimpleType.DOUBLE) return number;
    if (type == SimpleType.INT) return number.longValue();
    return type == SimpleType.BOOL ? (Object) flag : text;
  }
}
