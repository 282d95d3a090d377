package wadi.camel.fraud;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr.ExprKind;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import wadi.camel.files.Findings;

/**
 * Looks at {@code field in lists.name}: an entry that the field can never equal would do nothing, silently. A bank that writes
 * eight digits for its BIN is the commonest case.
 */
final class ListCheck {
  private static final int MOST_FINDINGS = 20;
  private static final String BIN = "tx.card.bin";
  private static final Map<String, Form> FORMS = Map.of(
      BIN, new Form("\\d{6}(-\\d{6})?", "its first six digits, such as 411111, or a range of them: 411100-411199"),
      "tx.card.last_four", new Form("\\d{4}", "its last four digits, such as 1111"),
      "tx.card.fingerprint", new Form("[A-Za-z0-9_-]{22}", "22 letters, digits, - and _, as stored with each transaction"),
      "tx.country", new Form("[A-Z]{2}", "two capital letters, such as IN (ISO 3166)"),
      "tx.customer.email", new Form("[^\\sA-Z@]+@[^\\sA-Z@]+", "an address in lower case, such as somebody@example.com"),
      "tx.customer.ip", new Form("[0-9a-f.:]{3,45}", "an internet address, such as 203.0.113.7, without a net mask"),
      "tx.channel", new Form("[^A-Z]+", "lower case, such as web"));

  private final Map<String, ListFile> lists;
  private final Findings findings;
  private final Set<String> issuerLists = new HashSet<>();
  private final Set<List<String>> checked = new HashSet<>();

  ListCheck(Map<String, ListFile> lists, Findings findings) {
    this.lists = lists;
    this.findings = findings;
  }

  private record Form(Pattern pattern, String words) {
    Form(String regex, String words) {
      this(Pattern.compile(regex), words);
    }
  }

  void check(CelAbstractSyntaxTree tree) {
    CelNavigableAst.fromAst(tree).getRoot().allNodes().map(CelNavigableExpr::expr)
        .filter(expr -> expr.exprKind().getKind() == ExprKind.Kind.CALL && expr.call().function().equals("@in"))
        .forEach(in -> check(path(in.call().args().get(0)), path(in.call().args().get(1))));
  }

  private void check(String field, String list) {
    Form form = FORMS.get(field);
    if (field.equals(BIN)) issuerLists.add(list.substring(list.indexOf('.') + 1));
    ListFile file = list.startsWith(RuleNames.LISTS + ".") ? lists.get(list.substring(list.indexOf('.') + 1)) : null;
    if (form == null || file == null || !checked.add(List.of(field, list))) return;
    file.lines().entrySet().stream().filter(entry -> !form.pattern().matcher(entry.getKey()).matches() || endsTooSoon(entry.getKey())).limit(MOST_FINDINGS)
        .forEach(entry -> findings.in(file.file()).add(entry.getValue(), "an entry that " + field + " can never equal", form.words()));
  }

  /** The names of the lists that are asked for an issuer. */
  Set<String> issuerLists() {
    return issuerLists;
  }

  private static boolean endsTooSoon(String entry) {
    return Entries.isRange(entry) && Entries.last(entry).compareTo(Entries.first(entry)) < 0;
  }

  /** A path such as tx.card.bin; empty for anything else. */
  private static String path(CelExpr expr) {
    return switch (expr.exprKind().getKind()) {
      case IDENT -> expr.ident().name();
      case SELECT -> path(expr.select().operand()) + "." + expr.select().field();
      default -> "";
    };
  }
}
