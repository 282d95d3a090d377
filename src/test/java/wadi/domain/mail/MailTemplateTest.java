package wadi.domain.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailTemplateTest {
  private static final ZoneId RECIFE = ZoneId.of("America/Recife");
  private static final Mentoring MENTORING = new Mentoring("Ana", "5", "Bia", "7", Instant.parse("2026-11-20T15:38:00Z"));

  @ParameterizedTest
  @CsvSource({"7, confirmation-to-mentor, MENTORED_ID=7", "9, confirmation-to-mentored, MENTOR_ID=5", "10, notify-subscribed-users-not-selected,",
      "11, notify-subscribed-users-mentoring-canceled, MENTOR_ID=5", "16, notify-mentor-of-mentored-leaving, MENTORING_DATE_LIMIT=19/11/2026"})
  void each_has_its_number_its_word_and_exactly_its_parameters(int number, String word, String further) {
    MailTemplate template = MailTemplate.find(number).orElseThrow();
    assertThat(MailTemplate.find(word)).contains(template);
    assertThat(template.parameters(MENTORING, RECIFE).entrySet().stream().map(Object::toString))
        .containsExactlyElementsOf(Stream.of("MENTOR_NAME=Ana", "MENTORED_NAME=Bia", "MENTORING_DATE=20/11/2026", "MENTORING_HOUR=12:38", further)
            .filter(Objects::nonNull).toList());
  }

  @ParameterizedTest
  @EnumSource(MailTemplate.class)
  void each_has_its_wording(MailTemplate template) {
    for (String part : Set.of("subject", "txt", "html")) {
      assertThat(Path.of("templates/email/%s.%s.mustache".formatted(template.word(), part))).isRegularFile();
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 200", "1, 199", "199, 1", "200, 1", "201, 1", "-1, 201", "-55, 255", "-56, 255"})
  void the_mentorings_day_is_priority_200_and_each_day_before_it_one_less(int days, int priority) {
    LocalDate today = LocalDate.parse("2026-11-20");
    assertThat(MentoringPriority.of(today, today.plusDays(days))).isEqualTo(priority);
  }

  @Test
  void there_are_no_others() {
    assertThat(MailTemplate.values()).hasSize(5);
    assertThat(MailTemplate.find(8)).isEmpty();
    assertThat(MailTemplate.find("confirmation")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"2026-11-20 12:38:00.000000-03:00, 2026-11-20T12:38-03:00", "2026-11-20 12:38:00-03:00, 2026-11-20T12:38-03:00",
      "2026-11-20T15:38:00Z, 2026-11-20T15:38Z", "2026-11-20 12:38:00-02:19:36, 2026-11-20T12:38-02:19:36"})
  void times_are_read_as_producers_write_them(String text, OffsetDateTime time) {
    assertThat(WrittenTime.read(text)).contains(time);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "today", "2026-11-20", "2026-11-20 12:38:00", "2026-11-31 12:38:00-03:00", "20/11/2026 12:38", "+999999999-12-31T23:59:59-18:00",
      "0001-01-01T00:00:00Z", "2026-11-20T12:38:00-03:00[America/Recife]"})
  void what_is_no_time_with_an_offset_is_none(String text) {
    assertThat(WrittenTime.read(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a@example.com", "josé.ção@exemplo.com.br", "用户@例え.jp", "a+b@localhost", "o'neil@example.com"})
  void an_address_is_one_address(String text) {
    assertThat(MailAddress.isOne(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "@example.com", "a@", "a@b@c", "a@example.com, b@example.com", "Ana <a@example.com>", "a@example.com\r\nBcc: b@example.com",
      "a b@example.com", "a@exa mple.com", "\"a\"@example.com", "a@example.com\u0000", "a@ex\u2028ample.com", "a@ex\u00a0ample.com"})
  void what_is_more_or_less_than_an_address_is_none(String text) {
    assertThat(MailAddress.isOne(text)).isFalse();
    assertThat(MailAddress.isOne("a".repeat(250) + "@example.com")).isFalse();
  }
}
