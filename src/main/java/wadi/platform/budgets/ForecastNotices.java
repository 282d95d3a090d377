package wadi.platform.budgets;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import wadi.domain.delivery.Delivery;
import wadi.domain.delivery.SmsText;
import wadi.platform.budgets.Setup.Person;
import wadi.platform.postgres.DeliveryTable;
import wadi.platform.ports.Ids;

/**
 * Tells people that a day cannot carry what waits, or can again: to the address of each channel that has a credit left, those kept for
 * this included; if none has, to all, and then it leaves before everything else that waits. In the transaction of this thread.
 */
public final class ForecastNotices {
  private static final Logger LOG = LoggerFactory.getLogger(ForecastNotices.class);
  private static final int MOST_URGENT = 255;
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

  private final DeliveryTable table;
  private final Ids ids;
  private final Clock clock;

  public ForecastNotices(DeliveryTable table, Ids ids, Clock clock) {
    this.table = table;
    this.ids = ids;
    this.clock = clock;
  }

  void send(Setup setup, Outlook outlook) {
    Instant now = clock.instant();
    LOG.info("{}: {}", outlook.channel(), subject(outlook));
    long told = setup.people().stream().filter(person -> prepaid(setup, person, delivery(person, outlook, now))).count();
    if (told == 0) {
      setup.people().forEach(person -> table.promise(delivery(person, outlook, now)));
    }
  }

  private boolean prepaid(Setup setup, Person person, Delivery delivery) {
    return setup.way(person.channel()).stream().flatMap(way -> way.lanes().stream()).anyMatch(lane -> table.promisePrepaid(delivery, lane));
  }

  private Delivery delivery(Person person, Outlook outlook, Instant now) {
    return new Delivery(ids.next(), "forecast", outlook.channel() + " " + now, person.channel(), person.address(), MOST_URGENT, 0, now,
        payload(person.channel(), outlook));
  }

  /** A mail; over every other channel one line of text. */
  private static Map<String, Object> payload(String channel, Outlook outlook) {
    if (!channel.equals("email")) {
      return Map.of("text", SmsText.fit(subject(outlook)));
    }
    Map<String, Object> mail = new LinkedHashMap<>();
    mail.put("subject", subject(outlook));
    mail.put("text", text(outlook));
    mail.put("html", "<!doctype html>\n<html lang=\"en\"><body><pre>" + text(outlook).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        + "</pre></body></html>\n");
    return mail;
  }

  static String subject(Outlook outlook) {
    return "Wadi, " + outlook.channel() + ": " + (outlook.forecast().isShort() ? outlook.forecast().inWords(outlook.channel()) : "the day carries all that waits again");
  }

  static String text(Outlook outlook) {
    ZoneId zone = outlook.providers().get(0).zone();
    String waiting = outlook.waiting().stream().map(urgency -> "  %-8s %s%d".formatted(urgency.name(), urgency.more() ? "more than " : "", urgency.count()))
        .collect(Collectors.joining("\n"));
    String budgets = outlook.providers().stream().map(provider -> "  " + provider.inWords()).collect(Collectors.joining("\n"));
    return """
        %s.

        As of %s (%s), if nothing more is promised.

        Waiting by urgency:
        %s

        Budgets:
        %s

        ./wadi budgets shows it as it is now. docs/delivery.md says what can be done.
        You get this once when the day no longer carries what waits, and once when it does again (delivery.forecast.notify).
        """.formatted(subject(outlook), TIME.format(outlook.at().atZone(zone)), zone.getId(), waiting, budgets);
  }
}
