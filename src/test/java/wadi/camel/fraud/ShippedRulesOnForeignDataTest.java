package wadi.camel.fraud;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import wadi.camel.fraud.ForeignTransactions.Row;
import wadi.domain.fraud.Decision;
import wadi.domain.intake.CardNumbers;
import wadi.domain.intake.MaskedMessage;
import wadi.platform.CardKey;
import wadi.platform.CardKeys;
import wadi.platform.ports.Velocity;
import wadi.platform.velocity.InProcessVelocity;

/** The rules as they are shipped, on transactions neither they nor the generator were made for. */
class ShippedRulesOnForeignDataTest {
  /** Three times other people and other thieves. */
  private static final long[] SEEDS = {20261012, 7, 424242};
  private static final Map<String, Tally> BY_PATTERN = new TreeMap<>();

  @BeforeAll
  static void judge() throws IOException {
    RuleBook shipped = RuleBook.load(Path.of("routes/fraud/rules.yaml"));
    CardKey key = CardKeys.ofZeros();
    for (long seed : SEEDS) {
      Velocity velocity = new InProcessVelocity(100_000, new SimpleMeterRegistry());
      ForeignTransactions.of(seed).forEach(row -> {
        Decision decision = decide(shipped, row, velocity, key);
        BY_PATTERN.merge(row.label() + " " + row.pattern(), Tally.of(decision), Tally::plus);
        BY_PATTERN.merge(row.label(), Tally.of(decision), Tally::plus);
      });
    }
    Files.writeString(Path.of("target/fraud-foreign.txt"), table());
  }

  @Test
  void at_least_80_of_100_frauds_are_stopped_or_looked_at() {
    assertThat(BY_PATTERN.get("fraud").noticed()).as(table()).isGreaterThanOrEqualTo(0.8);
  }

  @Test
  void at_most_2_of_100_genuine_transactions_are_stopped_or_looked_at() {
    assertThat(BY_PATTERN.get("genuine").noticed()).as(table()).isLessThanOrEqualTo(0.02);
  }

  private static Decision decide(RuleBook rules, Row row, Velocity velocity, CardKey key) {
    MaskedMessage masked = CardNumbers.mask(row.transaction(), key::fingerprint);
    @SuppressWarnings("unchecked")
    Map<String, Object> transaction = (Map<String, Object>) masked.json();
    return rules.check(transaction, masked.cards(), velocity, row.at()).decision();
  }

  private static String table() {
    List<String> lines = new ArrayList<>(List.of(String.format("%-30s %6s %6s %6s %9s", "", "rows", "review", "held", "noticed")));
    BY_PATTERN.forEach((pattern, tally) -> lines.add(String.format(Locale.ROOT, "%-30s %6d %6d %6d %8.2f%%",
        pattern, tally.rows, tally.review, tally.held, 100 * tally.noticed())));
    return String.join("\n", lines) + "\n";
  }

  private record Tally(int rows, int review, int held) {
    static Tally of(Decision decision) {
      return new Tally(1, decision == Decision.REVIEW ? 1 : 0, decision == Decision.HELD ? 1 : 0);
    }

    Tally plus(Tally more) {
      return new Tally(rows + more.rows, review + more.review, held + more.held);
    }

    double noticed() {
      return (review + held) / (double) rows;
    }
  }
}
