package wadi.cli.send;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wadi.contracts.AsyncApi;
import wadi.domain.fraud.Decision;

/** What {@code wadi send} sends. */
class SamplesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void transactions_and_alerts_are_what_the_schemas_describe() throws IOException {
    assertValid("transaction", new SampleTransactions(500, 0.3, new Random(1)));
    assertValid("alert", new SampleAlerts(500, false, new Random(1)));
    assertValid("alertman-message", new SampleAlerts(500, true, new Random(1)));
  }

  @ParameterizedTest
  @CsvSource({"0,0", "0.05,50", "0.3,300", "1,1000"})
  void the_shipped_rules_hold_just_the_share_that_is_asked_for(double share, int large) throws IOException {
    List<Decision> decisions = read(new SampleTransactions(1_000, share, new Random())).stream().map(new ShippedRules()::decide).toList();
    assertThat(decisions).filteredOn(Decision.HELD::equals).hasSize(large);
    assertThat(decisions).filteredOn(Decision.CLEAN::equals).hasSize(1_000 - large);
  }

  @Test
  void cards_have_a_right_check_digit_and_are_many() {
    Set<String> cards = new HashSet<>();
    Random random = new Random();
    for (int i = 0; i < 1_000; i++) {
      String card = TestCards.next(random);
      cards.add(card);
      int sum = IntStream.range(0, 16).map(at -> (card.charAt(15 - at) - '0') * (1 + at % 2)).map(digit -> digit > 9 ? digit - 9 : digit).sum();
      assertThat(sum % 10).as(card).isZero();
    }
    assertThat(cards).hasSizeGreaterThan(990);
  }

  @Test
  void a_seed_repeats_the_contents_and_never_an_identity() throws IOException {
    assertThat(read(new SampleTransactions(50, 0.1, new Random(7)))).isEqualTo(read(new SampleTransactions(50, 0.1, new Random(7))))
        .isNotEqualTo(read(new SampleTransactions(50, 0.1, new Random(8))));
    Set<String> identities = new HashSet<>();
    for (int run = 0; run < 2; run++) {
      new SampleTransactions(50, 0.1, new Random(7)).forEachRemaining(message -> identities.add(message.identity()));
    }
    assertThat(identities).hasSize(100);
  }

  @Test
  void alerts_of_two_runs_are_other_alerts_with_numbers_that_every_reader_of_json_can_tell_apart() throws IOException {
    Set<Long> ids = new HashSet<>();
    for (int run = 0; run < 2; run++) {
      read(new SampleAlerts(50, false, new Random(7))).forEach(alert -> ids.add(alert.get("alertId").asLong()));
    }
    assertThat(ids).hasSize(100).allMatch(id -> id > 0 && id < 1L << 53);
  }

  private static void assertValid(String message, Iterator<Outgoing> samples) throws IOException {
    JsonSchema schema = AsyncApi.schema(message);
    for (JsonNode sample : read(samples)) {
      assertThat(schema.validate(sample)).as(sample.toString()).isEmpty();
    }
  }

  private static List<JsonNode> read(Iterator<Outgoing> samples) throws IOException {
    List<JsonNode> read = new ArrayList<>();
    while (samples.hasNext()) {
      read.add(JSON.readTree(samples.next().body()));
    }
    return read;
  }
}
