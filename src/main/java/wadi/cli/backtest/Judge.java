package wadi.cli.backtest;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import wadi.camel.fraud.RuleBook;
import wadi.domain.fraud.Verdict;
import wadi.platform.velocity.InProcessVelocity;

/** A rule book with windows of its own, which begin empty. */
public final class Judge {
  private final RuleBook book;
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final InProcessVelocity velocity;

  private Judge(RuleBook book, int mostKeys) {
    this.book = book;
    this.velocity = new InProcessVelocity(mostKeys, meters);
  }

  /**
   * @param mostKeys as fraud.velocity.max-keys
   * @throws wadi.camel.files.InvalidFiles with everything that is wrong in the rules
   */
  public static Judge of(Path rules, int mostKeys) {
    return new Judge(RuleBook.load(rules), mostKeys);
  }

  /** What the rules say, as if it were the time of the row. */
  Verdict judge(Row row) {
    long begun = System.nanoTime();
    Verdict verdict = book.check(row.message(), row.cards(), velocity, row.at());
    return verdict.after(Duration.ofNanos(System.nanoTime() - begun));
  }

  public String version() {
    return book.version();
  }

  /** How many keys its windows forgot although they still counted: then they count too little. */
  public long forgotten() {
    return (long) meters.counter("fraud_velocity_forgotten_total").count();
  }
}
