package wadi.camel.fraud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wadi.domain.fraud.Decision;
import wadi.domain.fraud.Effect;
import wadi.domain.fraud.Measure;
import wadi.domain.fraud.Rates;
import wadi.domain.fraud.Reason;
import wadi.domain.fraud.Thresholds;
import wadi.domain.fraud.Validity;
import wadi.domain.fraud.WhenUncounted;
import wadi.domain.fraud.Window;
import wadi.domain.intake.Card;
import wadi.platform.ports.Sighting;
import wadi.platform.ports.Velocity;
import wadi.platform.ports.VelocityUnavailable;

/** Why a rule matches a transaction, or why not. */
class ExplanationTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final Card CARD = new Card("411111******1111", "411111", "1111", "abcdefghijklmnopqrstuv", true);
  private static final Map<String, Object> LARGE = Map.of("payment", Map.of("amount", 25000, "currency", "INR", "type", "visa"));

  @TempDir
  Path folder;

  @Test
  void a_rule_that_matches_says_which_parts_hold_and_the_values_it_saw() {
    Explanation.OfRule rule = only("has(tx.payment.amount) && tx.payment.amount >= 20000.0", LARGE);

    assertThat(rule.answer()).isEqualTo(Explanation.Answer.MATCHES);
    assertThat(rule.because()).containsExactly("has(tx.payment.amount)", "tx.payment.amount >= 20000.0");
    assertThat(rule.values()).containsExactly(entry("tx.payment.amount", 25000.0));
    assertThat(rule.effect()).isEqualTo("score 100");
  }

  @Test
  void one_that_does_not_match_names_the_first_part_that_is_false() {
    Explanation.OfRule rule = only("has(tx.payment.amount) && tx.payment.amount >= 20000.0 && tx.payment.amount < 22000.0 && tx.payment.amount < 3.0", LARGE);

    assertThat(rule.answer()).isEqualTo(Explanation.Answer.MATCHES_NOT);
    assertThat(rule.because()).containsExactly("tx.payment.amount < 22000.0");
  }

  @Test
  void a_field_that_is_missing_is_the_reason_and_has_no_value() {
    Explanation.OfRule rule = only("has(tx.payment.amount) && tx.payment.amount >= 20000.0", Map.of());

    assertThat(rule.because()).containsExactly("has(tx.payment.amount)");
    assertThat(rule.values()).containsEntry("tx.payment.amount", null);
  }

  @Test
  void of_several_choices_all_are_false_and_the_first_true_one_counts() {
    String choices = "has(tx.payment.type) && (tx.payment.type == 'wallet' || tx.payment.type == 'visa' || tx.payment.type == 'x')";

    assertThat(only(choices, LARGE).because()).containsExactly("has(tx.payment.type)", "tx.payment.type == \"visa\"");
    assertThat(only(choices.replace("visa", "card"), LARGE).because())
        .containsExactly("tx.payment.type == \"wallet\"", "tx.payment.type == \"card\"", "tx.payment.type == \"x\"");
  }

  @Test
  void a_question_to_a_list_stands_with_its_answer_and_not_with_the_list() throws Exception {
    Files.createDirectories(folder.resolve("lists"));
    Files.writeString(folder.resolve("lists/bins.csv"), "411111\n512345\n");
    Explanation.OfRule rule = only("has(tx.card.bin) && tx.card.bin in lists.bins", LARGE, List.of(CARD));

    assertThat(rule.values()).containsExactly(entry("tx.card.bin", "411111"), entry("tx.card.bin in lists.bins", true));
    assertThat(rule.toString()).doesNotContain("512345");
    assertThat(only("has(tx.card.bin) && tx.card.bin in lists.bins", LARGE).values()).containsEntry("tx.card.bin in lists.bins", null);
    assertThat(only("lists.bins.exists(bin, bin == '512345') && size(lists.bins) > 1", LARGE).values()).containsExactly(entry("lists.bins", "2 entries"));
  }

  @Test
  void windows_are_looked_at_and_not_counted() {
    List<String> asked = new ArrayList<>();
    Velocity velocity = new Velocity() {
      @Override
      public List<Measure> count(Instant at, List<Sighting> sightings) {
        throw new AssertionError("counted");
      }

      @Override
      public List<Measure> peek(Instant at, List<Sighting> sightings) {
        asked.add("peek");
        return List.of(new Measure(7, 175.5, 0));
      }

      @Override
      public Optional<Instant> since(Window window) {
        return Optional.empty();
      }
    };
    Explanation explanation = book("has(velocity.card_10m.count) && velocity.card_10m.count > 5 && velocity.card_10m.sum < 200.0").explain(LARGE, List.of(CARD), velocity, NOW, WhenUncounted.REVIEW);

    assertThat(explanation.rules().get(0).values()).containsExactly(entry("velocity.card_10m.count", 7L), entry("velocity.card_10m.sum", 175.5));
    assertThat(explanation.verdict().decision()).isEqualTo(Decision.HELD);
    assertThat(asked).as("verdict and values are of one look").hasSize(1);
  }

  @Test
  void when_the_windows_cannot_be_reached_their_values_are_missing_and_the_verdict_says_why() {
    Velocity away = new Velocity() {
      @Override
      public List<Measure> count(Instant at, List<Sighting> sightings) {
        throw new AssertionError("counted");
      }

      @Override
      public List<Measure> peek(Instant at, List<Sighting> sightings) {
        throw new VelocityUnavailable("away", null);
      }

      @Override
      public Optional<Instant> since(Window window) {
        return Optional.empty();
      }
    };
    Explanation explanation = book("has(velocity.card_10m.count) && velocity.card_10m.count > 5").explain(LARGE, List.of(CARD), away, NOW, WhenUncounted.REVIEW);

    assertThat(explanation.rules().get(0).values()).containsEntry("velocity.card_10m.count", null);
    assertThat(explanation.rules().get(0).because()).containsExactly("has(velocity.card_10m.count)");
    assertThat(explanation.verdict()).isEqualTo(book("has(velocity.card_10m.count) && velocity.card_10m.count > 5").check(LARGE, List.of(CARD), away(away), NOW));
  }

  /** What {@code check} sees of it. */
  private static Velocity away(Velocity away) {
    return new Glimpse(away);
  }

  @Test
  void a_rule_that_fails_says_which_part_and_how() throws Exception {
    RuleLanguage language = new RuleLanguage(new RuleNames(Map.of(), List.of()));
    String when = "tx.order.cost > 1.0 && 1 / 0 == 1";
    Rule broken = new Rule(Effect.score(100), new Reason("X", "x", "broken", 100), false, Validity.ALWAYS, when, language.program(language.compile(when)));
    RuleBook book = new RuleBook(List.of(broken), new Thresholds(50, 100, 200), List.of(), Map.of(), new TransactionFacts(Rates.NONE, ZoneOffset.UTC), "1");
    Explanation.OfRule rule = book.explain(Map.of("order", Map.of("cost", 5)), List.of(), new Uncounted(), NOW, WhenUncounted.REVIEW).rules().get(0);

    assertThat(rule.answer()).isEqualTo(Explanation.Answer.FAILED);
    assertThat(rule.because()).singleElement().asString().startsWith("1 / 0 == 1: ").contains("zero");
  }

  @Test
  void shadow_rules_and_those_not_enabled_now_are_there_too() {
    String rules = """
        thresholds: { review: 50, held: 100, critical: 200 }
        rules:
          - { id: watches, description: d, when: "has(tx.payment.amount)", score: 100, reason: A, shadow: true }
          - { id: was, description: d, when: "has(tx.payment.amount)", block: true, reason: B, enabled-until: 2026-11-21T12:00:00Z }
          - { id: is, description: d, when: "has(tx.payment.amount)", allow: true, reason: C, enabled-from: 2026-11-21T12:00:00Z }
        """;
    Explanation explanation = RuleBook.read(folder.resolve("rules.yaml").toString(), rules.getBytes(StandardCharsets.UTF_8)).explain(LARGE, List.of(), new Uncounted(), NOW, WhenUncounted.REVIEW);

    assertThat(explanation.rules()).extracting(Explanation.OfRule::answer, Explanation.OfRule::shadow, Explanation.OfRule::effect).containsExactly(
        tuple(Explanation.Answer.MATCHES, true, "score 100"),
        tuple(Explanation.Answer.NOT_ENABLED, false, "block"),
        tuple(Explanation.Answer.MATCHES, false, "allow"));
    assertThat(explanation.rules().get(1).because()).isEmpty();
    assertThat(explanation.verdict().decision()).isEqualTo(Decision.CLEAN);
    assertThat(explanation.verdict().shadowReasons()).extracting(Reason::rule).containsExactly("watches");
  }

  @Test
  void a_card_number_in_a_condition_is_masked() {
    Explanation.OfRule rule = only("has(tx.order.name) && tx.order.name == '4111111111111111'", Map.of("order", Map.of("name", "x")));

    assertThat(rule.toString()).contains("411111******1111").doesNotContain("4111111111111111");
  }

  private Explanation.OfRule only(String when, Map<String, Object> transaction) {
    return only(when, transaction, List.of());
  }

  private Explanation.OfRule only(String when, Map<String, Object> transaction, List<Card> cards) {
    Explanation explanation = book(when).explain(transaction, cards, new Uncounted(), NOW, WhenUncounted.REVIEW);
    assertThat(explanation.verdict()).isEqualTo(book(when).check(transaction, cards, new Uncounted(), NOW));
    return explanation.rules().get(0);
  }

  private RuleBook book(String when) {
    String rules = """
        thresholds: { review: 50, held: 100, critical: 200 }
        windows:
          card_10m: { key: card, of: 10m }
        lists: %s
        rules:
          - id: it
            description: d
            when: "%s"
            score: 100
            reason: IT
        """.formatted(Files.exists(folder.resolve("lists")) ? "{ bins: lists/bins.csv }" : "", when);
    return RuleBook.read(folder.resolve("rules.yaml").toString(), rules.getBytes(StandardCharsets.UTF_8));
  }
}
