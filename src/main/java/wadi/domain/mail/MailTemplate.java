package wadi.domain.mail;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The mails of the mentoring service, under the numbers they have at the provider. */
public enum MailTemplate {
  CONFIRMATION_TO_MENTOR(7),
  CONFIRMATION_TO_MENTORED(9),
  NOTIFY_SUBSCRIBED_USERS_NOT_SELECTED(10),
  NOTIFY_SUBSCRIBED_USERS_MENTORING_CANCELED(11),
  NOTIFY_MENTOR_OF_MENTORED_LEAVING(16);

  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("dd/MM/uuuu", Locale.ROOT);
  private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

  private final int number;

  MailTemplate(int number) {
    this.number = number;
  }

  /** The provider's id of the template. */
  public int number() {
    return number;
  }

  /** As our messages and the files in templates/email/ call it, such as confirmation-to-mentor. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The template of a number, if there is one. */
  public static Optional<MailTemplate> find(int number) {
    return Arrays.stream(values()).filter(template -> template.number == number).findFirst();
  }

  /** The template of a word, if there is one. */
  public static Optional<MailTemplate> find(String word) {
    return Arrays.stream(values()).filter(template -> template.word().equals(word)).findFirst();
  }

  /**
   * What its wording, here or at the provider, may use: exactly these.
   *
   * @param zone where the mentoring takes place; date and hour are those on its clocks
   */
  public Map<String, String> parameters(Mentoring mentoring, ZoneId zone) {
    LocalDateTime at = LocalDateTime.ofInstant(mentoring.at(), zone);
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("MENTOR_NAME", mentoring.mentorName());
    parameters.put("MENTORED_NAME", mentoring.mentoredName());
    parameters.put("MENTORING_DATE", DATE.format(at));
    parameters.put("MENTORING_HOUR", HOUR.format(at));
    switch (this) {
      case CONFIRMATION_TO_MENTOR -> parameters.put("MENTORED_ID", mentoring.mentoredId());
      case CONFIRMATION_TO_MENTORED, NOTIFY_SUBSCRIBED_USERS_MENTORING_CANCELED -> parameters.put("MENTOR_ID", mentoring.mentorId());
      case NOTIFY_MENTOR_OF_MENTORED_LEAVING -> parameters.put("MENTORING_DATE_LIMIT", DATE.format(at.minusDays(1)));
      case NOTIFY_SUBSCRIBED_USERS_NOT_SELECTED -> { }
    }
    return parameters;
  }
}
