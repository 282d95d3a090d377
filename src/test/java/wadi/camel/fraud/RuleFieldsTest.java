package wadi.camel.fraud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wadi.camel.files.Finding;
import wadi.camel.files.InvalidFiles;
import wadi.domain.fraud.Decision;
import wadi.domain.fraud.Reason;
import wadi.domain.fraud.Verdict;
import wadi.domain.intake.Card;

/** What rules can be written about: amounts in one currency, who and where the customer is, when; and when a rule is asked at all. */
class RuleFieldsTest {
  private static final Instant FRIDAY_EVENING = Instant.parse("2026-11-20T20:30:00Z");
  private static final List<Card> CARD = List.of(new Card("411111******1111", "411111", "1111", "Rx3kV0b1qJt8Yw2nZ5sLmA", true));
  private static final Map<String, Object> FULL = Map.of("payment", Map.of("amount", 100, "currency", "usd"), "channel", "WEB", "country", "in",
      "customer", Map.of("id", 4711, "email", "Some.Body@Example.com", "ip", "203.0.113.7", "timeZone", "Asia/Kolkata"));
  private static final String RULES = """
      thresholds: { review: 50, held: 100, critical: 200 }
      zone: Europe/London
      rates: rates.yaml
      lists: { some: lists/some.csv }
      rules:
        - id: one
          description: One
          when: "%s"
          score: 100
          reason: ONE
      """;

  @TempDir
  private Path folder;

  @BeforeEach
  void files() throws IOException {
    Files.createDirectories(folder.resolve("lists"));
    Files.writeString(folder.resolve("lists/some.csv"), "");
    Files.writeString(folder.resolve("rates.yaml"), "base: INR\nrates: { USD: 88.0, JPY: 0.5 }\n");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "has(tx.amount) && tx.amount == 8800.0", "has(tx.country) && tx.country == 'IN'", "has(tx.channel) && tx.channel == 'web'",
      "has(tx.customer.id) && tx.customer.id == '4711'", "has(tx.customer.email) && tx.customer.email == 'some.body@example.com'",
      "has(tx.customer.ip) && tx.customer.ip.startsWith('203.')", "tx.local.hour == 2 && tx.local.weekday == 6"})
  void a_field_is_there_in_the_form_rules_compare_it(String when) {
    assertThat(judge(RULES.formatted(when), FULL).score()).isEqualTo(100);
    assertThat(judge(RULES.formatted("!(" + when + ")"), Map.of()).score()).as("without it").isEqualTo(100);
  }

  @Test
  void an_amount_without_a_currency_is_in_the_base_currency_and_one_without_a_rate_is_missing() {
    String rules = RULES.formatted("has(tx.amount) && tx.amount == 100.0");
    assertThat(judge(rules, Map.of("payment", Map.of("amount", 100))).score()).isEqualTo(100);
    assertThat(judge(rules, Map.of("payment", Map.of("amount", 100, "currency", "INR"))).score()).isEqualTo(100);
    assertThat(judge(RULES.formatted("has(tx.amount) && tx.amount == 50.0"), Map.of("payment", Map.of("amount", 100), "order", Map.of("currency", "JPY"))).score())
        .isEqualTo(100);
    assertThat(judge(RULES.formatted("!has(tx.amount) && has(tx.payment.amount)"), Map.of("payment", Map.of("amount", 100, "currency", "XTS"))).score())
        .isEqualTo(100);
    assertThat(judge(rules.replace("rates: rates.yaml\n", ""), Map.of("payment", Map.of("amount", 100, "currency", "XTS"))).score())
        .as("without rates as it is sent").isEqualTo(100);
  }

  @Test
  void what_is_not_as_declared_is_missing_and_harms_nobody() {
    Map<String, Object> odd = Map.of("country", "India", "channel", List.of("web"), "customer", Map.of("id", Map.of(), "email", " ", "ip", 7, "timeZone", "Nowhere/Else"));
    assertThat(judge(RULES.formatted("has(tx.country) || has(tx.channel) || has(tx.customer.id) || has(tx.customer.email) || has(tx.customer.ip)"), odd).score()).isZero();
    assertThat(judge(RULES.formatted("tx.local.hour == 20"), odd).score()).as("the file's zone").isEqualTo(100);
  }

  @Test
  void customers_whose_long_numbers_look_the_same_once_masked_are_not_taken_for_one() {
    Map<String, Object> masked = Map.of("customer", Map.of("id", "102154******1234", "email", "102154******1234@example.com"));
    assertThat(judge(RULES.formatted("has(tx.customer.id) || has(tx.customer.email)"), masked).score()).isZero();
  }

  @Test
  void a_currency_that_is_no_code_is_taken_for_the_base_currency() {
    assertThat(judge(RULES.formatted("has(tx.amount) && tx.amount == 120.0"), Map.of("payment", Map.of("amount", 120, "currency", "Rs."))).score()).isEqualTo(100);
  }

  @Test
  void whether_the_zone_is_the_customers_own_can_be_asked() {
    String rules = RULES.formatted("has(tx.customer.zone)");
    assertThat(judge(rules, FULL).score()).isEqualTo(100);
    assertThat(judge(rules, Map.of("customer", Map.of("timeZone", "Nowhere/Else"))).score()).isZero();
  }

  @Test
  void what_another_wadi_would_not_read_is_refused_here() {
    String texts = RULES.formatted("1 == 1");
    assertThat(findings(texts.replace("description: One", "description: " + "x".repeat(201))).get(0).message()).isEqualTo("description is too long");
    assertThat(findings(texts.replace("id: one", "id: " + "x".repeat(65))).get(0).message()).isEqualTo("id is too long");
    assertThat(findings(texts.replace("reason: ONE", "reason: " + "X".repeat(65))).get(0).message()).isEqualTo("reason is too long");
    Verdict lines = judge(texts.replace("description: One", "description: |\n      One\n      of two lines"), FULL);
    assertThat(VerdictMember.read(VerdictMember.write(lines))).contains(lines);
  }

  @Test
  void a_rule_that_only_watches_decides_nothing() {
    Verdict verdict = judge(RULES.formatted("1 == 1").replace("score: 100", "score: 100\n    shadow: true"), FULL);
    assertThat(verdict.decision()).isEqualTo(Decision.CLEAN);
    assertThat(verdict.reasons()).isEmpty();
    assertThat(verdict.shadowReasons()).containsExactly(new Reason("ONE", "One", "one", 100));
  }

  @ParameterizedTest
  @CsvSource({"enabled-from: 2026-11-20, true", "enabled-from: 2026-11-21, false", "enabled-until: 2026-11-20T20:30, false", "enabled-until: 2026-11-20T20:31, true",
      "enabled-from: 2026-11-21T02:00+05:30, true", "enabled-from: 2026-11-20T20:31Z, false"})
  void a_rule_is_asked_from_and_until(String key, boolean asked) {
    assertThat(judge(RULES.formatted("1 == 1").replace("score: 100", "score: 100\n    " + key), FULL).score()).isEqualTo(asked ? 100 : 0);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "score: 100|score: 100\\n    enabled-from: tomorrow|10|enabled-from \"tomorrow\" is no day or time",
      "score: 100|score: 100\\n    enabled-from: 2026-02-30|10|enabled-from \"2026-02-30\" is no day or time",
      "score: 100|score: 100\\n    enabled-from: 2026-11-21\\n    enabled-until: 2026-11-21|11|enabled-until is not after enabled-from",
      "score: 100|score: 100\\n    shadow: no|10|shadow \"no\" is not in the right form",
      "zone: Europe/London|zone: Europe/Lodnon|2|zone \"Europe/Lodnon\" is not known",
      "rates: rates.yaml|rates: ../rates.yaml|3|rates \"../rates.yaml\" is not in the right form",
      "rates: rates.yaml|rates: none.yaml|3|rates: none.yaml cannot be read: NoSuchFileException"})
  void a_mistake_is_told_with_its_line(String shipped, String changed, int line, String message) {
    Finding finding = findings(RULES.formatted("1 == 1").replace(shipped, changed.replace("\\n", "\n"))).get(0);
    assertThat(finding.message()).isEqualTo(message);
    assertThat(finding.line()).isEqualTo(line);
    assertThat(finding.file()).endsWith("rules.yaml");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "base: inr|1|base \"inr\" is not in the right form", "base: INR\\nrates: { usd: 1 }|2|\"usd\" is no currency",
      "base: INR\\nrates: { INR: 1 }|2|INR is the base currency", "base: INR\\nrates:\\n  USD: much|3|the rate of USD is no usable number",
      "base: INR\\nrates:\\n  USD: 0|3|the rate of USD is no usable number", "base: INR\\nrates: 5|2|rates must be an object",
      "base: INR\\nrate: {}|2|unknown key \"rate\""})
  void a_mistake_in_the_rates_is_told_with_its_line(String rates, int line, String message) throws IOException {
    Files.writeString(folder.resolve("rates.yaml"), rates.replace("\\n", "\n"));
    assertThat(findings(RULES.formatted("1 == 1"))).anySatisfy(finding -> {
      assertThat(finding.message()).isEqualTo(message);
      assertThat(finding.line()).isEqualTo(line);
      assertThat(finding.file()).endsWith("rates.yaml");
    });
  }

  @Test
  void a_changed_rate_is_another_version() throws IOException {
    String before = book(RULES.formatted("1 == 1")).version();
    Files.writeString(folder.resolve("rates.yaml"), "base: INR\nrates: { USD: 88.5 }\n");
    assertThat(book(RULES.formatted("1 == 1")).version()).isNotEqualTo(before);
  }

  @Test
  void a_list_of_issuers_may_name_ranges() throws IOException {
    Files.writeString(folder.resolve("lists/some.csv"), "411000-411999,whole bank\n411050-411060,part of it\n400000\n");
    String rules = RULES.formatted("has(tx.card.bin) && tx.card.bin in lists.some");
    for (String bin : List.of("411000", "411055", "411111", "411999", "400000")) assertThat(judgeBin(rules, bin)).as(bin).isEqualTo(100);
    assertThat(judge(rules.replace("tx.card.bin", "tx.order.id"), Map.of("order", Map.of("id", 411055))).score()).as("no range elsewhere").isZero();
    for (String bin : List.of("410999", "412000", "400001")) assertThat(judgeBin(rules, bin)).as(bin).isZero();
    Files.writeString(folder.resolve("lists/some.csv"), "411999-411000\n");
    assertThat(findings(rules).get(0).message()).isEqualTo("an entry that tx.card.bin can never equal");
  }

  private int judgeBin(String rules, String bin) {
    return book(rules).check(Map.of(), List.of(new Card(bin + "******1111", bin, "1111", "Rx3kV0b1qJt8Yw2nZ5sLmA", true))).score();
  }

  private Verdict judge(String rules, Map<String, Object> transaction) {
    return book(rules).check(transaction, CARD, new Uncounted(), FRIDAY_EVENING);
  }

  private List<Finding> findings(String rules) {
    return catchThrowableOfType(InvalidFiles.class, () -> book(rules)).findings();
  }

  private RuleBook book(String rules) {
    return RuleBook.read(folder.resolve("rules.yaml").toString(), rules.getBytes(StandardCharsets.UTF_8));
  }
}
