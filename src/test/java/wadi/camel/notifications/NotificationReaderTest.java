package wadi.camel.notifications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import wadi.camel.UnusableMessage;
import wadi.camel.intake.JsonReader;
import wadi.camel.wording.Wordings;
import wadi.domain.notifications.Notification.Callback;
import wadi.domain.notifications.NotificationRequest;
import wadi.domain.notifications.NotificationRequest.Recipient;
import wadi.domain.notifications.Reach;
import wadi.platform.Settings;
import wadi.platform.http.Problem;
import wadi.platform.webhooks.TargetCheck;

class NotificationReaderTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final ObjectMapper JSON = JsonReader.create(64, 1_000_000);
  private static final Wordings WORDINGS = Wordings.of(Stream.of("templates/email/parcel.subject.mustache", "templates/email/parcel.txt.mustache",
      "templates/email/parcel.html.mustache", "templates/sms/parcel.txt.mustache"));

  private static final TargetCheck TARGETS =
      TargetCheck.of(Settings.load(Path.of("").toAbsolutePath(), Map.of("WEBHOOKS_ALLOW", "a.example,b.example,shop.example")::get));

  private final NotificationReader reader = new NotificationReader(JSON, new RecipientReader(new PhoneNumbers("KE"), TARGETS, 1_000), WORDINGS);

  private NotificationRequest read(String message, Optional<String> key) throws IOException {
    return reader.read(JSON.readTree(message), new NotificationReader.Arrival(7, "shop", key, NOW));
  }

  private NotificationRequest read(String message) throws IOException {
    return read(message, Optional.empty());
  }

  private List<String> faults(String message) {
    UnusableMessage refusal = catchThrowableOfType(UnusableMessage.class, () -> read(message));
    assertThat(refusal).as(message).isNotNull();
    return refusal.errors().stream().map(fault -> fault.pointer() + " " + fault.detail()).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e2000", "1e131000", "1e999999999", "-1e301", "1e-20000", "0.1234567890123456789012345678901", "1234567890123456789012345678901"})
  void takes_no_number_that_would_fill_the_database(String number) {
    assertThat(faults("{\"recipients\": {\"sms\": [\"+447700900123\"]}, \"text\": \"a\", \"metadata\": {\"n\": " + number + "}}"))
        .containsExactly("/metadata/n has too many digits, or is too large or too small");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-7", "12345678901234.10", "1e300", "123456789012345678901234567890"})
  void takes_numbers_of_use(String number) throws IOException {
    assertThat(read("{\"recipients\": {\"sms\": [\"+447700900123\"]}, \"text\": \"a\", \"metadata\": {\"n\": " + number + "}}").metadata()).containsKey("n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"9999-01-01T00:00:00Z", "9999-12-31T23:59:59-12:00", "1969-12-31T23:59:59Z", "0000-01-01T00:00:00Z"})
  void a_time_that_no_calendar_of_ours_has_is_refused_for_its_year(String time) {
    assertThat(faults("{\"recipients\": {\"sms\": [\"+447700900123\"]}, \"text\": \"a\", \"expiresAt\": \"" + time + "\"}"))
        .containsExactly("/expiresAt must be in the years 1970 to 9998");
    assertThat(faults("{\"recipients\": {\"sms\": [\"+447700900123\"]}, \"text\": \"a\", \"notBefore\": \"" + time + "\"}"))
        .containsExactly("/notBefore must be in the years 1970 to 9998");
  }

  @Test
  void reads_everything_that_may_be_asked_for() throws IOException {
    NotificationRequest request = read("""
        {"recipients": {"sms": ["0700 987654"], "email": ["bia@bücher.example"], "push": ["token-1"], "webhook": ["https://a.example/x"],
          "slack": ["https://b.example/y"]}, "subject": "Hi 🍲", "text": "مرحبا 👩‍👩‍👧", "html": "<b>Hi</b>", "priority": "high",
          "notBefore": "2026-03-01T15:00:00+03:00", "expiresAt": "2026-03-02T00:00:00Z", "data": {"a": "1"},
          "callback": {"url": "https://shop.example/cb", "events": "all"}, "metadata": {"order": "4711", "vip": true}}""", Optional.of("k-1"));
    assertThat(request.id()).isEqualTo(7);
    assertThat(request.client()).isEqualTo("shop");
    assertThat(request.key()).contains("k-1");
    assertThat(request.recipients()).containsExactly(new Recipient(Reach.SMS, "+254700987654"), new Recipient(Reach.EMAIL, "bia@bücher.example"),
        new Recipient(Reach.PUSH, "token-1"), new Recipient(Reach.WEBHOOK, "https://a.example/x"), new Recipient(Reach.SLACK, "https://b.example/y"));
    assertThat(request.words().text()).isEqualTo("مرحبا 👩‍👩‍👧");
    assertThat(request.words().subject()).isEqualTo("Hi 🍲");
    assertThat(request.urgency()).isEqualTo(150);
    assertThat(request.notBefore()).contains(NOW);
    assertThat(request.expiresAt()).contains(Instant.parse("2026-03-02T00:00:00Z"));
    assertThat(request.callback()).contains(new Callback("https://shop.example/cb", true));
    assertThat(request.metadata()).isEqualTo(Map.of("order", "4711", "vip", true));
  }

  @Test
  void takes_a_template_that_has_words_for_each_channel() throws IOException {
    NotificationRequest request = read("""
        {"recipients": {"sms": ["+447700900123"], "email": ["bia@example.com"]}, "template": "parcel", "parameters": {"n": 1, "items": ["a"]}, "priority": 255}""");
    assertThat(request.template()).contains("parcel");
    assertThat(request.parameters()).isEqualTo(Map.of("n", 1, "items", List.of("a")));
    assertThat(request.urgency()).isEqualTo(255);
    assertThat(request.callback()).isEmpty();
  }

  @Test
  void says_everything_that_is_wrong_at_once() {
    assertThat(faults("""
        {"recipients": {"sms": [], "fax": ["1"], "email": "a@example.com"}, "colour": 1, "priority": "urgent", "metadata": {"a": {}}, "callback": {"events": "some"}}"""))
        .containsExactlyInAnyOrder("/recipients/sms must not be empty", "/recipients/fax is not known here", "/recipients/email must be a list", "/colour is not known here",
            "/priority must be low, normal, high, critical or a whole number from 0 to 255", "/metadata/a must be a text or a number or true or false",
            "/callback/url is required", "/callback/events must be one of final, all", "/text is required");
    assertThat(faults("""
        {"recipients": {"sms": ["12", "+447700900123", "+44 7700 900123"], "email": ["nobody", "a@b@c", "x@faß.de"], "webhook": ["http://a.example", "https://u:p@a.example/"],
          "slack": ["https://a b/"]}, "text": " ", "notBefore": "tomorrow", "expiresAt": "2026-03-01T12:00:00Z", "callback": {"url": "file:///etc/passwd"}}"""))
        .containsExactlyInAnyOrder("/recipients/sms/0 is no telephone number, neither with plus and country code nor a local one of KE",
            "/recipients/sms/2 is the same as /recipients/sms/1", "/recipients/email/0 is no mail address", "/recipients/email/1 is no mail address",
            "/recipients/email/2 has a letter in its domain that mail systems read differently: write the domain in its xn-- form",
            "/recipients/webhook/0 the URL must begin with https://",
            "/recipients/webhook/1 the URL must have no user name or password before its host",
            "/recipients/slack/0 a URL is written in ASCII without blanks: a host with other letters as xn--..., other characters as %XX", "/text must not be blank", "/notBefore must be a time with its offset, such as 2026-03-01T12:00:00Z",
            "/expiresAt is over already", "/callback/url the URL must begin with https://", "/subject is required for mails");
  }

  static Stream<List<String>> hostile() {
    String sms = "{\"recipients\": {\"sms\": [\"+447700900123\"]}, ";
    return Stream.of(
        List.of("[]", " must be an object"),
        List.of("null", " must be an object"),
        List.of("\"text\"", " must be an object"),
        List.of("{\"text\": \"a\"}", "/recipients is required"),
        List.of(sms + "\"text\": null}", "/text must be a text"),
        List.of(sms + "\"text\": 7}", "/text must be a text"),
        List.of(sms + "\"text\": \"\"}", "/text must not be empty"),
        List.of(sms + "\"text\": \"a\\u0000b\"}", "/text has a character that no text has: U+0000 or half of a surrogate pair"),
        List.of(sms + "\"text\": \"a\\ud83d\"}", "/text has a character that no text has: U+0000 or half of a surrogate pair"),
        List.of(sms + "\"text\": \"a\", \"metadata\": {\"\\u0000\": 1}}", "/metadata has a member whose name has U+0000 or half of a surrogate pair"),
        List.of(sms + "\"text\": \"a\", \"metadata\": {\"a~/b\": []}}", "/metadata/a~0~1b must be a text or a number or true or false"),
        List.of(sms + "\"text\": \"a\", \"subject\": \"a\\nBcc: b@example.com\"}", "/subject must be one line"),
        List.of(sms + "\"text\": \"" + "x".repeat(1_601) + "\"}", "/text has 1,601 characters; for sms at most 1,600 are allowed"),
        List.of(sms + "\"text\": \"" + "x".repeat(100_001) + "\"}", "/text must have at most 100,000 characters"),
        List.of(sms + "\"text\": \"a\", \"priority\": 256}", "/priority must be low, normal, high, critical or a whole number from 0 to 255"),
        List.of(sms + "\"text\": \"a\", \"priority\": 1.5}", "/priority must be a text or a whole number"),
        List.of(sms + "\"text\": \"a\", \"priority\": -1}", "/priority must be low, normal, high, critical or a whole number from 0 to 255"),
        List.of(sms + "\"text\": \"a\", \"id\": \"a b\"}", "/id must be visible ASCII characters without blanks"),
        List.of(sms + "\"text\": \"a\", \"id\": \"\"}", "/id must be visible ASCII characters without blanks"),
        List.of(sms + "\"text\": \"a\", \"template\": \"parcel\"}", "/text must not stand beside a template, which has the words"),
        List.of(sms + "\"template\": \"../../etc/passwd\"}", "/template must be letters, digits, _ and -"),
        List.of(sms + "\"template\": \"nothing\"}", "/template has no words for sms"),
        List.of(sms + "\"text\": \"a\", \"parameters\": {}}", "/parameters is for a template, and there is none"),
        List.of(sms + "\"text\": \"a\", \"expiresAt\": \"2026-03-01T13:00:00Z\", \"notBefore\": \"2026-03-01T13:00:00Z\"}", "/expiresAt must be after notBefore"),
        List.of(sms + "\"text\": \"a\", \"expiresAt\": \"2026-03-01T13:00:00\"}", "/expiresAt must be a time with its offset, such as 2026-03-01T12:00:00Z"),
        List.of(sms + "\"text\": \"a\", \"expiresAt\": \"+999999999-12-31T23:59:59Z\"}", "/expiresAt must be in the years 1970 to 9998"),
        List.of("{\"recipients\": {}, \"text\": \"a\"}", "/recipients must not be empty"),
        List.of("{\"recipients\": {\"sms\": [7]}, \"text\": \"a\"}", "/recipients/sms/0 must be a text"),
        List.of("{\"recipients\": {\"push\": [\"a b\"]}, \"text\": \"a\"}", "/recipients/push/0 must be visible ASCII characters without blanks"),
        List.of("{\"recipients\": {\"email\": [\"a@example.com\", \"a@example.com\"]}, \"text\": \"a\", \"subject\": \"a\"}", "/recipients/email must name each only once"),
        List.of("{\"recipients\": {\"webhook\": [\"https://a.example/\"], \"slack\": [\"https://a.example/\"]}, \"text\": \"a\"}",
            "/recipients/slack/0 is the same as /recipients/webhook/0"),
        List.of("{\"recipients\": {\"email\": [\"a@example.com\\nBcc: b@example.com\"]}, \"text\": \"a\", \"subject\": \"a\"}", "/recipients/email/0 is no mail address"),
        List.of("{\"recipients\": {\"push\": [%s]}, \"text\": \"a\"}".formatted(many("t", 1_001)), "/recipients/push must have at most 1,000 entries"),
        List.of("{\"recipients\": {\"push\": [%s], \"sms\": [%s]}, \"text\": \"a\"}".formatted(many("t", 600), many("+4477009", 401)),
            "/recipients are 1,001; at most 1,000 are allowed"),
        List.of("{\"recipients\": {\"push\": [\"" + "x".repeat(2_049) + "\"]}, \"text\": \"a\"}", "/recipients/push/0 must have at most 2,048 characters"));
  }

  private static String many(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(n -> "\"%s%03d\"".formatted(prefix, n)).collect(Collectors.joining(","));
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void refuses_what_it_should_not_take(List<String> messageAndFault) {
    assertThat(faults(messageAndFault.get(0))).containsExactly(messageAndFault.get(1));
  }

  @Test
  void tells_a_hundred_faults_and_how_many_more_there_are() {
    assertThat(faults("{\"recipients\": {\"sms\": [%s]}, \"text\": \"a\"}".formatted(many("1", 201)))).hasSize(101)
        .last().asString().isEqualTo(" has 101 more faults");
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 1_600})
  void takes_texts_of_any_length_that_fits(int length) throws IOException {
    String emoji = "👩".repeat(length);
    assertThat(read("{\"recipients\": {\"sms\": [\"+447700900123\"]}, \"text\": \"%s\"}".formatted(emoji)).words().text()).isEqualTo(emoji);
  }

  @Test
  void knows_a_message_again_however_it_is_spaced() throws IOException {
    String message = "{\"recipients\": {\"sms\": [\"+447700900123\"]}, \"text\": \"a b\"}";
    assertThat(read(message).fingerprint()).isEqualTo(read(message.replace(": ", ":")).fingerprint()).hasSize(64)
        .isNotEqualTo(read(message.replace("a b", "a  b")).fingerprint());
  }

  @Test
  void takes_its_key_from_the_header_or_from_itself_but_not_two() throws IOException {
    String message = "{\"id\": \"k-1\", \"recipients\": {\"sms\": [\"+447700900123\"]}, \"text\": \"a\"}";
    assertThat(read(message).key()).contains("k-1");
    assertThat(read(message, Optional.of("k-1")).key()).contains("k-1");
    UnusableMessage refusal = catchThrowableOfType(UnusableMessage.class, () -> read(message, Optional.of("k-2")));
    assertThat(refusal.errors()).extracting(Problem.At::pointer).containsExactly("/id");
  }
}
