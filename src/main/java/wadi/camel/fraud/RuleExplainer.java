package wadi.camel.fraud;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.common.Operator;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind;
import dev.cel.parser.CelUnparser;
import dev.cel.parser.CelUnparserFactory;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import wadi.domain.fraud.Effect;
import wadi.domain.intake.CardNumbers;

/** Says why a rule of one book matches a transaction, or why not: takes its condition apart and asks the parts. For many threads. */
final class RuleExplainer {
  private static final String AND = Operator.LOGICAL_AND.getFunction();
  private static final String OR = Operator.LOGICAL_OR.getFunction();

  private final RuleNames names;
  private final Map<String, CelAbstractSyntaxTree> trees = new ConcurrentHashMap<>();
  private final Map<String, CelRuntime.Program> programs = new ConcurrentHashMap<>();
  private RuleLanguage language;
  private final CelUnparser unparser = CelUnparserFactory.newUnparser();

  /** @param names what its rules may name */
  RuleExplainer(RuleNames names) {
    this.names = names;
  }

  /** Made when it is first needed: most books never explain. */
  private synchronized RuleLanguage language() {
    if (language == null) language = new RuleLanguage(names);
    return language;
  }

  /** The parts of a book's conditions are always the same, so each is compiled once. */
  private CelAbstractSyntaxTree tree(String text) throws CelValidationException {
    CelAbstractSyntaxTree tree = trees.get(text);
    if (tree == null) {
      tree = language().compile(text);
      trees.put(text, tree);
    }
    return tree;
  }

  private CelRuntime.Program program(String text) throws CelValidationException, CelEvaluationException {
    CelRuntime.Program program = programs.get(text);
    if (program == null) {
      program = language().program(tree(text));
      programs.put(text, program);
    }
    return program;
  }

  /** @param variables what {@link RuleNames} declares */
  Explanation.OfRule explain(Rule rule, Map<String, Object> variables, Instant at) {
    try {
      CelAbstractSyntaxTree tree = tree(rule.when());
      Question question = new Question(tree, variables);
      Explanation.Answer answer = answer(rule, variables, at);
      List<String> because = switch (answer) {
        case MATCHES -> question.deciding(tree.getExpr(), true).map(question::text).toList();
        case MATCHES_NOT -> question.deciding(tree.getExpr(), false).map(question::text).toList();
        case FAILED -> List.of(question.failing(tree.getExpr()));
        case NOT_ENABLED -> List.of();
      };
      return new Explanation.OfRule(rule.id(), rule.reason().text(), rule.reason().code(), answer, words(rule.effect()), rule.shadow(),
          CardNumbers.maskText(rule.when().strip()), new RuleValues(variables, question::text, question::value).of(tree.getExpr()), because);
    } catch (CelValidationException impossible) {
      throw new IllegalStateException(impossible); // it was compiled when the rules were loaded
    }
  }

  private static Explanation.Answer answer(Rule rule, Map<String, Object> variables, Instant at) {
    if (!rule.validity().includes(at)) return Explanation.Answer.NOT_ENABLED;
    return switch (rule.ask(variables)) {
      case MATCHES -> Explanation.Answer.MATCHES;
      case MATCHES_NOT -> Explanation.Answer.MATCHES_NOT;
      case FAILED -> Explanation.Answer.FAILED;
    };
  }

  private static String words(Effect effect) {
    return switch (effect.kind()) {
      case ALLOW -> "allow";
      case BLOCK -> "block";
      case SCORE -> "score " + effect.points();
    };
  }

  /** The parts of one condition, asked about one transaction. */
  private final class Question {
    private final CelAbstractSyntaxTree tree;
    private final Map<String, Object> variables;

    Question(CelAbstractSyntaxTree tree, Map<String, Object> variables) {
      this.tree = tree;
      this.variables = variables;
    }

    /** Which parts make the whole come out like this. */
    Stream<CelExpr> deciding(CelExpr whole, boolean outcome) {
      List<CelExpr> parts = parts(whole, AND);
      List<CelExpr> choices = parts(whole, OR);
      if (parts.size() > 1) {
        return outcome ? parts.stream().flatMap(part -> deciding(part, true)) : first(parts, false).flatMap(part -> deciding(part, false));
      }
      if (choices.size() > 1) {
        return outcome ? first(choices, true).flatMap(choice -> deciding(choice, true)) : choices.stream().flatMap(choice -> deciding(choice, false));
      }
      return Stream.of(whole);
    }

    private Stream<CelExpr> first(List<CelExpr> parts, boolean outcome) {
      return parts.stream().filter(part -> Boolean.valueOf(outcome).equals(value(part))).limit(1);
    }

    /** The first part that cannot be evaluated, and why. */
    String failing(CelExpr whole) {
      return Stream.of(AND, OR).flatMap(operator -> parts(whole, operator).stream()).filter(part -> part != whole && value(part) instanceof Failure).findFirst()
          .map(this::failing).orElseGet(() -> text(whole) + (value(whole) instanceof Failure failure ? ": " + failure.why() : ""));
    }

    String text(CelExpr part) {
      return CardNumbers.maskText(unparser.unparse(CelAbstractSyntaxTree.newParsedAst(part, tree.getSource())));
    }

    /** True or false, or why it cannot be told. */
    Object value(CelExpr part) {
      try {
        String text = unparser.unparse(CelAbstractSyntaxTree.newParsedAst(part, tree.getSource()));
        return program(text).eval(variables);
      } catch (CelEvaluationException | CelValidationException | RuntimeException failed) {
        return new Failure(CardNumbers.maskText(String.valueOf(failed.getMessage()).replaceFirst("^evaluation error at [^ ]*: ", "")));
      }
    }
  }

  private record Failure(String why) {}

  private static List<CelExpr> parts(CelExpr whole, String operator) {
    return whole.exprKind().getKind() == ExprKind.Kind.CALL && whole.call().function().equals(operator)
        ? whole.call().args().stream().flatMap(part -> parts(part, operator).stream()).toList() : List.of(whole);
  }
}
