package wadi.domain.fraud.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import wadi.domain.intake.Card;
import wadi.domain.intake.CardNumbers;

class TransactionGeneratorTest {
  private static final Instant FROM = Instant.parse("2026-11-01T00:00:00Z");
  private static final Duration MONTH = Duration.ofDays(30);
  private static final Population PEOPLE = new Population(1, 1_000);

  @Test
  void the_same_seed_makes_the_same_transactions_and_another_one_others() {
    assertThat(rows(2_000, 0.02, 7)).isEqualTo(rows(2_000, 0.02, 7)).isNotEqualTo(rows(2_000, 0.02, 8));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 5, 10, 100, 9_999})
  void there_are_exactly_as_many_as_asked_for(long rows) {
    assertThat(rows(rows, 0.1, 3)).hasSize((int) rows);
  }

  @Test
  void they_are_in_order_of_time_and_within_it() {
    List<Instant> times = rows(20_000, 0.05, 1).stream().map(Labelled::at).toList();
    assertThat(times).isSorted();
    assertThat(times.get(0)).isBetween(FROM, FROM.plus(Duration.ofHours(1)));
    assertThat(times.get(times.size() - 1)).isBetween(FROM.plus(MONTH).minus(Duration.ofHours(1)), FROM.plus(MONTH).plus(Duration.ofDays(1)));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.02, 0.2, 0.5})
  void the_share_of_fraud_is_as_asked_for(double share) {
    long frauds = rows(20_000, share, 5).stream().filter(Labelled::fraud).count();
    assertThat(frauds).isBetween((long) (20_000 * share * 0.97) - 10, (long) (20_000 * share));
  }

  @Test
  void every_pattern_occurs_with_its_label() {
    List<Labelled> rows = rows(50_000, 0.02, 2);
    for (Pattern pattern : Pattern.values()) {
      assertThat(rows.stream().filter(row -> row.pattern().equals(pattern.word()))).as(pattern.word()).isNotEmpty()
          .allMatch(row -> row.fraud() == pattern.fraud());
    }
    assertThat(rows.stream().filter(row -> row.pattern().isEmpty())).hasSizeGreaterThan(40_000).noneMatch(Labelled::fraud);
  }

  @Test
  void every_card_number_has_a_right_check_digit() {
    List<Card> cards = rows(5_000, 0.2, 4).stream().flatMap(row -> CardNumbers.mask(row.transaction(), digits -> "").cards().stream()).toList();
    assertThat(cards).hasSizeGreaterThan(4_000).allMatch(Card::luhn);
  }

  @ParameterizedTest
  @EnumSource(Pattern.class)
  void a_group_has_the_size_it_was_given(Pattern pattern) {
    for (int size = pattern.fewest(); size < pattern.fewest() + 5; size++) {
      assertThat(group(pattern, size, size)).hasSize(size + pattern.everyday());
    }
  }

  @Test
  void a_burst_is_one_card_within_minutes_and_card_testing_many_cards_with_tiny_amounts() {
    for (int seed = 0; seed < 50; seed++) {
      List<Labelled> burst = group(Pattern.BURST, 10, seed);
      assertThat(cards(burst)).hasSize(1);
      assertThat(Duration.between(burst.get(0).at(), burst.get(9).at())).isLessThan(Duration.ofMinutes(40));
      List<Labelled> testing = group(Pattern.CARD_TESTING, 20, seed);
      assertThat(cards(testing)).hasSizeGreaterThan(18);
      assertThat(testing).allMatch(row -> rupees(row) <= 151);
      Set<Object> shown = testing.stream().flatMap(row -> Stream.of(who(row, "id"), who(row, "email"), who(row, "ip"))).collect(Collectors.toSet());
      assertThat(shown).as("something stays the same").hasSizeLessThan(3 * 20 - 15);
    }
  }

  @Test
  void a_thief_is_abroad_before_a_plane_could_be_and_a_traveller_is_not() {
    for (int seed = 0; seed < 50; seed++) {
      List<Labelled> impossible = group(Pattern.IMPOSSIBLE_TRAVEL, 3, seed);
      assertThat(impossible.get(0).fraud()).isFalse();
      assertThat(journey(impossible)).isLessThan(Duration.ofMinutes(90));
      assertThat(journey(group(Pattern.TRAVEL, 3, seed))).isGreaterThan(Duration.ofHours(4));
    }
  }

  @Test
  void it_remembers_a_small_part_of_what_it_makes() {
    TransactionGenerator generator = new TransactionGenerator(new Traffic(200_000, 0.02, FROM, MONTH), new Random(1));
    int most = 0;
    for (long i = 0; generator.hasNext(); i++) {
      generator.next();
      if (i % 100 == 0) most = Math.max(most, generator.remembers());
    }
    assertThat(most).isLessThan(200_000 / 25);
  }

  @Test
  void what_cannot_be_made_is_refused() {
    assertThatThrownBy(() -> new Traffic(0, 0.1, FROM, MONTH)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Traffic(1, 0.6, FROM, MONTH)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Traffic(1, 0.1, FROM, Duration.ofHours(2))).isInstanceOf(IllegalArgumentException.class);
  }

  private static List<Labelled> rows(long rows, double fraud, long seed) {
    List<Labelled> made = new ArrayList<>();
    new TransactionGenerator(new Traffic(rows, fraud, FROM, MONTH), new Random(seed)).forEachRemaining(made::add);
    return made;
  }

  private static List<Labelled> group(Pattern pattern, int size, long seed) {
    return new Plan.Group(pattern, FROM, size, seed).play(PEOPLE);
  }

  private static Set<Object> cards(List<Labelled> rows) {
    return rows.stream().map(row -> ((Map<?, ?>) row.transaction().get("payment")).get("card").toString()).collect(Collectors.toCollection(HashSet::new));
  }

  private static Object who(Labelled row, String name) {
    Object value = ((Map<?, ?>) row.transaction().get("customer")).get(name);
    return value == null ? "" : value;
  }

  private static double rupees(Labelled row) {
    Map<?, ?> payment = (Map<?, ?>) row.transaction().get("payment");
    Country country = Country.ALL.stream().filter(c -> c.code().equals(row.transaction().get("country"))).findFirst().orElseThrow();
    return ((BigDecimal) payment.get("amount")).doubleValue() * country.rupees();
  }

  /** From the last purchase at home to the first one abroad. */
  private static Duration journey(List<Labelled> rows) {
    assertThat(rows.get(0).transaction().get("country")).isNotEqualTo(rows.get(1).transaction().get("country"));
    return Duration.between(rows.get(0).at(), rows.get(1).at());
  }
}
