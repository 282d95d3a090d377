package wadi.cli.send;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
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
import wadi.domain.mail.PublisherClock;
import wadi.domain.mail.WrittenTime;

/** What {@code wadi send} sends. */
class SamplesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ZoneId RECIFE = ZoneId.of("America/Recife");
  private static final Instant NOW = Instant.parse("2026-11-20T15:38:20Z");

  @Test
  void transactions_and_alerts_are_what_the_schemas_describe() throws IOException {
    assertValid("transaction", new SampleTransactions(500, 0.3, new Random(1)));
    assertValid("alert", new SampleAlerts(500, false, new Random(1)));
    assertValid("alertman-message", new SampleAlerts(500, true, new Random(1)));
    assertValid("mail-request", mails(500, false, ZoneOffset.UTC));
    assertValid("mail-service-message", mails(500, true, ZoneOffset.UTC));
    assertValid("notification", new SampleNotifications(500, new Random(1)));
  }

  private static SampleMails mails(long count, boolean original, ZoneId publisher) {
    return new SampleMails(count, original, RECIFE, new PublisherClock(publisher), NOW, new Random(1));
  }

  @ParameterizedTest
  @CsvSource({"UTC", "America/Recife", "Asia/Tokyo"})
  void mails_are_as_urgent_as_their_mentoring_is_near_and_the_formats_agree(String publisher) throws IOException {
    Iterator<Outgoing> originals = mails(500, true, ZoneId.of(publisher));
    Set<Integer> priorities = new HashSet<>();
    for (Iterator<Outgoing> ours = mails(500, false, ZoneId.of(publisher)); ours.hasNext();) {
      Outgoing mail = ours.next();
      Outgoing original = originals.next();
      priorities.add(mail.priority());
      assertThat(original.priority()).isEqualTo(mail.priority()).isEqualTo(JSON.readTree(mail.body()).get("priority").asInt());
      Instant at = Instant.parse(JSON.readTree(mail.body()).at("/params/mentoring_datetime").asText());
      assertThat(200 - mail.priority()).isEqualTo((int) ChronoUnit.DAYS.between(LocalDate.ofInstant(NOW, RECIFE), LocalDate.ofInstant(at, RECIFE)));
      String written = JSON.readTree(original.body()).at("/mail_params/mentoring_datetime").asText();
      assertThat(new PublisherClock(ZoneId.of(publisher)).meant(WrittenTime.read(written).orElseThrow())).isEqualTo(at);
    }
    assertThat(priorities).hasSizeGreaterThan(8);
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
