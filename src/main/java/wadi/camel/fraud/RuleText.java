package wadi.camel.fraud;

import wadi.domain.fraud.Effect;
import wadi.domain.fraud.Reason;
import wadi.domain.fraud.Validity;

/** One rule as it is written, complete and of the right form; only its expression is still unproven. */
record RuleText(Effect effect, Reason reason, boolean shadow, Validity validity, Expression when) {}
