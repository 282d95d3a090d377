package wadi.camel.fraud;

import dev.cel.common.CelErrorCode;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import wadi.camel.files.Findings;

/** Tries a rule on sample transactions before it may judge real ones: what the compiler cannot see shows here. */
final class RuleTrial {
  private final CelRuntime.Program program;
  private final SampleTransactions samples;
  private final RuleNames names;
  private final RuleText rule;
  private final Findings findings;

  RuleTrial(CelRuntime.Program program, SampleTransactions samples, RuleNames names, RuleText rule, Findings findings) {
    this.program = program;
    this.samples = samples;
    this.names = names;
    this.rule = rule;
    this.findings = findings;
  }

  /** Whether it says true or false about every sample; the first failure is a finding. */
  boolean passes() {
    for (Map<String, Object> sample : samples) {
      try {
        if (!(program.eval(sample) instanceof Boolean)) return refuse("does not say true or false", "");
      } catch (CelEvaluationException failed) {
        return refuse(withoutPlace(failed.getMessage()), hint(failed, sample));
      }
    }
    return true;
  }

  private boolean refuse(String message, String hint) {
    findings.add(rule.when().when().line(), "when: fails on a sample transaction: " + message, hint);
    return false;
  }

  private static String withoutPlace(String message) {
    int at = message.startsWith("evaluation error at") ? message.indexOf(": ") : -1;
    return at < 0 ? message : message.substring(at + 2);
  }

  private String hint(CelEvaluationException failed, Map<String, Object> sample) {
    if (failed.getErrorCode() == CelErrorCode.ATTRIBUTE_NOT_FOUND) {
      return missing(failed.getMessage(), sample).map(path -> "write has(" + path + ") && ...").orElse("ask has(...) first");
    }
    if (failed.getErrorCode() == CelErrorCode.ITERATION_BUDGET_EXCEEDED) return "it is too large: shorten its lists";
    return "guard it so that it holds for every transaction";
  }

  /** The path whose key the message names: one the sample lacks, and the rule spells out rather than only its last part. */
  private Optional<String> missing(String message, Map<String, Object> sample) {
    String expression = rule.when().text();
    return names.mentionedIn(expression).stream()
        .filter(path -> message.contains("'" + path.substring(path.lastIndexOf('.') + 1) + "'"))
        .filter(path -> !SampleTransactions.has(sample, path))
        .max(Comparator.comparing(expression::contains));
  }
}
