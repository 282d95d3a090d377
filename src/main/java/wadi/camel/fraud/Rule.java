package wadi.camel.fraud;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.Map;
import wadi.domain.fraud.Effect;
import wadi.domain.fraud.Reason;
import wadi.domain.fraud.Validity;

/**
 * A rule ready to judge; it may be asked by many threads at once.
 *
 * @param reason what it says when it matches, with its id
 * @param shadow whether it only watches
 * @param validity when it is asked
 * @param when its condition as people wrote it
 */
record Rule(Effect effect, Reason reason, boolean shadow, Validity validity, String when, CelRuntime.Program program) {
  enum Answer {
    MATCHES,
    MATCHES_NOT,
    FAILED
  }

  String id() {
    return reason.rule();
  }

  /** What it says: two rules of one id differ when their texts differ. */
  String text() {
    return effect + " " + reason + " " + shadow + " " + validity + " " + when;
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
