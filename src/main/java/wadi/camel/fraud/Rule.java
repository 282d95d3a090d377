package wadi.camel.fraud;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.Map;
import wadi.domain.fraud.Effect;
import wadi.domain.fraud.Reason;

/**
 * A rule ready to judge; it may be asked by many threads at once.
 *
 * @param when its condition as people wrote it
 */
record Rule(Effect effect, Reason reason, String when, CelRuntime.Program program) {
  String id() {
    return reason.rule();
  }

  enum Answer {
    MATCHES,
    MATCHES_NOT,
    FAILED
  }

  /** @param variables what {@link RuleNames} declares */
  Answer ask(Map<String, ?> variables) {
    try {
      Object answer = program.eval(variables);
      if (answer instanceof Boolean matches) return matches ? Answer.MATCHES : Answer.MATCHES_NOT;
      return Answer.FAILED;
    } catch (CelEvaluationException | RuntimeException failed) {
      return Answer.FAILED;
    }
  }
}
