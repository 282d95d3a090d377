package wadi.runtime.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wadi.camel.fraud.Glimpse;
import wadi.camel.fraud.RuleBook;
import wadi.domain.fraud.Measure;
import wadi.domain.fraud.Window;
import wadi.platform.CardKey;
import wadi.platform.Settings;
import wadi.platform.ops.Unexplainable;
import wadi.platform.ports.Sighting;
import wadi.platform.ports.Velocity;
import wadi.platform.ports.VelocityUnavailable;
import wadi.runtime.Snapshot;

/** What would become of a message with the shipped files, and with others. */
class ExplainerTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final AtomicInteger COPIES = new AtomicInteger();

  @TempDir
  static Path folder;
  private static Explainer shipped;

  @BeforeAll
  static void build() {
    shipped = explainer(Path.of("").toAbsolutePath());
  }

  @AfterAll
  static void end() {
    shipped.close();
  }

  private static Explainer explainer(Path files) {
    return explainer(files, Glimpse.ofNothing());
  }

  private static Explainer explainer(Path files, Velocity velocity) {
    Snapshot snapshot = Snapshot.take(files, folder.resolve("copy-" + COPIES.incrementAndGet()));
    RuleBook rules = RuleBook.load(snapshot.folder().resolve("routes/fraud/rules.yaml"));
    return new Explainer(snapshot, Settings.load(snapshot.folder(), name -> null), CompletableFuture.completedFuture(rules),
        new Explainer.World(CardKey.forSpecs(), velocity, Clock.systemUTC(), List.of("a note")));
  }

  /** Other files than the shipped ones, in one place. */
  private static Path edited(String file, String from, String to) throws Exception {
    Path copy = Snapshot.take(Path.of("").toAbsolutePath(), folder.resolve("edited-" + COPIES.incrementAndGet())).folder();
    String text = Files.readString(copy.resolve(file));
    assertThat(text).contains(from);
    Files.writeString(copy.resolve(file), text.replace(from, to));
    return copy;
  }

  private static String transaction(String amount) {
    return """
        {"order": {"id": 7, "name": "shoes", "cost": 1.00, "currency": "INR"}, "paymentMethod": "card",
         "payment": {"card": 4111111111111111, "type": "visa", "amount": %s, "currency": "INR"}}""".formatted(amount);
  }

  private static JsonNode explained(Explainer by, String message) {
    Map<String, Object> explanation = by.explain(message);
    assertThat(Plain.write(explanation)).doesNotContain("4111111111111111");
    return JSON.valueToTree(explanation);
  }

  private static JsonNode branch(JsonNode explanation, String route, String id) {
    for (JsonNode pass : explanation.get("routes")) {
      for (JsonNode branch : pass.get("branches")) {
        if (pass.get("route").asText().equals(route) && branch.get("id").asText().equals(id)) {
          return branch;
        }
      }
    }
    throw new AssertionError("no " + id + " in " + explanation.get("routes"));
  }

  private static List<String> each(JsonNode list, String member) {
    List<String> all = new ArrayList<>();
    list.forEach(item -> all.add(item.get(member).asText()));
    return all;
  }

  @Test
  void a_held_transaction_is_followed_to_each_recipient() {
    JsonNode explanation = explained(shipped, transaction("25000.00"));

    assertThat(explanation.at("/transaction/payment/card").asText()).isEqualTo("411111******1111");
    assertThat(explanation.at("/verdict/decision").asText()).isEqualTo("held");
    assertThat(explanation.at("/alert/severity").asText()).isEqualTo("high");
    assertThat(each(explanation.get("routes"), "route")).containsSubsequence("accept-transaction", "check-fraud", "raise-alert", "route-alert", "deliver-email", "deliver-sms");
    JsonNode urgent = branch(explanation, "route-alert", "when-urgent");
    assertThat(urgent.get("taken").asBoolean()).isTrue();
    assertThat(urgent.get("when").asText()).isEqualTo("${variable.severity} in 'high,critical'");
    assertThat(urgent.at("/values/${variable.severity}").asText()).isEqualTo("high");
    assertThat(branch(explanation, "route-alert", "when-unknown").get("asked").asBoolean()).isFalse();
    assertThat(each(explanation.get("deliveries"), "channel")).containsExactly("email", "sms");
    assertThat(explanation.at("/deliveries/0/recipient").asText()).isEqualTo("fraud-desk@example.com");
    assertThat(explanation.at("/deliveries/0/severity").asText()).isEqualTo("high");
    assertThat(explanation.at("/deliveries/0/urgency").asInt()).isEqualTo(150);
    assertThat(explanation.at("/deliveries/0/subject").asText()).contains("25000.00 INR held");
    assertThat(explanation.at("/deliveries/1/text").asText()).contains("LARGE_AMOUNT", "411111******1111");
    assertThat(each(explanation.get("rules"), "id")).contains("blocked-card", "large-amount");
    assertThat(explanation.get("notes")).extracting(JsonNode::asText).containsExactly("a note");
  }

  @Test
  void one_to_review_is_mailed_with_a_low_alert_and_no_sms() {
    JsonNode explanation = explained(shipped, transaction("12000.00"));

    assertThat(explanation.at("/verdict/decision").asText()).isEqualTo("review");
    assertThat(explanation.at("/alert/severity").asText()).isEqualTo("low");
    assertThat(each(explanation.get("deliveries"), "recipient")).containsExactly("fraud-review@example.com");
    JsonNode urgent = branch(explanation, "route-alert", "when-urgent");
    assertThat(urgent.get("asked").asBoolean()).isTrue();
    assertThat(urgent.get("taken").asBoolean()).isFalse();
    assertThat(urgent.at("/values/${variable.severity}").asText()).isEqualTo("low");
    assertThat(branch(explanation, "route-alert", "none of them").get("taken").asBoolean()).isTrue();
  }

  @Test
  void a_clean_one_raises_no_alert() {
    JsonNode explanation = explained(shipped, transaction("100.00"));

    assertThat(explanation.at("/verdict/decision").asText()).isEqualTo("clean");
    assertThat(explanation.get("alert").isNull()).isTrue();
    assertThat(explanation.get("deliveries")).isEmpty();
    assertThat(branch(explanation, "accept-transaction", "when-sold").get("taken").asBoolean()).isTrue();
    assertThat(branch(explanation, "check-fraud", "when-remote").at("/values/{{fraud.mode}}").asText()).isEqualTo("rules");
  }

  @Test
  void an_alert_message_goes_on_from_where_alerts_come_in() {
    JsonNode explanation = explained(shipped, "{\"severity\": \"critical\", \"transactionID\": 244015407382528, \"paymentMethod\": \"4111111111111111\"}");

    assertThat(explanation.get("transaction").isNull()).isTrue();
    assertThat(explanation.get("verdict").isNull()).isTrue();
    assertThat(explanation.get("rules")).isEmpty();
    assertThat(explanation.at("/alert/severity").asText()).isEqualTo("critical");
    assertThat(each(explanation.get("deliveries"), "channel")).containsExactly("email", "sms");
    assertThat(each(explanation.get("routes"), "route")).doesNotContain("accept-transaction").contains("route-alert");
    assertThat(explanation.get("notes")).isEmpty();
  }

  @Test
  void an_alert_of_the_original_services_is_understood_too() {
    JsonNode explanation = explained(shipped, "{\"message\": {\"alertTypes\": [\"sms\", \"pigeon\"], \"message\": \"card 4111111111111111\"}}");

    assertThat(each(explanation.get("deliveries"), "channel")).containsExactly("sms");
    assertThat(explanation.get("notes")).extracting(JsonNode::asText).containsExactly("A message would be parked: there is no channel pigeon.");
  }

  @Test
  void another_when_of_route_alert_is_taken_as_it_is_edited() throws Exception {
    Path files = edited("routes/alerting/route-alert.camel.yaml", "\"${variable.severity} in 'high,critical'\"", "\"${variable.severity} == 'low'\"");
    try (Explainer edited = explainer(files)) {
      JsonNode held = explained(edited, transaction("25000.00"));
      assertThat(each(held.get("deliveries"), "channel")).containsExactly("email");
      assertThat(branch(held, "route-alert", "when-urgent").get("when").asText()).isEqualTo("${variable.severity} == 'low'");
      assertThat(branch(held, "route-alert", "when-urgent").get("taken").asBoolean()).isFalse();

      JsonNode review = explained(edited, transaction("12000.00"));
      assertThat(branch(review, "route-alert", "when-urgent").get("taken").asBoolean()).isTrue();
      assertThat(review.get("notes")).extracting(JsonNode::asText)
          .contains("A message would be parked: routes/alerting/recipients.yaml names nobody for low alerts over sms.");
    }
  }

  @Test
  void with_a_service_for_fraud_checks_it_says_that_it_was_not_asked_and_goes_by_the_rules() throws Exception {
    try (Explainer remote = explainer(edited("application.properties", "\nfraud.mode=rules\n", "\nfraud.mode=remote\n"))) {
      JsonNode explanation = explained(remote, transaction("25000.00"));

      assertThat(explanation.at("/verdict/reasons/0/code").asText()).isEqualTo("LARGE_AMOUNT");
      assertThat(explanation.at("/alert/severity").asText()).isEqualTo("high");
      assertThat(branch(explanation, "check-fraud", "when-remote").get("taken").asBoolean()).isTrue();
      assertThat(explanation.get("notes")).extracting(JsonNode::asText).anyMatch(note -> note.contains("would be asked, and was not"));
    }
  }

  @ParameterizedTest
  @CsvSource({"pass, clean", "review, review", "hold, held"})
  void with_a_service_for_fraud_checks_and_no_windows_the_property_says_what_the_rules_say(String otherwise, String decision) throws Exception {
    Path files = edited("application.properties", "\nfraud.mode=rules\n", "\nfraud.mode=remote\n");
    Path properties = files.resolve("application.properties");
    Files.writeString(properties, Files.readString(properties).replace("\nfraud.velocity.when-unavailable=pass\n", "\nfraud.velocity.when-unavailable=" + otherwise + "\n"));
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
    try (Explainer remote = explainer(files, away)) {
      JsonNode explanation = explained(remote, transaction("100.00"));

      assertThat(explanation.at("/verdict/decision").asText()).isEqualTo(decision);
      assertThat(each(explanation.at("/verdict/reasons"), "code")).containsExactly("VELOCITY_UNAVAILABLE");
    }
  }

  @Test
  void in_sample_mode_it_says_that_the_rules_are_not_asked() throws Exception {
    try (Explainer sample = explainer(edited("application.properties", "\nfraud.mode=rules\n", "\nfraud.mode=sample\n"))) {
      JsonNode explanation = explained(sample, transaction("25000.00"));

      assertThat(explanation.at("/verdict/rules").asText()).isEqualTo("sample");
      assertThat(explanation.get("alert").isNull()).isTrue();
      assertThat(explanation.get("notes")).extracting(JsonNode::asText).anyMatch(note -> note.startsWith("fraud.mode is sample"));
    }
  }

  @Test
  void the_same_message_is_explained_the_same_again_and_again() {
    JsonNode first = explained(shipped, transaction("25000.00"));
    for (int i = 0; i < 20; i++) {
      assertThat(explained(shipped, transaction("25000.00")).get("rules")).isEqualTo(first.get("rules"));
    }
    assertThat(explained(shipped, transaction("25000.00")).get("routes")).isEqualTo(first.get("routes"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      ''                                      | is empty
      [1]                                     | is no JSON object
      {"order": 1,                            | is not JSON at line 1, column
      {"severity": "low"} x                   | is not JSON at line 1, column
      {"severity": "low"} {}                  | behind the end of its JSON object
      {"colour": "red"}                       | is neither a transaction
      {"order": {}, "payment": {}}            | is not a transaction: /paymentMethod is required
      {"alertId": "x"}                        | is not an alert: /alertId must be a whole number
      {"order": 1, "payment": 1e99999}        | has a number that is out of range at /payment
      """)
  void what_is_neither_is_refused_in_words(String message, String words) {
    assertThatThrownBy(() -> shipped.explain(message)).isInstanceOf(Unexplainable.class).hasMessageContaining(words);
  }
}
