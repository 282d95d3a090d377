package wadi.camel.fraud;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import wadi.domain.alerting.Severity;
import wadi.domain.fraud.Reason;
import wadi.domain.fraud.SampleScreening;
import wadi.domain.fraud.Verdict;
import wadi.domain.fraud.WhenUncounted;
import wadi.domain.intake.Card;
import wadi.platform.ports.Velocity;

/** Named in YAML as {@code screening}. */
public final class Screening {
  private static final int MOST_FOREIGN = 100;
  private static final String OTHER = "OTHER";

  private final Set<String> foreign = ConcurrentHashMap.newKeySet();
  private final CompletableFuture<RuleBook> rules;
  private final AtomicLong checks;
  private final Velocity velocity;
  private final Clock clock;
  private final LongSupplier stopwatch;
  private final WhenUncounted otherwise;

  /**
   * @param checks how many were checked so far in {@code sample} mode; belongs to the process
   * @param velocity what the windows of the rules hold; belongs to the process too
   * @param stopwatch nanoseconds since some time or other
   * @param otherwise what to do when the windows cannot be reached
   */
  public Screening(CompletableFuture<RuleBook> rules, AtomicLong checks, Velocity velocity, Clock clock, LongSupplier stopwatch, WhenUncounted otherwise) {
    this.rules = rules;
    this.checks = checks;
    this.velocity = velocity;
    this.clock = clock;
    this.stopwatch = stopwatch;
    this.otherwise = otherwise;
  }

  /** What the rules say of the transaction, which is counted in their windows, whatever they say. */
  @SuppressWarnings("unchecked")
  public Verdict byRules(@Body Map<String, Object> transaction) {
    return rules.join().check((Map<String, Object>) transaction.get("message"), (List<Card>) transaction.get("cards"), velocity, clock.instant(), otherwise);
  }

  /** Every tenth is fraud, as in the original service. */
  public Verdict bySample() {
    return SampleScreening.check(checks.incrementAndGet(), rules.join().thresholds());
  }

  /** What the stopwatch shows, for {@link #timed}. */
  public long now() {
    return stopwatch.getAsLong();
  }

  /** The verdict with how long it took, whoever gave it. */
  public Verdict timed(@Body Verdict verdict, @Variable("began") Long began) {
    return verdict.after(Duration.ofNanos(stopwatch.getAsLong() - began));
  }

  /** The reasons as a metric tells them apart. A service may make up codes: beyond the first hundred they are OTHER, so that series stay few. */
  public List<String> labels(@Body Verdict verdict) {
    return labels(verdict.reasons());
  }

  /** The same of the rules that only watch. */
  public List<String> shadowLabels(@Body Verdict verdict) {
    return labels(verdict.shadowReasons());
  }

  private List<String> labels(List<Reason> reasons) {
    return reasons.stream().map(Reason::code)
        .map(code -> foreign.contains(code) || rules.join().reasonCodes().contains(code) || foreign.size() < MOST_FOREIGN && foreign.add(code) ? code : OTHER).toList();
  }

  /** How bad an alert about this verdict is, by the thresholds of the rules. */
  public String severity(@Variable("verdict") Verdict verdict) {
    return rules.join().thresholds().severity(verdict).map(Severity::word)
        .orElseThrow(() -> new IllegalStateException("a clean transaction raises no alert"));
  }
}
