package wadi.camel.fraud;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;

/**
 * CEL (the Common Expression Language) as rules may use it: declared variables and types, a boolean result, bounded size and
 * work. It reaches no Java class. The first use in a process costs about half a second.
 */
final class RuleLanguage {
  static final int LONGEST = 2000;
  static final int DEEPEST = 32;
  private static final int MOST_ITERATIONS = 1000;
  static final int LARGEST_REGEX = 1000;

  private final Cel cel;

  /** @param names what its rules may name */
  RuleLanguage(RuleNames names) {
    CelOptions options = CelOptions.current()
        .enableHeterogeneousNumericComparisons(true)
        .maxExpressionCodePointSize(LONGEST)
        .maxParseRecursionDepth(DEEPEST)
        .comprehensionMaxIterations(MOST_ITERATIONS)
        .maxRegexProgramSize(LARGEST_REGEX)
        .populateMacroCalls(true) // so that an explanation can write a part as people wrote it
        .build();
    cel = CelFactory.standardCelBuilder()
        .setOptions(options)
        .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
        .setTypeProvider(names)
        .addVar(RuleNames.TX, names.transaction())
        .addVar(RuleNames.VELOCITY, names.velocity())
        .addVar(RuleNames.LISTS, names.lists())
        .setResultType(SimpleType.BOOL)
        .build();
  }

  CelAbstractSyntaxTree compile(String expression) throws CelValidationException {
    return cel.compile(expression).getAst();
  }

  CelRuntime.Program program(CelAbstractSyntaxTree tree) throws CelEvaluationException {
    return cel.createProgram(tree);
  }
}
