package wadi.cli.send;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.UUID;
import wadi.domain.mail.MailTemplate;
import wadi.domain.mail.MentoringPriority;
import wadi.domain.mail.PublisherClock;

/** Mail requests about mentorings of the next days, as the original publisher made them up; schemas/ describes both formats. */
public final class SampleMails implements Iterator<Outgoing> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String[] NAMES = {"Ana Souza", "Bia Lima", "Caio Nunes", "Davi Rocha", "Elisa Melo", "João Conceição", "Lia Araújo", "Zeca O'Neil"};
  private static final int MOST_DAYS = 10;
  private static final int MINUTES = 24 * 60;
  /** As Python writes a time. */
  private static final DateTimeFormatter ORIGINAL = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSSxxx", Locale.ROOT);

  private final Random random;
  private final long count;
  private final boolean original;
  private final ZoneId zone;
  private final PublisherClock publisher;
  private final Instant now;
  private long number;

  /**
   * @param original whether in the format of the original mail service
   * @param zone where the mentorings take place
   * @param publisher the clock of the original's publisher
   */
  public SampleMails(long count, boolean original, ZoneId zone, PublisherClock publisher, Instant now, Random random) {
    this.count = count;
    this.original = original;
    this.zone = zone;
    this.publisher = publisher;
    this.now = now;
    this.random = random;
  }

  @Override
  public boolean hasNext() {
    return number < count;
  }

  @Override
  public Outgoing next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    number++;
    MailTemplate template = MailTemplate.values()[random.nextInt(MailTemplate.values().length)];
    Instant at = now.truncatedTo(ChronoUnit.MINUTES).plus(1 + random.nextInt(MOST_DAYS * MINUTES), ChronoUnit.MINUTES);
    int priority = MentoringPriority.of(LocalDate.ofInstant(now, zone), LocalDate.ofInstant(at, zone));
    String identity = UUID.randomUUID().toString();
    Map<String, Object> mail = original ? original(template, at) : ours(template, at, priority, identity);
    try {
      return new Outgoing(identity, null, priority, JSON.writeValueAsBytes(mail));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private Map<String, Object> original(MailTemplate template, Instant at) {
    Map<String, Object> mail = new LinkedHashMap<>();
    people(mail, "mail_params", template, ORIGINAL.format(publisher.written(at, zone)));
    mail.put("template", template.number());
    return mail;
  }

  private Map<String, Object> ours(MailTemplate template, Instant at, int priority, String identity) {
    Map<String, Object> mail = new LinkedHashMap<>();
    mail.put("requestId", identity);
    mail.put("template", template.word());
    people(mail, "params", template, at.toString());
    mail.put("priority", priority);
    return mail;
  }

  private void people(Map<String, Object> mail, String params, MailTemplate template, String time) {
    String mentor = name();
    String mentored = name();
    boolean toMentor = template == MailTemplate.CONFIRMATION_TO_MENTOR || template == MailTemplate.NOTIFY_MENTOR_OF_MENTORED_LEAVING;
    Map<String, Object> about = new LinkedHashMap<>();
    about.put("mentor_name", mentor);
    about.put("mentoring_datetime", time);
    about.put("mentored_name", mentored);
    about.put("mentor_id", toMentor ? null : id());
    about.put("mentored_id", toMentor ? id() : null);
    Map<String, Object> recipient = new LinkedHashMap<>();
    recipient.put("name", toMentor ? mentor : mentored);
    recipient.put("email", "person-%d@example.com".formatted(random.nextInt(1_000)));
    mail.put(params, about);
    mail.put("recipient", recipient);
  }

  private String name() {
    return NAMES[random.nextInt(NAMES.length)];
  }

  private String id() {
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }
}
