package wadi.camel.fraud;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import java.util.List;
import wadi.camel.files.Findings;
import wadi.platform.PatternSize;

/**
 * Looks at the patterns of {@code matches()} before anything runs them. RE2 needs no more time than text times program, but
 * nested counted repeats make programs that fill the memory while they are being built, and a pattern taken from a transaction
 * would let its sender write one. So patterns are literal texts, and small.
 */
final class RegexCheck {
  private final CelAbstractSyntaxTree tree;
  private final RuleText rule;
  private final Findings findings;

  RegexCheck(CelAbstractSyntaxTree tree, RuleText rule, Findings findings) {
    this.tree = tree;
    this.rule = rule;
    this.findings = findings;
  }

  boolean passes() {
    return CelNavigableAst.fromAst(tree).getRoot().allNodes().map(CelNavigableExpr::expr).filter(this::isMatches)
        .map(this::check).reduce(true, Boolean::logicalAnd);
  }

  private boolean isMatches(CelExpr expr) {
    return expr.exprKind().getKind() == ExprKind.Kind.CALL && expr.call().function().equals("matches");
  }

  private boolean check(CelExpr call) {
    List<CelExpr> arguments = call.call().args();
    CelExpr pattern = arguments.get(arguments.size() - 1);
    boolean literal = pattern.exprKind().getKind() == ExprKind.Kind.CONSTANT
        && pattern.constant().getKind() == CelConstant.Kind.STRING_VALUE;
    if (!literal) return refuse(call, "when: a pattern that is no literal text", "write it as matches('...')");
    String text = pattern.constant().stringValue();
    if (PatternSize.repeats(text, RuleLanguage.LARGEST_REGEX) > RuleLanguage.LARGEST_REGEX) return refuse(call, "when: pattern is too large", "nest no counted repeats");
    try {
      boolean small = Pattern.compile(text).programSize() <= RuleLanguage.LARGEST_REGEX;
      return small || refuse(call, "when: pattern is too large", "use smaller counts in { }");
    } catch (PatternSyntaxException invalid) {
      return refuse(call, "when: " + invalid.getMessage(), "patterns are RE2's: no look-around, no back references");
    }
  }

  private boolean refuse(CelExpr at, String message, String hint) {
    int offset = tree.getSource().getPositionsMap().getOrDefault(at.id(), 0);
    Expression.Place place = tree.getSource().getOffsetLocation(offset)
        .map(location -> rule.when().place(location.getLine(), location.getColumn())).orElse(rule.when().place(0, 0));
    findings.add(place.line(), place.after(message), hint);
    return false;
  }
}
