package wadi.camel.fraud;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelValidationException;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;

/** Turns the text of a rule into a program, or into findings that say where in the file it is wrong and what to write. */
final class RuleCompiler {
  private final RuleLanguage language = new RuleLanguage();
  private final Findings findings;

  RuleCompiler(Findings findings) {
    this.findings = findings;
  }

  /** The rule, compiled and tried on samples, or null after findings. */
  Rule compile(RuleText rule) {
    try {
      CelAbstractSyntaxTree tree = language.compile(rule.when().text());
      if (!new RegexCheck(tree, rule, findings).passes()) return null;
      CelRuntime.Program program = language.program(tree);
      if (!new RuleTrial(tree, program, rule, findings).passes()) return null;
      return new Rule(rule.id(), rule.score(), rule.reason(), program);
    } catch (CelValidationException invalid) {
      invalid.getErrors().forEach(issue -> add(rule, issue));
    } catch (CelEvaluationException unusable) {
      findings.add(rule.when().when().line(), "when: " + unusable.getMessage(), "");
    }
    return null;
  }

  private void add(RuleText rule, CelIssue issue) {
    Expression.Place place = rule.when().place(issue.getSourceLocation().getLine(), issue.getSourceLocation().getColumn());
    String message = withoutCandidates(issue.getMessage());
    findings.add(place.line(), place.after("when: " + message), hint(message));
  }

  private static String withoutCandidates(String message) {
    for (String tail : new String[] {" (candidates:", " (in container", " expecting {"}) {
      int at = message.indexOf(tail);
      if (at > 0) return message.substring(0, at);
    }
    return message;
  }

  private static String hint(String message) {
    if (message.startsWith("undefined field")) return Nearest.hint(quoted(message), TransactionType.PATHS.keySet());
    if (message.startsWith("undeclared reference")) return "a rule knows tx and CEL's own functions only";
    if (message.contains("no matching overload")) return "both sides must be of one kind: 20000.0 for an amount, 'INR' for a text";
    if (message.contains("expected type 'bool'")) return "it must say true or false, such as tx.payment.amount >= 20000.0";
    if (message.contains("limit")) return "it is too large: at most " + RuleLanguage.LONGEST + " characters and " + RuleLanguage.DEEPEST
        + " nested brackets; make two rules of it";
    if (message.contains("token recognition error at: '=")) return "equality is written ==";
    return "check operators, quotes and brackets";
  }

  private static String quoted(String message) {
    int from = message.indexOf('\'') + 1;
    int to = message.indexOf('\'', from);
    return to < 0 ? "" : message.substring(from, to);
  }
}
