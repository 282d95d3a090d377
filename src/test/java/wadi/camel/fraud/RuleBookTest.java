package wadi.camel.fraud;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import wadi.domain.alerting.Severity;
import wadi.domain.fraud.Decision;
import wadi.domain.fraud.Effect;
import wadi.domain.fraud.Rates;
import wadi.domain.fraud.Reason;
import wadi.domain.fraud.Validity;
import wadi.domain.fraud.Verdict;
import wadi.domain.intake.Card;
import wadi.domain.intake.CardNumbers;
import wadi.domain.intake.MaskedMessage;

class RuleBookTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static RuleBook shipped;

  @BeforeAll
  static void load() {
    shipped = RuleBook.load(Path.of("routes/fraud/rules.yaml"));
  }

  @Test
  void the_documented_sample_is_clean() throws Exception {
    Verdict verdict = check("""
        {"order": {"id": 1234, "name": "avengers 4 spoilers book", "cost": 123.00, "currency": "INR"}, "paymentMethod": "amazonpay",
         "payment": {"card": 1234567887654321, "type": "wallet", "amount": 123.00, "currency": "INR"}}""");
    assertThat(verdict).isEqualTo(new Verdict(Decision.CLEAN, 0, List.of(), shipped.version()));
  }

  @ParameterizedTest
  @CsvSource({
    "-1,CLEAN,0,", "0,CLEAN,0,", "9999.99,CLEAN,0,", "10000,REVIEW,50,NOTABLE_AMOUNT", "19999.99,REVIEW,50,NOTABLE_AMOUNT",
    "20000,HELD,100,LARGE_AMOUNT", "25000,HELD,100,LARGE_AMOUNT", "99999.99,HELD,100,LARGE_AMOUNT",
    "100000,HELD,200,LARGE_AMOUNT VERY_LARGE_AMOUNT"})
  void the_shipped_rules_go_by_the_amount(String amount, Decision decision, int score, String codes) throws Exception {
    Verdict verdict = check("{\"payment\": {\"card\": 4111111111111111, \"amount\": " + amount + ", \"currency\": \"INR\"}}");
    assertThat(verdict.decision()).isEqualTo(decision);
    assertThat(verdict.score()).isEqualTo(score);
    assertThat(verdict.reasons()).extracting(Reason::code).containsExactly(codes == null ? new String[0] : codes.split(" "));
  }

  @Test
  void a_very_large_amount_is_critical_and_a_large_one_high() throws Exception {
    assertThat(shipped.thresholds().severity(check("{\"payment\": {\"amount\": 100000}}"))).contains(Severity.CRITICAL);
    assertThat(shipped.thresholds().severity(check("{\"payment\": {\"amount\": 25000}}"))).contains(Severity.HIGH);
  }

  @Test
  void a_reason_says_what_the_rule_says() throws Exception {
    assertThat(check("{\"payment\": {\"amount\": 25000}}").reasons()).contains(new Reason("LARGE_AMOUNT", "The amount is 20,000 or more", "large-amount", 100));
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "{}", "{\"payment\": null}", "{\"payment\": \"25000\"}", "{\"payment\": [{\"amount\": 25000}]}", "{\"payment\": 25000}", "{\"payment\": {}}",
    "{\"payment\": {\"amount\": null}}", "{\"payment\": {\"amount\": {}}}", "{\"payment\": {\"amount\": [25000]}}", "{\"payment\": {\"amount\": true}}",
    "{\"payment\": {\"amount\": \"\"}}", "{\"payment\": {\"amount\": \"1e999\"}}", "{\"payment\": {\"amount\": \"1e2147483647\"}}",
    "{\"payment\": {\"amount\": \"NaN\"}}", "{\"payment\": {\"amount\": \"Infinity\"}}", "{\"payment\": {\"amount\": \"0x10p3\"}}",
    "{\"payment\": {\"amount\": \"25,000.00\"}}", "{\"payment\": {\"amount\": \"25000 INR\"}}", "{\"payment\": {\"amount\": \"1*\"}}",
    "{\"order\": [], \"paymentMethod\": {}, \"payment\": {\"currency\": 5, \"type\": []}}"})
  void an_amount_nobody_can_read_is_for_review(String json) throws Exception {
    Verdict verdict = check(json);
    assertThat(verdict.decision()).isEqualTo(Decision.REVIEW);
    assertThat(verdict.score()).isEqualTo(50);
    assertThat(verdict.reasons()).extracting(Reason::code).contains("AMOUNT_UNKNOWN").isSubsetOf("AMOUNT_UNKNOWN", "CARD_UNKNOWN", "CURRENCY_UNKNOWN");
  }

  @ParameterizedTest
  @CsvSource({"{},CARD_UNKNOWN CURRENCY_UNKNOWN", "'{\"card\": 4111111111111111}',CURRENCY_UNKNOWN", "'{\"currency\": \"INR\"}',CARD_UNKNOWN",
    "'{\"card\": \"tok_1\", \"currency\": 356}',CARD_UNKNOWN CURRENCY_UNKNOWN", "'{\"card\": 4111111111111111, \"currency\": \"INR\"}',"})
  void a_missing_card_or_currency_is_noted_and_stops_nothing(String payment, String codes) throws Exception {
    Verdict verdict = check("{\"payment\": " + payment.replaceFirst("\\{", "{\"amount\": 123" + (payment.length() > 2 ? ", " : "")) + "}");
    assertThat(verdict.decision()).isEqualTo(Decision.CLEAN);
    assertThat(verdict.score()).isZero();
    assertThat(verdict.reasons()).extracting(Reason::code).containsExactly(codes == null ? new String[0] : codes.split(" "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"25000", "25000.00", "2.5e4", "\"25000.00\"", "\" 25000 \"", "\"2.5E4\"", "9000000000000", "\"9000000000000\"", "1e17"})
  void an_amount_counts_however_it_is_written(String amount) throws Exception {
    assertThat(check("{\"payment\": {\"amount\": " + amount + "}}").fraudulent()).isTrue();
  }

  @Test
  void an_amount_counts_whatever_java_made_of_it() {
    for (Object amount : List.of(25000, 25000L, 25000f, 25000d, new BigDecimal("25000.00"), new BigInteger("25000"), (short) 25000)) {
      assertThat(shipped.check(Map.of("payment", Map.of("amount", amount)), List.of()).score()).as("%s", amount.getClass()).isEqualTo(100);
    }
    for (Object amount : List.of(Double.NaN, Double.POSITIVE_INFINITY, new BigDecimal("1e400000000"))) {
      assertThat(shipped.check(Map.of("payment", Map.of("amount", amount)), List.of()).score()).as("%s", amount.getClass()).isEqualTo(50);
    }
  }

  @Test
  void a_rule_sees_every_declared_field() {
    Map<String, Object> transaction = Map.of("paymentMethod", " amazonpay ",
        "order", Map.of("id", 1234, "name", "book", "cost", "12.5", "currency", "INR"),
        "payment", Map.of("amount", 1, "currency", "EUR", "type", "wallet"));
    List<Card> cards = List.of(new Card("411111******1111", "411111", "1111", "abc", true), new Card("x", "999999", "0000", "z", false));
    for (String when : List.of(
        "has(tx.payment_method) && tx.payment_method == 'amazonpay'", "has(tx.order.id) && tx.order.id == '1234'",
        "has(tx.order.name) && tx.order.name == 'book'", "has(tx.order.cost) && tx.order.cost == 12.5",
        "has(tx.order.currency) && tx.order.currency == 'INR'", "has(tx.payment.amount) && tx.payment.amount == 1.0",
        "has(tx.payment.currency) && tx.payment.currency == 'EUR'", "has(tx.payment.type) && tx.payment.type == 'wallet'",
        "has(tx.card.bin) && tx.card.bin == '411111'", "has(tx.card.last_four) && tx.card.last_four == '1111'",
        "has(tx.card.fingerprint) && tx.card.fingerprint == 'abc'", "has(tx.card.luhn) && tx.card.luhn",
        "has(tx.payment.amount) && tx.payment.amount < 2", "has(tx.order.name) && tx.order.name.matches('^b[o]{2}k$')")) {
      assertThat(book(when).check(transaction, cards).score()).as(when).isEqualTo(70);
      assertThat(book(when).check(Map.of(), List.of()).score()).as(when).isZero();
    }
  }

  @Test
  void blank_texts_and_nulls_are_missing() {
    Map<String, Object> payment = new HashMap<>(Map.of("currency", "  "));
    payment.put("type", null);
    assertThat(book("has(tx.payment.currency) || has(tx.payment.type)").check(Map.of("payment", payment), List.of()).score()).isZero();
  }

  @Test
  void long_texts_are_cut_before_a_pattern_runs_over_them() {
    Map<String, Object> order = Map.of("name", "a".repeat(100_000));
    assertThat(book("has(tx.order.name) && size(tx.order.name) == 1000").check(Map.of("order", order), List.of()).score()).isEqualTo(70);
  }

  @Test
  void a_rule_that_fails_makes_somebody_look() throws Exception {
    RuleLanguage language = new RuleLanguage(new RuleNames(Map.of(), List.of()));
    Rule broken = new Rule(Effect.score(100), new Reason("X", "x", "broken", 100), false, Validity.ALWAYS, "1 / 0 == 1", language.program(language.compile("1 / 0 == 1")));
    RuleBook book = new RuleBook(List.of(broken, broken), shipped.thresholds(), List.of(), Map.of(), new TransactionFacts(Rates.NONE, ZoneOffset.UTC), "1");
    Verdict verdict = book.check(Map.of(), List.of());
    assertThat(verdict.decision()).isEqualTo(Decision.REVIEW);
    assertThat(verdict.score()).isEqualTo(50);
    assertThat(verdict.reasons()).containsOnly(new Reason("RULE_ERROR", "Rule broken could not be evaluated", "broken", 50)).hasSize(2);
  }

  @Test
  void the_version_is_that_of_the_files_content() {
    byte[] one = yaml("true").getBytes(StandardCharsets.UTF_8);
    byte[] other = yaml("false").getBytes(StandardCharsets.UTF_8);
    assertThat(RuleBook.read("a.yaml", one).version()).matches("[0-9a-f]{12}").isEqualTo(RuleBook.read("b.yaml", one).version())
        .isNotEqualTo(RuleBook.read("a.yaml", other).version());
  }

  @Test
  void many_threads_may_ask_one_book() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Boolean>> work = new ArrayList<>();
      for (int t = 0; t < 8; t++) work.add(() -> IntStream.range(0, 5_000).allMatch(RuleBookTest::rightFor));
      for (var right : threads.invokeAll(work)) assertThat(right.get()).isTrue();
    } finally {
      threads.shutdownNow();
    }
  }

  private static boolean rightFor(int i) {
    int score = i % 3 == 0 ? 0 : i % 3 == 1 ? 100 : 200;
    double amount = i % 3 == 0 ? 5 : i % 3 == 1 ? 30_000 : 300_000;
    return shipped.check(Map.of("payment", Map.of("amount", amount)), List.of()).score() == score;
  }

  private static Verdict check(String json) throws Exception {
    MaskedMessage masked = CardNumbers.mask(JSON.readValue(json, Object.class), digits -> "fingerprint");
    @SuppressWarnings("unchecked")
    Map<String, Object> transaction = (Map<String, Object>) masked.json();
    return shipped.check(transaction, masked.cards());
  }

  private static RuleBook book(String when) {
    return RuleBook.read("rules.yaml", yaml(when).getBytes(StandardCharsets.UTF_8));
  }

  private static String yaml(String when) {
    return String.join("\n", Arrays.asList("thresholds: { review: 50, held: 100, critical: 200 }", "rules:", "  - id: one",
        "    description: One", "    when: \"" + when + "\"", "    score: 70", "    reason: ONE"));
  }
}
