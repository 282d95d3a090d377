package wadi.camel.mail;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import wadi.camel.UnusableMessage;
import wadi.domain.alerting.Severity;
import wadi.domain.mail.MailAddress;
import wadi.domain.mail.MailRequest;
import wadi.domain.mail.MailTemplate;
import wadi.domain.mail.Mentoring;
import wadi.domain.mail.PublisherClock;
import wadi.domain.mail.WrittenTime;

/**
 * Reads a mail request, ours or one of the original mail service: they differ in {@code mail_params}, whose time is one that
 * the original publisher wrote.
 */
final class MailRequestReader {
  private static final String PARAMS = "params";
  private static final String ORIGINAL_PARAMS = "mail_params";
  private static final String TIME = "mentoring_datetime";
  private static final String PROVIDER = "provider";
  private static final String TIME_WORDS = "a time with its offset, such as 2026-11-20T15:38:00-03:00";
  private static final int MOST_URGENT = 255;
  private static final int LONGEST_ID = 200;

  private final ZoneId zone;
  private final PublisherClock publisher;
  private final List<String> providers;

  /**
   * @param zone the mentorings'
   * @param publisher the clock of those who write {@code mail_params}
   * @param providers who can send mails
   */
  MailRequestReader(ZoneId zone, PublisherClock publisher, List<String> providers) {
    this.zone = zone;
    this.publisher = publisher;
    this.providers = providers;
  }

  /**
   * @param sentWith the priority the broker was told, if it was
   * @throws UnusableMessage with everything that is wrong with it
   */
  MailRequest read(Object body, Optional<Integer> sentWith) {
    MailMessage message = MailMessage.of(body);
    Optional<MailTemplate> template = message.required("template", templates(), MailRequestReader::template);
    MailMessage recipient = message.object("recipient");
    String name = recipient.line("name");
    Optional<String> address = recipient.required("email", "one mail address", MailRequestReader::address);
    boolean original = !message.has(PARAMS) && message.has(ORIGINAL_PARAMS);
    MailMessage given = message.object(original ? ORIGINAL_PARAMS : PARAMS);
    Optional<Mentoring> mentoring = mentoring(given, original);
    Optional<Integer> urgency = message.optional("priority", "0 to 255, or low, normal, high or critical", MailRequestReader::urgency);
    Optional<String> id = message.optional("requestId", "a text of 1 to " + LONGEST_ID + " visible characters", MailRequestReader::id);
    Optional<Instant> expiresAt = message.optional("expiresAt", TIME_WORDS, MailRequestReader::time).map(OffsetDateTime::toInstant);
    Optional<Instant> notBefore = message.optional("notBefore", TIME_WORDS, MailRequestReader::time).map(OffsetDateTime::toInstant);
    Optional<String> provider = message.optional(PROVIDER, "one of " + String.join(", ", providers), this::provider);
    message.refuse();
    return new MailRequest(id, template.orElseThrow(), name, address.orElseThrow(), urgency.or(() -> sentWith).orElse(Severity.NORMAL.urgency()),
        template.orElseThrow().parameters(mentoring.orElseThrow(), zone), MailRequest.expiry(mentoring.orElseThrow(), expiresAt), notBefore, provider);
  }

  private Optional<Mentoring> mentoring(MailMessage given, boolean original) {
    String mentor = given.line("mentor_name");
    String mentorId = given.line("mentor_id");
    String mentored = given.line("mentored_name");
    String mentoredId = given.line("mentored_id");
    return given.required(TIME, TIME_WORDS, MailRequestReader::time)
        .map(time -> new Mentoring(mentor, mentorId, mentored, mentoredId, original ? publisher.meant(time) : time.toInstant()));
  }

  private static String templates() {
    return "one of " + Arrays.stream(MailTemplate.values()).map(t -> t.number() + " (" + t.word() + ")").collect(Collectors.joining(", "));
  }

  private static Optional<MailTemplate> template(Object value) {
    return value instanceof Integer number ? MailTemplate.find(number) : value instanceof String word ? MailTemplate.find(word) : Optional.empty();
  }

  private static Optional<String> address(Object value) {
    return Stream.of(value).filter(String.class::isInstance).map(text -> ((String) text).strip()).filter(MailAddress::isOne).findFirst();
  }

  private static Optional<Integer> urgency(Object value) {
    if (value instanceof String word) {
      return Severity.find(word).map(Severity::urgency);
    }
    return value instanceof Integer number && number >= 0 && number <= MOST_URGENT ? Optional.of(number) : Optional.empty();
  }

  private static Optional<String> id(Object value) {
    String text = value instanceof String || value instanceof Integer || value instanceof Long ? value.toString() : "";
    return text.length() <= LONGEST_ID && text.matches("[\\p{Graph}&&\\p{ASCII}]+") ? Optional.of(text) : Optional.empty();
  }

  private static Optional<OffsetDateTime> time(Object value) {
    return value instanceof String text ? WrittenTime.read(text) : Optional.empty();
  }

  private Optional<String> provider(Object value) {
    return value instanceof String text && providers.contains(text) ? Optional.of(text) : Optional.empty();
  }
}
