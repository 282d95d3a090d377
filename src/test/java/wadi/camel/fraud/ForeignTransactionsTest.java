package wadi.camel.fraud;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import wadi.camel.fraud.ForeignTransactions.Row;
import wadi.domain.intake.CardNumbers;
import wadi.domain.intake.MaskedMessage;

class ForeignTransactionsTest {
  private static final List<Row> ROWS = ForeignTransactions.of(1).toList();
  private static final Map<String, Integer> RUPEES = Arrays.stream(Land.values())
      .collect(Collectors.toMap(land -> land.currency, land -> land.rupees, (a, b) -> a));

  @Test
  void the_same_seed_gives_the_same_rows_and_another_seed_others() {
    assertThat(ForeignTransactions.of(1).toList()).isEqualTo(ROWS);
    assertThat(ForeignTransactions.of(2).toList()).isNotEqualTo(ROWS);
  }

  @Test
  void rows_stand_by_time_and_are_of_ten_days() {
    Instant begin = ForeignTransactions.FIRST.atStartOfDay(ZoneOffset.UTC).toInstant();
    assertThat(ROWS).isSortedAccordingTo(Comparator.comparing(Row::at)).hasSizeBetween(27_000, 33_000);
    assertThat(ROWS.get(0).at()).isAfter(begin.minusSeconds(12 * 3_600));
    assertThat(ROWS.get(ROWS.size() - 1).at()).isBefore(begin.plusSeconds((ForeignTransactions.DAYS * 24 + 12) * 3_600));
  }

  @Test
  void about_one_in_fifty_is_fraud() {
    assertThat(ROWS).extracting(Row::label).containsOnly("fraud", "genuine");
    assertThat(ROWS.stream().filter(Row::fraud).count() / (double) ROWS.size()).isBetween(0.017, 0.024);
  }

  @Test
  void there_is_some_of_each_pattern_and_little_that_nobody_can_see() {
    Map<String, Long> fraud = patterns(true);
    assertThat(fraud).containsOnlyKeys("enumeration", "card-shuffle", "account-takeover", "structuring", "stolen-card-run",
        "gift-card-cash-out", "clone", "one-off");
    assertThat(fraud.values()).allMatch(rows -> rows >= 10);
    assertThat(fraud.get("one-off")).isLessThan(ROWS.stream().filter(Row::fraud).count() / 30);
    Map<String, Long> genuine = patterns(false);
    assertThat(genuine).containsOnlyKeys("habit", "family", "retry", "two-cards", "travel", "commuter", "office", "call-centre",
        "sale", "subscription", "reseller", "clone-victim");
    assertThat(genuine.values()).allMatch(rows -> rows >= 10);
  }

  @Test
  void amounts_are_as_in_a_shop() {
    List<Double> genuine = ROWS.stream().filter(row -> !row.fraud()).map(ForeignTransactionsTest::rupees).sorted().toList();
    assertThat(genuine.get(genuine.size() / 2)).isBetween(1_200.0, 1_800.0);
    assertThat(genuine.stream().filter(amount -> amount >= 10_000).count() / (double) genuine.size()).isBetween(0.002, 0.01);
    assertThat(genuine.get(genuine.size() - 1)).isBetween(30_000.0, 61_000.0);
    assertThat(ROWS).extracting(row -> section(row, "payment").get("currency").toString()).contains("INR", "USD", "GBP", "EUR");
    assertThat(ROWS.stream().filter(row -> section(row, "payment").get("currency").equals("INR")).count()).isGreaterThan(ROWS.size() * 3L / 4);
  }

  @Test
  void masking_finds_a_card_with_a_right_check_digit_and_changes_nothing_else() {
    int cards = 0;
    for (Row row : ROWS) {
      MaskedMessage masked = CardNumbers.mask(row.transaction(), Function.identity());
      Map<String, Object> expected = new HashMap<>(row.transaction());
      if (section(row, "payment").get("card") instanceof Long card) {
        cards++;
        assertThat(masked.cards()).as("%s", row).hasSize(1).allMatch(found -> found.luhn() && found.fingerprint().equals(card.toString()));
        Map<Object, Object> payment = new HashMap<>(section(row, "payment"));
        payment.put("card", masked.cards().get(0).masked());
        expected.put("payment", payment);
      }
      assertThat(masked.json()).isEqualTo(expected);
    }
    assertThat(cards).isBetween(ROWS.size() * 9 / 10, ROWS.size() - 100);
  }

  @Test
  void messages_have_the_shape_rules_know() {
    for (Row row : ROWS) {
      assertThat(row.transaction().keySet()).as("%s", row).isSubsetOf("order", "paymentMethod", "payment", "channel", "country", "customer")
          .contains("order", "paymentMethod", "payment", "channel");
      assertThat(row.transaction().get("channel")).isIn("web", "app", "pos", "phone");
      assertThat(row.transaction().getOrDefault("country", "IN").toString()).matches("[A-Z]{2}");
      assertThat((BigDecimal) section(row, "payment").get("amount")).isPositive().isEqualTo(section(row, "order").get("cost"));
      Map<?, ?> customer = section(row, "customer");
      if (row.fraud()) assertThat(customer.keySet().toString()).contains("id", "email", "ip");
      if (customer.get("ip") instanceof String ip) assertThat(ip).matches("(198\\.1[89]|100\\.64)\\.\\d{1,3}\\.\\d{1,3}");
    }
    assertThat(ROWS.stream().filter(row -> section(row, "customer").isEmpty()).count()).isGreaterThan(ROWS.size() / 50);
  }

  private static Map<String, Long> patterns(boolean fraud) {
    return ROWS.stream().filter(row -> row.fraud() == fraud).collect(Collectors.groupingBy(Row::pattern, Collectors.counting()));
  }

  private static double rupees(Row row) {
    Map<?, ?> payment = section(row, "payment");
    return ((BigDecimal) payment.get("amount")).doubleValue() * RUPEES.get(payment.get("currency"));
  }

  private static Map<?, ?> section(Row row, String name) {
    return (Map<?, ?>) row.transaction().getOrDefault(name, Map.of());
  }
}
