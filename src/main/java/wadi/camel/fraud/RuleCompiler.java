package wadi.camel.fraud;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelValidationException;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import wadi.camel.files.Findings;
import wadi.camel.files.Nearest;

/** Turns the text of a rule into a program, or into findings that say where in the file it is wrong and what to write. */
final class RuleCompiler {
  private static final Pattern PATH_AT_END = Pattern.compile("[\\w.]+$");

  private final RuleNames names;
  private final RuleLanguage language;
  private final Map<String, ListFile> lists;
  private final ListCheck listCheck;
  private final Findings findings;

  /**
   * @param names what rules may name
   * @param lists the lists by name
   */
  RuleCompiler(RuleNames names, Map<String, ListFile> lists, Findings findings) {
    this.names = names;
    this.language = new RuleLanguage(names);
    this.lists = lists;
    this.listCheck = new ListCheck(lists, findings);
    this.findings = findings;
  }

  /** The rule, compiled and tried on samples, or null after findings. */
  Rule compile(RuleText rule) {
    try {
      CelAbstractSyntaxTree tree = language.compile(rule.when().text());
      if (!new RegexCheck(tree, rule, findings).passes()) return null;
      CelRuntime.Program program = language.program(tree);
      listCheck.check(tree);
      SampleTransactions samples = new SampleTransactions(tree, rule.when().text(), names, lists);
      if (!new RuleTrial(program, samples, names, rule, findings).passes()) return null;
      return new Rule(rule.effect(), rule.reason(), rule.shadow(), rule.validity(), rule.when().text(), program);
    } catch (CelValidationException invalid) {
      invalid.getErrors().forEach(issue -> add(rule, issue));
    } catch (CelEvaluationException unusable) {
      findings.add(rule.when().when().line(), "when: " + unusable.getMessage(), "");
    }
    return null;
  }

  /** The lists that some rule asks for an issuer, in which ranges are meant. */
  Set<String> issuerLists() {
    return listCheck.issuerLists();
  }

  private void add(RuleText rule, CelIssue issue) {
    Expression.Place place = rule.when().place(issue.getSourceLocation().getLine(), issue.getSourceLocation().getColumn());
    String message = withoutCandidates(issue.getMessage());
    findings.add(place.line(), place.after("when: " + message), hint(message, owner(rule, issue)));
  }

  private static String withoutCandidates(String message) {
    for (String tail : new String[] {" (candidates:", " (in container", " expecting {"}) {
      int at = message.indexOf(tail);
      if (at > 0) return message.substring(0, at);
    }
    return message;
  }

  /** What stands before the place of an issue: the owner of an undefined field. */
  private static String owner(RuleText rule, CelIssue issue) {
    String line = rule.when().text().lines().skip(Math.max(0, issue.getSourceLocation().getLine() - 1)).findFirst().orElse("");
    int column = Math.min(line.length(), Math.max(0, issue.getSourceLocation().getColumn()));
    Matcher path = PATH_AT_END.matcher(line.substring(0, column));
    return path.find() ? path.group() : "";
  }

  private String hint(String message, String owner) {
    if (message.startsWith("undefined field")) return names.hint(owner, quoted(message));
    if (message.startsWith("undeclared reference")) return "a rule knows tx, velocity, lists and CEL's own functions only";
    if (message.contains("'@in'")) return "in asks a list for a text: tx.card.fingerprint in lists.blocked_cards";
    if (message.matches(".*\\((Window|Velocity),.*|.*, (Window|Velocity)\\).*")) return "name what to compare: velocity.card_10m.count";
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
