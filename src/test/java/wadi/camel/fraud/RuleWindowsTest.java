package wadi.camel.fraud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import wadi.camel.files.Check;
import wadi.camel.files.Finding;
import wadi.camel.files.InvalidFiles;
import wadi.domain.fraud.Decision;
import wadi.domain.fraud.Measure;
import wadi.domain.fraud.Reason;
import wadi.domain.fraud.Verdict;
import wadi.domain.fraud.WhenUncounted;
import wadi.domain.fraud.Window;
import wadi.domain.intake.Card;
import wadi.platform.ports.Sighting;
import wadi.platform.ports.Velocity;
import wadi.platform.ports.VelocityUnavailable;
import wadi.platform.velocity.InProcessVelocity;

class RuleWindowsTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final List<Card> CARD = List.of(new Card("411111******1111", "411111", "1111", "Rx3kV0b1qJt8Yw2nZ5sLmA", true));
  private static final String GOOD = """
      thresholds: { review: 50, held: 100, critical: 200 }
      windows:
        card_10m: { key: card, of: 10m }
        card_1d: { key: card, of: 1d }
      rules:
        - id: fast
          description: Fast
          when: "has(velocity.card_10m.count) && velocity.card_10m.count > 3"
          score: 100
          reason: FAST
      """;

  private final Velocity velocity = new InProcessVelocity(1_000, new SimpleMeterRegistry());

  @Test
  void a_rule_counts_what_its_window_holds_the_transaction_itself_included() {
    RuleBook book = book(GOOD);
    assertThat(book.windows()).containsExactly(
        new Window("card_10m", Window.Key.CARD, Duration.ofMinutes(10)), new Window("card_1d", Window.Key.CARD, Duration.ofDays(1)));
    for (int i = 1; i <= 3; i++) assertThat(check(book, NOON.plusSeconds(i), 1).decision()).isEqualTo(Decision.CLEAN);
    assertThat(check(book, NOON.plusSeconds(4), 1).decision()).isEqualTo(Decision.HELD);
    assertThat(check(book, NOON.plusSeconds(599), 1).decision()).isEqualTo(Decision.HELD);
    assertThat(check(book, NOON.plusSeconds(604), 1).decision()).isEqualTo(Decision.CLEAN);
  }

  @Test
  void a_rule_sums_amounts_whatever_the_currency_and_passes_over_unreadable_ones() {
    RuleBook book = book(when("has(velocity.card_1d.sum) && velocity.card_1d.sum >= 500.0"));
    assertThat(check(book, NOON, Map.of("amount", 200, "currency", "INR")).score()).isZero();
    assertThat(check(book, NOON, Map.of("amount", "nothing")).score()).isZero();
    assertThat(check(book, NOON, Map.of("amount", -5_000)).score()).isZero();
    assertThat(check(book, NOON.plus(Duration.ofHours(23)), Map.of("amount", "300.00", "currency", "EUR")).score()).isEqualTo(100);
  }

  @Test
  void a_payment_without_a_card_is_in_no_window() {
    RuleBook book = book(when("!has(velocity.card_10m.count) && !has(velocity.card_1d.sum)"));
    assertThat(book.check(Map.of(), List.of(), velocity, NOON).score()).isEqualTo(100);
    assertThat(check(book, NOON, 1).score()).isZero();
    assertThat(velocity.since(book.windows().get(0))).contains(NOON);
  }

  @Test
  void a_new_book_goes_on_with_the_windows_it_did_not_change() {
    for (int i = 0; i < 3; i++) check(book(GOOD), NOON, 1);
    assertThat(check(book(GOOD.replace("Fast", "Faster")), NOON, 1).decision()).isEqualTo(Decision.HELD);
    assertThat(check(book(GOOD.replace("of: 10m", "of: 11m")), NOON, 1).decision()).isEqualTo(Decision.CLEAN);
  }

  @Test
  void asking_without_a_store_counts_nothing() {
    RuleBook book = book(when("has(velocity.card_10m.count) && velocity.card_10m.count == 1 && velocity.card_10m.sum == 7.0"));
    for (int i = 0; i < 2; i++) assertThat(book.check(Map.of("payment", Map.of("amount", 7)), CARD).score()).isEqualTo(100);
  }

  @Test
  void windows_of_which_nothing_is_known_are_missing() {
    Velocity silent = answering(List::of);
    assertThat(book(when("!has(velocity.card_10m.count)")).check(Map.of(), CARD, silent, NOON).score()).isEqualTo(100);
    assertThat(book(GOOD).check(Map.of(), CARD, silent, NOON).reasons()).isEmpty();
  }

  @Test
  void windows_that_cannot_be_counted_make_somebody_look() {
    Velocity broken = answering(() -> {
      throw new IllegalStateException("away");
    });
    Verdict verdict = book(GOOD).check(Map.of(), CARD, broken, NOON);
    assertThat(verdict.decision()).isEqualTo(Decision.REVIEW);
    assertThat(verdict.reasons()).containsExactly(new Reason("RULE_ERROR", "The windows of the rules could not be counted", "", 50));
  }

  @Test
  void windows_that_cannot_be_reached_are_noted_reviewed_or_held_as_configured() {
    Velocity away = answering(() -> {
      throw new VelocityUnavailable("away", null);
    });
    for (WhenUncounted otherwise : WhenUncounted.values()) {
      Verdict verdict = book(GOOD).check(Map.of(), CARD, away, NOON, otherwise);
      assertThat(verdict.decision()).isEqualTo(Map.of(WhenUncounted.PASS, Decision.CLEAN, WhenUncounted.REVIEW, Decision.REVIEW, WhenUncounted.HOLD, Decision.HELD).get(otherwise));
      assertThat(verdict.reasons()).containsExactly(new Reason("VELOCITY_UNAVAILABLE", "The velocity windows could not be reached", "", verdict.score()));
    }
    assertThat(book(GOOD).reasonCodes()).contains("VELOCITY_UNAVAILABLE");
    assertThat(book(when("true")).check(Map.of(), CARD, away, NOON, WhenUncounted.PASS).reasons()).extracting(Reason::code).containsExactly("VELOCITY_UNAVAILABLE", "FAST");
  }

  @Test
  void a_window_that_is_not_declared() {
    assertOne(when("has(velocity.card_5h.count) && 1 == 1"), 8, "when: undefined field 'card_5h' at column 24",
        "did you mean velocity.card_1d?; or declare it in this file under windows: card_5h: { key: card, of: 10m }");
    String none = when("velocity.card_10m.count > 3").replaceAll("(?m)^windows:\n.*\n.*\n", "");
    assertOne(none, 5, "when: undefined field 'card_10m' at column 20",
        "declare it in this file under windows: card_10m: { key: card, of: 10m }");
  }

  @Test
  void a_field_a_window_does_not_have() {
    assertOne(when("velocity.card_10m.cout > 3"), 8, "when: undefined field 'cout' at column 29", "did you mean velocity.card_10m.count?");
    assertOne(when("velocity.card_10m.average > 3"), 8, "when: undefined field 'average' at column 29",
        "there are velocity.card_10m.count, velocity.card_10m.sum");
    assertOne(when("velocity.card_10m > 3"), 8, "when: found no matching overload for '_>_' applied to '(Window, int)' at column 30",
        "name what to compare: velocity.card_10m.count");
    assertOne(when("has(velocity.card_10m.count) && velocity.card_10m.count > 'x'"), 8,
        "when: found no matching overload for '_>_' applied to '(int, string)' at column 68",
        "both sides must be of one kind: 20000.0 for an amount, 'INR' for a text");
  }

  @Test
  void a_payment_may_have_no_card() {
    String message = "when: fails on a sample transaction: key 'count' is not present in map.";
    assertOne(when("velocity.card_10m.count > 3"), 8, message, "write has(velocity.card_10m.count) && ...");
    assertOne(when("has(velocity.card_10m.count) && velocity.card_1d.count > 3"), 8, message, "write has(velocity.card_1d.count) && ...");
    assertOne(when("has(velocity.card_10m.count) && velocity.card_10m.count > 90 && tx.payment.amount > 5.0"), 8,
        message.replace("count", "amount"), "write has(tx.payment.amount) && ...");
    assertThat(book(when("has(velocity.card_10m.count) && velocity.card_10m.sum / double(velocity.card_10m.count) > 9.5"))).isNotNull();
  }

  @Test
  void a_window_of_a_wrong_form() {
    assertOne(GOOD.replace("card_1d:", "Card-1d:"), 4, "the name \"Card-1d\" of a window is not in the right form",
        "lower case with underscores, such as card_10m: { key: card, of: 10m }");
    assertOne(GOOD.replace("key: card, of: 1d", "key: crd, of: 1d"), 4, "key \"crd\" is nothing a window can count by", "did you mean card?");
    assertOne(GOOD.replace("key: card, of: 1d", "of: 1d"), 4, "window card_1d has no key", "it needs key, of");
    assertOne(GOOD.replace("{ key: card, of: 1d }", "1d"), 4, "window card_1d must be an object", "with the keys key, of");
    assertOne(GOOD.replace("of: 10m", "of: 10x"), 3, "of \"10x\" is no usable length of a window", "1m to 30d, in minutes (10m), hours (24h) or days (7d)");
    for (String of : List.of("30s", "31d", "0m", "10 minutes", "721h", "43201m", "99999999d", "-1d")) {
      assertOne(GOOD.replace("of: 1d", "of: " + of), 4, "of \"" + of + "\" is no usable length of a window",
          "1m to 30d, in minutes (10m), hours (24h) or days (7d)");
    }
    assertOne(GOOD.replace("  card_1d:", "  card_10m:"), 4, "\"card_10m\" stands twice", "the first is in line 3");
    assertOne(GOOD.replaceAll("(?m)^windows:\n.*\n.*\n", "windows: []\n").replaceAll("when: .*", "when: 1 == 1"), 2, "windows must be an object",
        "such as card_10m: { key: card, of: 10m }");
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 19; i++) many.append("  w").append(i).append(": { key: card, of: 1m }\n");
    assertOne(GOOD.replace("rules:\n", many + "rules:\n"), 3, "has 21 windows, which is too many", "at most 20");
  }

  private static Velocity answering(Supplier<List<Measure>> answer) {
    return new Velocity() {
      @Override
      public List<Measure> count(Instant at, List<Sighting> sightings) {
        return answer.get();
      }

      @Override
      public List<Measure> peek(Instant at, List<Sighting> sightings) {
        return answer.get();
      }

      @Override
      public Optional<Instant> since(Window window) {
        return Optional.empty();
      }
    };
  }

  private Verdict check(RuleBook book, Instant at, double amount) {
    return check(book, at, Map.of("amount", amount));
  }

  private Verdict check(RuleBook book, Instant at, Map<String, Object> payment) {
    return book.check(Map.of("payment", payment), CARD, velocity, at);
  }

  private static String when(String expression) {
    return GOOD.replace("has(velocity.card_10m.count) && velocity.card_10m.count > 3", expression);
  }

  private static RuleBook book(String yaml) {
    return RuleBook.read("rules.yaml", yaml.getBytes(StandardCharsets.UTF_8));
  }

  private static void assertOne(String yaml, int line, String message, String hint) {
    InvalidFiles error = catchThrowableOfType(InvalidFiles.class, () -> book(yaml));
    assertThat(error).as("no finding in %s", yaml).isNotNull();
    assertThat(error.findings()).containsExactly(new Finding(Check.RULES, "rules.yaml", line, message, hint));
  }
}
