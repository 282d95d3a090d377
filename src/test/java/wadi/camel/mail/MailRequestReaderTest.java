package wadi.camel.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wadi.camel.UnusableMessage;
import wadi.domain.mail.MailRequest;
import wadi.domain.mail.PublisherClock;
import wadi.platform.http.Problem;

class MailRequestReaderTest {
  private static final ZoneId RECIFE = ZoneId.of("America/Recife");
  private static final String GOOD = """
      {"template": 7, "recipient": {"name": "Ana", "email": "ana@example.com"},
       "params": {"mentor_name": "Ana", "mentored_name": "Bia", "mentored_id": 7, "mentoring_datetime": "2026-11-20T15:38:00Z"}, "x": 1}""";

  private static MailRequest read(String json, ZoneId publisher, Integer priority) throws JsonProcessingException {
    return new MailRequestReader(RECIFE, new PublisherClock(publisher), List.of("brevo", "smtp")).read(new ObjectMapper().readValue(json, Object.class), Optional.ofNullable(priority));
  }

  private static MailRequest read(String json) throws JsonProcessingException {
    return read(json, ZoneOffset.UTC, null);
  }

  @Test
  void a_publisher_outside_of_utc_is_believed_its_own_clock_for_the_hour_and_for_the_expiry() throws JsonProcessingException {
    String original = GOOD.replace("\"params\"", "\"mail_params\"").replace("2026-11-20T15:38:00Z", "2026-11-20 09:38:00.000000-03:00");
    MailRequest utc = read(original);
    assertThat(utc.parameters()).containsEntry("MENTORING_HOUR", "09:38");
    assertThat(utc.expiresAt()).isEqualTo(Instant.parse("2026-11-20T12:38:00Z"));
    MailRequest recife = read(original, RECIFE, null);
    assertThat(recife.parameters()).containsEntry("MENTORING_HOUR", "12:38").containsEntry("MENTORED_ID", "7");
    assertThat(recife.expiresAt()).isEqualTo(Instant.parse("2026-11-20T15:38:00Z"));
  }

  @Test
  void the_time_of_a_request_of_ours_is_the_one_it_says() throws JsonProcessingException {
    assertThat(read(GOOD, RECIFE, null).expiresAt()).isEqualTo(Instant.parse("2026-11-20T15:38:00Z"));
  }

  @ParameterizedTest
  @CsvSource(nullValues = "none", value = {"none, none, 100", "none, 0, 0", "none, 255, 255", "low, 7, 50", "normal, none, 100", "high, none, 150", "critical, none, 200", "0, 9, 0", "255, none, 255"})
  void what_the_request_says_of_its_urgency_counts_more_than_what_the_broker_was_told(String said, Integer sentWith, int urgency) throws JsonProcessingException {
    String priority = said == null ? "null" : said.matches("\\d+") ? said : '"' + said + '"';
    assertThat(read(GOOD.replace("\"x\": 1", "\"priority\": " + priority), ZoneOffset.UTC, sentWith).urgency()).isEqualTo(urgency);
  }

  @Test
  void names_are_one_line() throws JsonProcessingException {
    MailRequest request = read(GOOD.replace("\"name\": \"Ana\"", "\"name\": \"Ana\\r\\nBcc: eve@example.com\\u0000\"").replace("\"Bia\"", "\" Bia\\u2028Lu \""));
    assertThat(request.name()).isEqualTo("Ana Bcc: eve@example.com");
    assertThat(request.parameters()).containsEntry("MENTORED_NAME", "Bia Lu");
  }

  @Test
  void an_expiry_can_be_earlier_than_the_mentoring_and_not_later() throws JsonProcessingException {
    assertThat(read(GOOD.replace("\"x\": 1", "\"expiresAt\": \"2026-11-20T12:00:00Z\"")).expiresAt()).isEqualTo(Instant.parse("2026-11-20T12:00:00Z"));
    assertThat(read(GOOD.replace("\"x\": 1", "\"expiresAt\": \"2026-12-20T12:00:00Z\"")).expiresAt()).isEqualTo(Instant.parse("2026-11-20T15:38:00Z"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '!', value = {
      "[] |  | must be a JSON object",
      "{} | /template | is required",
      "{} | /recipient | is required",
      "{} | /recipient/email | is required",
      "{} | /params | is required",
      "{} | /params/mentoring_datetime | is required",
      "{\"mail_params\": {}} | /mail_params/mentoring_datetime | is required",
      "{\"template\": 8} | /template | must be one of 7 (confirmation-to-mentor), 9 (confirmation-to-mentored),",
      "{\"template\": \"7\"} | /template | must be one of 7",
      "{\"template\": [7]} | /template | must be one of 7",
      "{\"recipient\": \"a@example.com\"} | /recipient | must be an object",
      "{\"recipient\": {\"email\": \"a@example.com\\nb@example.com\"}} | /recipient/email | must be one mail address",
      "{\"recipient\": {\"name\": {}}} | /recipient/name | must be a text",
      "{\"params\": {\"mentoring_datetime\": \"2026-11-20 12:38\"}} | /params/mentoring_datetime | must be a time with its offset",
      "{\"params\": {\"mentoring_datetime\": 1}} | /params/mentoring_datetime | must be a time with its offset",
      "{\"priority\": 256} | /priority | must be 0 to 255, or low",
      "{\"priority\": -1} | /priority | must be 0 to 255, or low",
      "{\"priority\": \"urgent\"} | /priority | must be 0 to 255, or low",
      "{\"requestId\": \"a b\"} | /requestId | must be a text of 1 to 200",
      "{\"requestId\": \"\"} | /requestId | must be a text of 1 to 200",
      "{\"expiresAt\": \"tomorrow\"} | /expiresAt | must be a time",
      "{\"notBefore\": \"tomorrow\"} | /notBefore | must be a time",
      "{\"provider\": \"pigeon\"} | /provider | must be one of brevo, smtp"})
  void what_is_wrong_is_told_with_its_place(String json, String pointer, String what) {
    UnusableMessage refused = catchThrowableOfType(UnusableMessage.class, () -> read(json));
    assertThat(refused.errors()).anySatisfy(at -> {
      assertThat(at.pointer()).isEqualTo(pointer == null ? "" : pointer);
      assertThat(at.detail()).startsWith(what);
    });
    assertThat(refused.what()).isEqualTo("not a mail request");
  }

  @Test
  void everything_that_is_wrong_is_told_together() {
    UnusableMessage refused = catchThrowableOfType(UnusableMessage.class, () -> read("{}"));
    assertThat(refused.errors()).extracting(Problem.At::pointer).containsExactly("/template", "/recipient", "/recipient/email", "/params", "/params/mentoring_datetime");
    assertThat(catchThrowableOfType(UnusableMessage.class, () -> read(GOOD.replace("\"Bia\"", '"' + "b".repeat(501) + '"'))).errors())
        .extracting(Problem.At::pointer).containsExactly("/params/mentored_name");
  }
}
