package wadi.domain.intake;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CardNumbersTest {
  private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  @Test
  void masks_the_card_of_the_documented_sample_although_its_check_digit_is_wrong() throws Exception {
    MaskedMessage masked = mask("""
        {"order": {"id": 1234, "name": "avengers 4 spoilers book", "cost": 123.00, "currency": "INR"},
         "paymentMethod": "amazonpay",
         "payment": {"card": 1234567887654321, "type": "wallet", "amount": 123.00, "currency": "INR"}}""");
    assertThat(JSON.writeValueAsString(masked.json())).isEqualTo("{\"order\":{\"id\":1234,\"name\":\"avengers 4 spoilers book\","
        + "\"cost\":123.00,\"currency\":\"INR\"},\"paymentMethod\":\"amazonpay\",\"payment\":{\"card\":\"123456******4321\","
        + "\"type\":\"wallet\",\"amount\":123.00,\"currency\":\"INR\"}}");
    assertThat(masked.cards()).containsExactly(new Card("123456******4321", "123456", "4321", "fp:1234567887654321", false));
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "1234567887654321", "1234567887654321.0", "1234567887654321.000", "1.234567887654321E15", "1234567887654321E0",
    "\"1234567887654321\"", "\"1234 5678 8765 4321\"", "\"1234-5678-8765-4321\"", "\" 1234x5678x8765x4321 \"",
    "[1234567887654321]", "{\"number\": 1234567887654321}", "{\"deep\": [{\"er\": \"1234567887654321\"}]}"})
  void masks_every_way_to_write_the_value_of_a_card_field(String value) throws Exception {
    MaskedMessage masked = mask("{\"payment\": {\"card\": " + value + "}}");
    assertThat(JSON.writeValueAsString(masked.json())).contains("123456******4321").doesNotContain("7887");
    assertThat(masked.cards()).extracting(Card::fingerprint).containsExactly("fp:1234567887654321");
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "card", "Card", "CARD", "cardNumber", "card_number", "card-no", "cardNo", "pan", "PAN", "userPan", "user_pan", "PANNumber",
    "panNumber", "creditCard", "debit_card", "accountNumber", "account_number", "acctNo", "ccNumber", "cards", "paymentCard"})
  void twelve_digits_are_a_card_below_a_name_that_says_so(String name) {
    assertThat(CardNumbers.mask(Map.of(name, 123456789012L), Object::toString).json()).isEqualTo(Map.of(name, "123456**9012"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"company", "panel", "japan", "PANDA", "expand", "discarded", "cardinality", "account", "id", "accent"})
  void twelve_digits_are_none_below_any_other_name(String name) {
    assertThat(CardNumbers.mask(Map.of(name, 123456789012L), Object::toString).json()).isEqualTo(Map.of(name, 123456789012L));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cvv", "CVV2", "cvc", "cardCvc", "securityCode", "security_code", "pin", "PIN", "track2", "magStripe"})
  void never_keeps_a_verification_code(String name) {
    assertThat(CardNumbers.mask(Map.of(name, 123), Object::toString).json()).isEqualTo(Map.of(name, "***"));
    assertThat(CardNumbers.mask(Map.of(name, List.of("4111111111111111")), Object::toString).json()).isEqualTo(Map.of(name, "***"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"pinCode", "spinning", "cvvResult", "opinion"})
  void keeps_what_only_sounds_like_a_verification_code(String name) {
    assertThat(CardNumbers.mask(Map.of(name, 400001), Object::toString).json()).isEqualTo(Map.of(name, 400001));
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "4111111111111111", "4111 1111 1111 1111", "4111-1111-1111-1111", "4111.1111.1111.1111", "4111/1111/1111/1111",
    "4111_1111_1111_1111", "4111, 1111, 1111, 1111", "4111 - 1111 - 1111 - 1111", "4111\t1111\n1111\r\n1111",
    "4111\u00A01111\u20111111\u20131111", "4111\u200B1111\u00AD1111\uFEFF1111", "4111\u22121111\u00B71111\u20221111",
    "\uFF14\uFF11\uFF11\uFF11 1111 1111 1111", "\u0664\u0661\u0661\u0661 1111 1111 1111",
    "\uD835\uDFD2\uD835\uDFCF\uD835\uDFCF\uD835\uDFCF111111111111", "4\uFE0F1\uFE0F11 1111 1111 1111", "4111\u00001111\uD8001111 1111",
    "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1"})
  void masks_every_way_to_write_a_card_in_free_text(String card) {
    assertThat(CardNumbers.maskText(card)).isEqualTo("411111******1111");
    assertThat(CardNumbers.maskText("paid by (" + card + "), thanks")).isEqualTo("paid by (411111******1111), thanks");
    assertThat(CardNumbers.mask(Map.of("note", card), Object::toString).cards()).extracting(Card::fingerprint).containsExactly("4111111111111111");
  }

  @Test
  void masks_runs_without_a_right_check_digit_but_lists_no_card_for_them() {
    MaskedMessage masked = CardNumbers.mask(Map.of("tracking", "4111111111111112"), Object::toString);
    assertThat(masked.json()).isEqualTo(Map.of("tracking", "411111******1112"));
    assertThat(masked.cards()).isEmpty();
  }

  @Test
  void masks_numbers_of_every_java_type() {
    List<Object> numbers = List.of(4111111111111111L, new BigInteger("4111111111111111"), new BigDecimal("4.111111111111111E+15"),
        4111111111111111.0, -4111111111111111L, new BigInteger("41111111111111111111"),
        new BigDecimal("4e15"));
    assertThat((List<?>) CardNumbers.mask(numbers, Object::toString).json()).isEqualTo(List.of("411111******1111", "411111******1111",
        "411111******1111", "411111******1111", "-411111******1111", "411111**********1111",
        "400000******0000"));
  }

  @Test
  void keeps_what_is_no_card() {
    Map<String, Object> message = ordered(
        entry("created", 1763660000000L), entry("half", new BigDecimal("1763660000000.5")), entry("createdText", "1763660000000"), entry("between", "1763660000000-1763660300000"),
        entry("at", "2026-11-20T12:38:00.123456789Z"), entry("local", "2026-11-20 12:38:00.000000-03:00"),
        entry("uuid", "550e8400-e29b-41d4-a716-446655440000"), entry("tail", "a716-446655440000"),
        entry("head", "2026-11-20-000123456ORD"), entry("beside", "550e8400-e29b-41d4-a716-446655440000 12"),
        entry("digits only", "id 12345678-1234-1234-1234-123456789012, 3 of 7"), entry("next", "12345678-1234-1234-1234-123456789012 123456789012"),
        entry("order", "ORD2026-11-20-000123456"),
        entry("phone", "+91 98765 43210"), entry("amount", new BigDecimal("123456789012.34")), entry("cost", 123.45),
        entry("tiny", 1.5E-300), entry("huge", 1E300), entry("id", 281474976710L), entry("yes", true), entry("none", List.of()));
    MaskedMessage masked = CardNumbers.mask(message, Object::toString);
    assertThat(masked.json()).isEqualTo(message);
    assertThat(masked.cards()).isEmpty();
  }

  @Test
  void keeps_dates_and_short_facts_in_a_card_object() {
    Map<String, Object> card = ordered(entry("expires", "12/2027"), entry("created", "2026-11-20T12:38:00Z"), entry("last4", "1111"),
        entry("holder", "A. N. Other"));
    assertThat(CardNumbers.mask(Map.of("card", card), Object::toString).json()).isEqualTo(Map.of("card", card));
  }

  @Test
  void a_group_that_touches_a_letter_is_masked_when_it_is_contiguous_or_printed_like_a_card() {
    assertThat(CardNumbers.maskText("xx4111111111111112yy")).isEqualTo("xx411111******1112yy");
    assertThat(CardNumbers.maskText("VISA4111 1111 1111 1111")).isEqualTo("VISA411111******1111");
    assertThat(CardNumbers.maskText("a12-4111111111111112-3b")).isEqualTo("a12-411111******1112-3b");
  }

  @Test
  void what_only_resembles_a_uuid_is_no_uuid() {
    assertThat(CardNumbers.maskText("9-12345678-1234-1234-1234-123456789012")).isEqualTo("9-12345678-1234-1234-1234-123456789012");
    assertThat(CardNumbers.maskText("912345678-1234-1234-1234-123456789012")).isEqualTo("912345***********************9012");
    assertThat(CardNumbers.maskText("12345678-1234-1234-1234-1234567890129")).isEqualTo("123456***********************0129");
  }

  @Test
  void a_card_that_overlaps_a_longer_run_shows_no_more_of_it() {
    assertThat(object(ordered(entry("card", "123456789012"), entry("note", "x: 1234567890123456"), entry("other", "1234 5678 9013"),
        entry("again", "1234:56789012")))).containsEntry("note", "x: 123456******3456").containsEntry("other", "1234 5678 9013")
        .containsEntry("again", "123456**9012");
  }

  @Test
  void a_card_counts_by_the_best_place_it_stands_in() {
    MaskedMessage masked = CardNumbers.mask(ordered(entry("note", "4111111111111111"), entry("card", 5500005555555559L),
        entry("payment", ordered(entry("card", ordered(entry("ref", "91x23x45:67x89x012"), entry("pan", 4111111111111111L)))))), Object::toString);
    assertThat(masked.cards()).extracting(Card::fingerprint).containsExactly("4111111111111111", "5500005555555559", "9123456789012");
  }

  @Test
  void a_known_card_is_masked_in_forms_that_would_otherwise_pass() {
    MaskedMessage masked = CardNumbers.mask(ordered(
        entry("note", "was 1234567890123, then 12/34:56/78;9.0123 and x1234-567890123"), entry("time", 1234567890123L),
        entry("fraction", new BigDecimal("12345678.90123")), entry("1234567890123", "key"), entry("card", "1234567890123")), Object::toString);
    assertThat(masked.json()).isEqualTo(ordered(
        entry("note", "was 123456***0123, then 123456***0123 and x123456***0123"), entry("time", "123456***0123"),
        entry("fraction", "123456***0123"), entry("123456***0123", "key"), entry("card", "123456***0123")));
    assertThat(masked.cards()).hasSize(1);
  }

  @Test
  void a_number_that_only_begins_like_a_known_card_stays() {
    assertThat(object(ordered(entry("card", "1234567890123"), entry("time", 1234567890124L), entry("again", "1234567:890123"))))
        .containsEntry("time", 1234567890124L).containsEntry("again", "123456***0123");
  }

  @Test
  void names_the_card_beside_its_expiry_date_or_beside_another() {
    assertThat(cards("4111111111111111 12/27")).containsExactly("4111111111111111");
    assertThat(cards("4111 1111 1111 1111 12/27")).containsExactly("4111111111111111");
    assertThat(cards("4111 1111 1111 1111, 5500 0055 5555 5559")).containsExactly("4111111111111111", "5500005555555559");
    assertThat(cards("4111 1111 1111 1111 18 27")).containsExactly("4111111111111111");
    assertThat(cards("6304 0000 0000 0000 000")).containsExactly("6304000000000000000");
    assertThat(CardNumbers.maskText("4111111111111111 011")).isEqualTo("411111*********1011");
    assertThat(CardNumbers.maskText("12, 4111111111111111, 30")).isEqualTo("12, 411111******1111, 30");
    assertThat(CardNumbers.maskText("4111 1111 1111 1111 12/27")).isEqualTo("411111**********1227");
  }

  @Test
  void masks_a_long_value_of_a_card_field_whatever_else_it_says() {
    assertThat(cardField("4111111111111111;name=Other;exp=12/27;id=7")).isEqualTo("411111******1111;name=Other;exp=12/27;id=7");
    assertThat(cardField("4111x1111x1111x1111 ref 123456789012")).isEqualTo("411111******************9012");
    assertThat(cardField("12345678901234567890")).isEqualTo("123456**********7890");
    assertThat(cardField("123456789012 or 210987654321")).isEqualTo("123456**9012 or 210987**4321");
  }

  @Test
  void the_payments_card_comes_first() {
    MaskedMessage masked = CardNumbers.mask(ordered(
        entry("note", "5500005555555559"), entry("accountNumber", "123456789012"), entry("oldCard", 6011000990139424L),
        entry("payment", ordered(entry("accountNumber", "210987654321"), entry("card", ordered(
            entry("id", "123123123123"), entry("number", 4111111111111111L)))))), Object::toString);
    assertThat(masked.cards()).extracting(Card::fingerprint).containsExactly("4111111111111111", "123123123123", "210987654321",
        "6011000990139424", "123456789012", "5500005555555559");
  }

  @Test
  void names_that_look_alike_once_masked_stay_apart() {
    Map<String, Object> masked = object(ordered(entry("4111111111111111", 1), entry("411111******1111", 2), entry("4111112222221111", 3)));
    assertThat(masked).isEqualTo(ordered(entry("411111******1111", 1), entry("411111******1111 (2)", 2), entry("411111******1111 (3)", 3)));
  }

  @Test
  void many_names_that_look_alike_cost_no_more_than_others() {
    Map<String, Object> message = new LinkedHashMap<>();
    for (int i = 0; i < 50_000; i++) message.put("411111%07d1111".formatted(i), i);
    assertThat(object(message)).hasSize(50_000).containsEntry("411111*******1111 (50000)", 49_999);
  }

  @Test
  void what_postgresql_refuses_in_a_text_is_replaced() {
    assertThat(object(ordered(entry("a\0", "\0x\uD800"), entry("a\uDC00", "\uDC00\uD83D\uDE00\uD83D")))).isEqualTo(
        ordered(entry("a\uFFFD", "\uFFFDx\uFFFD"), entry("a\uFFFD (2)", "\uFFFD\uD83D\uDE00\uFFFD")));
  }

  @Test
  void numbers_beyond_measure_are_refused_with_their_place() {
    for (Object number : List.of(new BigDecimal("1e400000000"), new BigDecimal("1e-400000000"), new BigDecimal("0e400000000"),
        new BigDecimal("1e1001"), new BigDecimal(BigInteger.ONE, Integer.MIN_VALUE), new BigDecimal(BigInteger.ONE, Integer.MAX_VALUE),
        new BigDecimal("0." + "9".repeat(2500)), new BigDecimal("1e-1001"), new BigInteger("9".repeat(1002)), Double.NaN, Float.NEGATIVE_INFINITY)) {
      Object message = Map.of("a/b~4111111111111111", List.of(1, Map.of("c", number)));
      assertThatThrownBy(() -> CardNumbers.mask(message, Object::toString)).isInstanceOf(UnusableNumber.class)
          .satisfies(error -> assertThat(((UnusableNumber) error).pointer()).isEqualTo("/a~1b~0411111******1111/1/c"));
    }
    List<Object> fine = List.of(new BigDecimal("1e1000"), new BigDecimal("1e-1000"));
    assertThat(CardNumbers.mask(fine, Object::toString).json()).isEqualTo(fine);
  }

  @Test
  void many_decimals_are_rounded_so_that_no_card_hides_in_them() {
    assertThat(CardNumbers.mask(List.of(0.1 + 0.2, new BigDecimal("0.4111111111111111"), 52.52000812345678), Object::toString).json())
        .isEqualTo(List.of(new BigDecimal("0.3"), new BigDecimal("0.411111111111"), new BigDecimal("52.5200081235")));
  }

  @Test
  void leaves_the_message_it_was_given_alone() {
    Map<String, Object> message = ordered(entry("card", 4111111111111111L), entry("list", List.of("4111111111111111")));
    Map<String, Object> before = new LinkedHashMap<>(message);
    CardNumbers.mask(message, Object::toString);
    assertThat(message).isEqualTo(before);
  }

  private static MaskedMessage mask(String json) throws Exception {
    return CardNumbers.mask(JSON.readValue(json, Object.class), digits -> "fp:" + digits);
  }

  private static List<String> cards(String note) {
    return CardNumbers.mask(Map.of("note", note), Object::toString).cards().stream().map(Card::fingerprint).toList();
  }

  private static Object cardField(String value) {
    return object(Map.of("card", value)).get("card");
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> object(Map<String, Object> message) {
    return (Map<String, Object>) CardNumbers.mask(message, Object::toString).json();
  }

  @SafeVarargs
  private static Map<String, Object> ordered(Map.Entry<String, ?>... fields) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (Map.Entry<String, ?> field : fields) map.put(field.getKey(), field.getValue());
    return map;
  }
}
