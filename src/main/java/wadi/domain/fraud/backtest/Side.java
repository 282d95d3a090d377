package wadi.domain.fraud.backtest;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import wadi.domain.fraud.Decision;
import wadi.domain.fraud.Reason;
import wadi.domain.fraud.Verdict;

/** What one rule book makes of the transactions. */
public final class Side {
  /** More kinds than anybody reads; further ones are counted together. */
  private static final int MOST_PATTERNS = 100;
  private static final String OTHERS = "(others)";
  private static final String RULE_ERROR = "RULE_ERROR";

  private final List<Outcomes> byLabel = new ArrayList<>();
  private final List<Map<String, Outcomes>> patterns = new ArrayList<>();
  private final Map<String, Hits> hits = new TreeMap<>();
  private final Map<String, Hits> shadowHits = new TreeMap<>();
  private final Durations took = new Durations();

  public Side() {
    for (int i = 0; i < Label.values().length; i++) {
      byLabel.add(new Outcomes());
      patterns.add(new TreeMap<>());
    }
  }

  void add(Label label, String pattern, Verdict verdict) {
    byLabel.get(label.ordinal()).add(verdict.decision());
    if (!pattern.isEmpty()) pattern(label, pattern).add(verdict.decision());
    verdict.reasons().forEach(reason -> count(hits, reason, label));
    verdict.shadowReasons().forEach(reason -> count(shadowHits, reason, label));
    took.add(verdict.took().toNanos());
  }

  private Outcomes pattern(Label label, String pattern) {
    Map<String, Outcomes> known = patterns.get(label.ordinal());
    return known.computeIfAbsent(known.size() < MOST_PATTERNS || known.containsKey(pattern) ? pattern : OTHERS, none -> new Outcomes());
  }

  private static void count(Map<String, Hits> hits, Reason reason, Label label) {
    Hits rule = hits.computeIfAbsent(reason.rule().isEmpty() ? "(" + reason.code() + ")" : reason.rule(), none -> new Hits());
    if (reason.code().equals(RULE_ERROR)) rule.addFailure();
    else rule.add(label);
  }

  /** Of those with this label. */
  public Outcomes outcomes(Label label) {
    return byLabel.get(label.ordinal());
  }

  /** Those with this label by pattern, each that has a name. */
  public Map<String, Outcomes> patterns(Label label) {
    return Collections.unmodifiableMap(patterns.get(label.ordinal()));
  }

  /** By rule; a reason of no rule stands as its code in brackets. */
  public Map<String, Hits> hits() {
    return Collections.unmodifiableMap(hits);
  }

  /** The same of rules that only watch. */
  public Map<String, Hits> shadowHits() {
    return Collections.unmodifiableMap(shadowHits);
  }

  public Durations took() {
    return took;
  }

  public long of(Decision decision) {
    return byLabel.stream().mapToLong(outcomes -> outcomes.of(decision)).sum();
  }
}
