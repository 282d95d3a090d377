package wadi.camel.fraud;

import com.google.common.collect.ImmutableList;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import wadi.camel.files.Nearest;
import wadi.domain.fraud.Window;

/** Everything a rule may name, with its type: {@code tx}, and what its file declares below {@code velocity} and {@code lists}. */
final class RuleNames implements CelTypeProvider {
  static final String TX = "tx";
  static final String VELOCITY = "velocity";
  static final String LISTS = "lists";

  private final TransactionType tx = new TransactionType();
  private final StructType window =
      TransactionType.struct("Window", TransactionType.fields(VelocityFacts.COUNT, SimpleType.INT, VelocityFacts.SUM, SimpleType.DOUBLE));
  private final StructType distinctWindow = TransactionType.struct("DistinctWindow",
      TransactionType.fields(VelocityFacts.COUNT, SimpleType.INT, VelocityFacts.SUM, SimpleType.DOUBLE, VelocityFacts.DISTINCT, SimpleType.INT));
  private final StructType velocity;
  private final StructType lists;
  private final Map<String, Boolean> windows;
  private final List<String> listNames;
  private final List<String> paths = new ArrayList<>(TransactionType.PATHS.keySet());

  /**
   * @param windows their ids, and whether they count how many different ones a key had
   * @param lists their names
   */
  RuleNames(Map<String, Boolean> windows, Collection<String> lists) {
    this.windows = Map.copyOf(windows);
    this.listNames = List.copyOf(lists);
    this.velocity = struct("Velocity", windows.keySet(), id -> windows.get(id) ? distinctWindow : window);
    this.lists = struct("Lists", lists, name -> ListType.create(SimpleType.STRING));
    windows.forEach((id, distinct) -> {
      paths.addAll(List.of(path(id) + "." + VelocityFacts.COUNT, path(id) + "." + VelocityFacts.SUM));
      if (distinct) paths.add(path(id) + "." + VelocityFacts.DISTINCT);
    });
    for (String name : lists) paths.add(LISTS + "." + name);
  }

  /** @param lists their names */
  static RuleNames of(List<Window> windows, Collection<String> lists) {
    return new RuleNames(windows.stream().collect(Collectors.toMap(Window::id, window -> window.distinct().isPresent())), lists);
  }

  /** The path of a window, whose two fields are there or missing together. */
  static String path(String window) {
    return VELOCITY + "." + window;
  }

  StructType transaction() {
    return tx.transaction();
  }

  StructType velocity() {
    return velocity;
  }

  StructType lists() {
    return lists;
  }

  /** Ids of the windows. */
  Set<String> windows() {
    return windows.keySet();
  }

  /** Whether a window counts how many different ones a key had. */
  boolean tellsApart(String window) {
    return windows.get(window);
  }

  /** Names of the lists. */
  List<String> listNames() {
    return listNames;
  }

  @Override
  public ImmutableList<CelType> types() {
    return ImmutableList.<CelType>builder().addAll(tx.types()).add(velocity, window, distinctWindow, lists).build();
  }

  @Override
  public Optional<CelType> findType(String name) {
    return types().stream().filter(type -> type.name().equals(name)).findFirst();
  }

  /** The paths an expression mentions, whether or not it asks has() of them. */
  List<String> mentionedIn(String expression) {
    return paths.stream().filter(path -> expression.matches("(?s).*\\b" + path.substring(path.lastIndexOf('.') + 1) + "\\b.*")).toList();
  }

  /**
   * What to write in place of a field that does not exist.
   *
   * @param owner what stands before it, such as velocity or tx.payment
   */
  String hint(String owner, String wrong) {
    if (owner.equals(VELOCITY)) return declared(windows.keySet().stream().map(RuleNames::path).sorted().toList(), wrong, "windows: " + wrong + ": { key: card, of: 10m }");
    if (owner.equals(LISTS)) return declared(listNames.stream().map(name -> LISTS + "." + name).toList(), wrong, "lists: " + wrong + ": lists/" + wrong.replace('_', '-') + ".csv");
    List<String> beside = paths.stream().filter(path -> path.startsWith(owner + ".")).toList();
    boolean isNear = owner.startsWith(VELOCITY + ".") || Nearest.one(wrong, beside.stream().filter(path -> path.indexOf('.', owner.length() + 1) < 0).toList()).isPresent();
    return Nearest.hint(wrong, isNear ? beside : paths.stream().filter(path -> path.startsWith(TX + ".")).toList());
  }

  private static String declared(List<String> known, String wrong, String declaration) {
    String declare = "declare it in this file under " + declaration;
    return known.isEmpty() ? declare : Nearest.hint(wrong, known) + "; or " + declare;
  }

  private static StructType struct(String type, Collection<String> names, Function<String, CelType> each) {
    Map<String, CelType> fields = new LinkedHashMap<>();
    new TreeSet<>(names).forEach(name -> fields.put(name, each.apply(name)));
    return TransactionType.struct(type, fields);
  }
}
