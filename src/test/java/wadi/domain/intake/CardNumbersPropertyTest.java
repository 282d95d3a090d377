package wadi.domain.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class CardNumbersPropertyTest {
  private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  @Property
  void no_card_survives_wherever_it_stands(@ForAll("cards") String card, @ForAll("written") String written) {
    String shape = written;
    for (Object message : places(card, spelled(card, shape))) assertHidden(message, card);
  }

  @Property
  void no_card_survives_any_separators(@ForAll("cards") String card, @ForAll("separated") List<String> separators) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < card.length(); i++) text.append(i == 0 ? "" : separators.get(i)).append(card.charAt(i));
    for (Object message : places(card, text.toString())) assertHidden(message, card);
  }

  @Property
  void a_card_of_the_payment_is_listed_first_and_hidden_in_every_other_form(
      @ForAll("cards") String card, @ForAll("anyNoise") List<String> noise) {
    StringBuilder text = new StringBuilder("see ");
    for (int i = 0; i < card.length(); i++) text.append(i == 0 ? "" : noise.get(i)).append(card.charAt(i));
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("note", text + " again");
    message.put("created", 1763660000000L);
    message.put("payment", Map.of("card", Map.of("number", card)));
    assertHidden(message, card);
    assertThat(CardNumbers.mask(message, digits -> digits).cards().get(0).fingerprint()).isEqualTo(card);
  }

  @Property
  void what_is_no_card_survives(
      @ForAll @LongRange(min = 1_000_000_000_000L, max = 1_999_999_999_999L) long millis,
      @ForAll @LongRange(min = -99_999_999_999L, max = 99_999_999_999L) long id,
      @ForAll("uuids") UUID uuid,
      @ForAll("amounts") BigDecimal amount) {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("created", millis);
    message.put("createdText", "at " + millis + ": done");
    message.put("id", id);
    message.put("uuid", uuid.toString());
    message.put("note", "see {" + uuid + "}, 42");
    message.put("cost", amount);
    message.put("costText", amount.toPlainString());
    message.put("costDouble", amount.doubleValue());
    MaskedMessage masked = CardNumbers.mask(message, digits -> digits);
    assertThat(masked.json()).isEqualTo(message);
    assertThat(masked.cards()).isEmpty();
  }

  @Property
  void masking_a_text_twice_changes_nothing_more(@ForAll String text, @ForAll("cards") String card) {
    String once = CardNumbers.maskText(text + card + text);
    assertThat(CardNumbers.maskText(once)).isEqualTo(once);
  }

  @Property
  void every_text_becomes_storable(@ForAll("broken") String text) {
    String masked = CardNumbers.maskText(text);
    assertThat(masked).doesNotContain("\0");
    assertThat(masked.codePoints().filter(c -> c >= 0xD800 && c <= 0xDFFF)).isEmpty();
  }

  @Property
  void an_object_keeps_its_number_of_fields(@ForAll("cards") String card, @ForAll @IntRange(min = 0, max = 9) int digit) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < 10; i++) object.put(card.substring(0, 8) + (digit + i) % 10 + card.substring(9), i);
    Map<?, ?> masked = (Map<?, ?>) CardNumbers.mask(object, digits -> digits).json();
    assertThat(new ArrayList<Object>(masked.values())).containsExactlyElementsOf(object.values());
  }

  private static void assertHidden(Object message, String card) {
    Object masked = CardNumbers.mask(message, digits -> "fingerprint").json();
    String json = json(masked);
    assertThat(json).doesNotContain(card);
    eachText(masked, text -> assertThat(text.replaceAll("[^0-9]", "")).as("%s in %s", card, json).doesNotContain(card));
    assertThat(json(read(json))).isEqualTo(json);
  }

  private static List<Object> places(String card, Object value) {
    List<Object> places = new ArrayList<>(List.of(value, Map.of("payment", Map.of("card", value)), Map.of("ref", value),
        List.of(1, List.of(Map.of("any", List.of(value)))), Map.of(value.toString(), 1), Map.of("card", Map.of(value.toString(), true)),
        Map.of("note", "paid with " + value + " ok"), Map.of("card", "Visa (" + value + ")")));
    places.add(Map.of("payment", Map.of("card", card), "message", "card x" + value + "y was declined", "ref", value));
    return places;
  }

  private static Object spelled(String card, String how) {
    return switch (how) {
      case "long" -> card.length() < 19 ? Long.valueOf(card) : new BigInteger(card);
      case "negative" -> new BigInteger(card).negate();
      case "decimal" -> new BigDecimal(card + ".0");
      case "scientific" -> new BigDecimal(new BigInteger(card).multiply(BigInteger.TEN), 1);
      case "spaced" -> card.replaceAll("(.{4})(?=.)", "$1 ");
      case "dashed" -> card.replaceAll("(.{4})(?=.)", "$1-");
      case "printed" -> card.replaceAll("^(.{4})(.{6})", "$1 $2 ");
      default -> card;
    };
  }

  private static void eachText(Object json, java.util.function.Consumer<String> check) {
    if (json instanceof Map<?, ?> map) {
      map.keySet().forEach(key -> check.accept(key.toString()));
      map.values().forEach(value -> eachText(value, check));
    } else if (json instanceof List<?> list) {
      list.forEach(value -> eachText(value, check));
    } else if (json != null) {
      check.accept(json instanceof BigDecimal decimal ? decimal.toPlainString() : json.toString());
    }
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static Object read(String json) {
    try {
      return JSON.readValue(json, Object.class);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  /** Numbers of 13 to 19 digits with a right check digit; those of 13 do not begin with 1, as those of issuers do not. */
  @Provide
  Arbitrary<String> cards() {
    Arbitrary<String> rest = Arbitraries.strings().numeric().ofMinLength(11).ofMaxLength(17);
    return Combinators.combine(Arbitraries.chars().range('2', '9'), rest).as((first, more) -> {
      String body = first + more;
      for (char check = '0'; ; check++) if (Luhn.holds(body + check)) return body + check;
    });
  }

  @Provide
  Arbitrary<String> written() {
    return Arbitraries.of("long", "negative", "decimal", "scientific", "text", "spaced", "dashed", "printed");
  }

  @Provide
  Arbitrary<List<String>> separated() {
    return Arbitraries.of("", "", "", " ", "-", ".", "/", "_", ",", "\t", "\n", "\u00A0", "\u2011", "\u2013", ", ", " - ", "\r\n")
        .list().ofSize(19);
  }

  @Provide
  Arbitrary<List<String>> anyNoise() {
    return Arbitraries.of("", "", " ", "x", ":", "| |", "\u20AC", "....", " and ").list().ofSize(19);
  }

  @Provide
  Arbitrary<UUID> uuids() {
    return Combinators.combine(Arbitraries.longs(), Arbitraries.longs()).as(UUID::new);
  }

  @Provide
  Arbitrary<BigDecimal> amounts() {
    return Arbitraries.bigDecimals().between(BigDecimal.ZERO, new BigDecimal("9999999999.99")).ofScale(2);
  }

  @Provide
  Arbitrary<String> broken() {
    Arbitrary<Character> odd = Arbitraries.of('\0', '\uD800', '\uDC00', '\uDFFF', '4', '1', ' ', '\u0664');
    return Arbitraries.oneOf(odd, Arbitraries.chars().all()).list().ofMaxSize(60)
        .map(chars -> chars.stream().map(String::valueOf).reduce("", String::concat));
  }
}
