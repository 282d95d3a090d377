package wadi.domain.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wadi.domain.delivery.Forecast.Provider;
import wadi.domain.delivery.Forecast.Usage;
import wadi.domain.delivery.Forecast.Waiting;

class ForecastTest {
  private static final ZoneId UTC = ZoneOffset.UTC;
  private static final Instant TEN = Instant.parse("2026-11-20T10:00:00Z");
  private static final Instant DAY = Instant.parse("2026-11-20T00:00:00Z");

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      # budget                     | release   | used today | waiting (urgency*count@deadline)   | words
      unlimited                    | immediate | 0          | 100*1000 50*1000                   | all that waits leaves today
      300 per day                  | immediate | 0          | 100*299                            | all that waits leaves today
      300 per day                  | immediate | 0          | 100*300                            | quota for brevo ends at 10:00, all that waits leaves today
      300 per day                  | immediate | 100        | 200*40 100*200                     | quota for brevo ends at 10:00, 40 mails will not leave today
      300 per day                  | immediate | 300        | 200*1                              | quota for brevo is used up, 1 urgent mail will miss its time
      300 per day                  | immediate | 300        | 149*1                              | quota for brevo is used up, 1 mail will not leave today
      12 per hour                  | immediate | 0          | 100*168                            | all that waits leaves today
      12 per hour                  | immediate | 0          | 100*169                            | 1 mail will not leave today
      12 per hour                  | hourly    | 0          | 100*168                            | all that waits leaves today
      12 per hour, 300 per day     | hourly    | 228        | 200*9 150*100 50*10                | quota for brevo ends at 15:00, 37 urgent mails will miss their time, 10 other mails will not leave today
      12 per hour, 300 per day     | hourly    | 0          | 100*20@11:00                       | 8 mails will expire before they leave
      12 per hour, 300 per day     | hourly    | 0          | 100*20@11:01                       | all that waits leaves today
      12 per hour, 300 per day     | hourly    | 0          | 150*13@11:00 100*1@10:30           | 1 urgent mail will miss its time, 1 other mail will expire before it leaves
      24 per day                   | steady    | 0          | 100*24                             | quota for brevo ends at 23:00, all that waits leaves today
      24 per day                   | steady    | 0          | 100*12@11:00 100*13                | quota for brevo ends at 23:00, 1 mail will expire before it leaves
      2 per second                 | immediate | 0          | 100*7200@11:00                     | all that waits leaves today
      2 per second                 | immediate | 0          | 100*7201@11:00                     | 1 mail will expire before it leaves
      1 per minute                 | immediate | 0          | 100*60@11:00 50*2@11:00            | 2 mails will expire before they leave
      """)
  void says_what_becomes_of_what_waits(String budget, String word, int used, String waiting, String words) {
    List<Usage> usage = List.of(new Usage("days", DAY, used, OptionalInt.empty()));
    Forecast forecast = Forecast.of(List.of(new Provider("brevo", plan(budget, Release.find(word).orElseThrow(), "unlimited", null), usage)), queue(waiting), false, TEN);
    assertThat(forecast.inWords("email")).isEqualTo(words);
    assertThat(forecast.isShort()).isEqualTo(words.contains("will"));
  }

  @Test
  void speaks_of_sms_and_of_other_channels_and_of_more_than_it_has_seen() {
    Provider none = new Provider("gateway", plan("1 per day", Release.IMMEDIATE, "unlimited", null), List.of(new Usage("days", DAY, 1, OptionalInt.empty())));
    assertThat(Forecast.of(List.of(none), queue("200*2"), false, TEN).inWords("sms")).endsWith("used up, 2 urgent SMS will miss their time");
    assertThat(Forecast.of(List.of(none), queue("100*2"), true, TEN).inWords("push")).endsWith("used up, more than 2 messages will not leave today");
    assertThat(Forecast.of(List.of(none), queue("100*1"), true, TEN).inWords("push")).endsWith("more than 1 messages will not leave today");
  }

  @Test
  void the_reserve_is_for_the_critical_ones_alone() {
    Provider provider = new Provider("brevo", plan("100 per day", Release.IMMEDIATE, "10 per day", null), List.of());
    Forecast forecast = Forecast.of(List.of(provider), queue("250*5 199*100"), false, TEN);
    assertThat(forecast.urgentLeft()).isEqualTo(15);
    assertThat(forecast.quotas()).isEmpty();
  }

  @Test
  void the_end_of_the_day_carries_what_the_hours_did_not() {
    List<Usage> usage = List.of(new Usage("days", DAY, 120, OptionalInt.empty()), new Usage("hours", TEN.minusSeconds(3600), 12, OptionalInt.of(12)));
    assertThat(Forecast.of(List.of(new Provider("brevo", plan("12 per hour, 300 per day", Release.HOURLY, "unlimited", "23:05"), usage)),
        queue("100*200"), false, TEN).left()).as("14 hours of 12, and 12 more").isEqualTo(20);
  }

  @Test
  void hours_that_were_missed_are_handed_out_too() {
    List<Usage> usage = List.of(new Usage("hours", Instant.parse("2026-11-20T06:00:00Z"), 12, OptionalInt.of(12)));
    Provider provider = new Provider("brevo", plan("12 per hour", Release.HOURLY, "unlimited", null), usage);
    assertThat(Forecast.of(List.of(provider), queue("100*50@10:01"), false, TEN.plusSeconds(1)).late()).as("7, 8, 9 and 10 o'clock").isEqualTo(2);
  }

  @Test
  void the_next_provider_takes_over_what_the_first_may_not_send_unless_one_alone_may() {
    Provider brevo = new Provider("brevo", plan("10 per day", Release.IMMEDIATE, "unlimited", null), List.of());
    Provider smtp = new Provider("smtp", plan("5 per day", Release.IMMEDIATE, "unlimited", null), List.of());
    List<Waiting> queue = List.of(waiting(100, 14), new Waiting(90, Optional.empty(), Optional.empty(), Optional.of("brevo"), 3));
    Forecast forecast = Forecast.of(List.of(brevo, smtp), queue, false, TEN);
    assertThat(forecast.left()).isEqualTo(3);
    assertThat(forecast.ends(2)).as("smtp has one left").isEmpty();
    assertThat(forecast.quotas()).extracting(Forecast.Quota::provider).containsExactly("brevo");
  }

  @Test
  void what_waits_for_its_time_leaves_then_and_tomorrow_is_not_today() {
    Provider provider = new Provider("brevo", plan("1 per hour, 14 per day", Release.IMMEDIATE, "unlimited", null), List.of());
    Waiting later = new Waiting(255, Optional.of(Instant.parse("2026-11-20T23:30:00Z")), Optional.empty(), Optional.empty(), 1);
    Waiting tomorrow = new Waiting(255, Optional.of(Instant.parse("2026-11-21T00:00:00Z")), Optional.empty(), Optional.empty(), 1);
    assertThat(Forecast.of(List.of(provider), List.of(later, tomorrow, waiting(100, 13)), false, TEN).isShort()).isFalse();
    assertThat(Forecast.of(List.of(provider), List.of(later, waiting(100, 14)), false, TEN).left()).isEqualTo(1);
  }

  @Test
  void shortly_before_midnight_the_next_hour_counts_too() {
    Provider provider = new Provider("brevo", plan("12 per hour", Release.HOURLY, "unlimited", null), List.of());
    Instant late = Instant.parse("2026-11-20T23:50:00Z");
    assertThat(Forecast.of(List.of(provider), List.of(waiting(200, 12)), false, late).isShort()).isFalse();
    assertThat(Forecast.of(List.of(provider), List.of(waiting(200, 13)), false, late).urgent()).isEqualTo(1);
  }

  @Test
  void a_day_ends_where_the_provider_is() {
    ReleasePlan plan = new ReleasePlan(Budget.parse("10 per hour, 300 per day", ZoneId.of("Europe/Berlin")), Release.IMMEDIATE,
        Budget.parse("unlimited", UTC), Optional.empty(), 0);
    Forecast forecast = Forecast.of(List.of(new Provider("brevo", plan, List.of(new Usage("days", Instant.parse("2026-11-19T23:00:00Z"), 295, OptionalInt.empty())))),
        List.of(waiting(100, 6)), false, TEN);
    assertThat(forecast.inWords("email")).isEqualTo("quota for brevo ends at 11:00, 1 mail will not leave today");
    assertThat(forecast.ends(1)).contains(TEN);
  }

  @Test
  void credits_kept_for_warnings_are_not_counted_on() {
    ReleasePlan plan = new ReleasePlan(Budget.parse("10 per day", UTC), Release.IMMEDIATE, Budget.parse("unlimited", UTC), Optional.empty(), 2);
    Forecast forecast = Forecast.of(List.of(new Provider("brevo", plan, List.of())), List.of(waiting(100, 9)), false, TEN);
    assertThat(forecast.inWords("email")).isEqualTo("quota for brevo ends at 10:00, 1 mail will not leave today");
  }

  @Test
  void of_any_queue_and_budget_it_says_what_playing_message_by_message_does() {
    Random random = new Random(7);
    int shorts = 0;
    for (int i = 0; i < 400; i++) {
      int perHour = 1 + random.nextInt(12);
      int perDay = 10 + random.nextInt(150);
      int usedToday = random.nextInt(perDay);
      Release release = random.nextBoolean() ? Release.IMMEDIATE : Release.HOURLY;
      int hour = random.nextInt(24);
      int minute = release == Release.HOURLY ? 0 : random.nextInt(60);
      Instant now = DAY.plus(hour, ChronoUnit.HOURS).plus(minute, ChronoUnit.MINUTES);
      List<Waiting> queue = new ArrayList<>();
      for (int urgency = 250; urgency >= 0; urgency -= 1 + random.nextInt(60)) {
        Optional<Instant> ends = random.nextInt(3) > 0 ? Optional.empty() : Optional.of(now.plus(1 + random.nextInt(1200), ChronoUnit.MINUTES));
        queue.add(new Waiting(urgency, Optional.empty(), ends, Optional.empty(), random.nextInt(8)));
      }
      Provider provider = new Provider("brevo", plan("%d per hour, %d per day".formatted(perHour, perDay), release, "unlimited", null),
          List.of(new Usage("days", DAY, usedToday, OptionalInt.empty())));
      Forecast forecast = Forecast.of(List.of(provider), queue, false, now);
      shorts += forecast.isShort() ? 1 : 0;
      assertThat(List.of(forecast.late(), forecast.urgentLate(), forecast.left(), forecast.urgentLeft()))
          .as("%s %d per hour, %d of %d today, at %s: %s", release, perHour, usedToday, perDay, now, queue)
          .isEqualTo(played(perHour, perDay - usedToday, perDay, release, queue, now));
    }
    assertThat(shorts).isBetween(100, 390);
  }

  /** One message after the other, hour by hour, and nothing of the code above: the plainest way to say it. */
  private static List<Long> played(int perHour, int leftToday, int perDay, Release release, List<Waiting> queue, Instant now) {
    List<Waiting> messages = new ArrayList<>();
    queue.forEach(group -> {
      for (int i = 0; i < group.count(); i++) messages.add(new Waiting(group.urgency(), Optional.empty(), group.expiresAt(), Optional.empty(), 1));
    });
    Instant midnight = DAY.plus(1, ChronoUnit.DAYS);
    Instant end = now.plusSeconds(3600).isAfter(midnight) ? now.plusSeconds(3600) : midnight;
    long late = 0;
    long urgentLate = 0;
    long left = 0;
    long urgentLeft = 0;
    Map<Instant, Integer> hours = new HashMap<>();
    Map<Boolean, Integer> days = new HashMap<>(Map.of(true, leftToday, false, perDay));
    for (Waiting message : messages) {
      Instant leaves = now;
      while (leaves.isBefore(end) && (hours.getOrDefault(leaves.truncatedTo(ChronoUnit.HOURS), perHour) == 0 || days.get(leaves.isBefore(midnight)) == 0)) {
        leaves = leaves.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
      }
      boolean urgent = message.urgency() >= 150;
      if (!message.expiresAt().orElse(Instant.MAX).isAfter(end.isBefore(leaves) ? end : leaves)) {
        late++;
        urgentLate += urgent ? 1 : 0;
      } else if (!leaves.isBefore(end)) {
        left++;
        urgentLeft += urgent ? 1 : 0;
      } else {
        hours.merge(leaves.truncatedTo(ChronoUnit.HOURS), perHour - 1, (all, unused) -> all - 1);
        days.merge(leaves.isBefore(midnight), -1, Integer::sum);
      }
    }
    return List.of(late, urgentLate, left, urgentLeft);
  }

  private static ReleasePlan plan(String budget, Release release, String reserve, String endOfDay) {
    return new ReleasePlan(Budget.parse(budget, UTC), release, Budget.parse(reserve, UTC), Optional.ofNullable(endOfDay).map(LocalTime::parse), 0);
  }

  private static Waiting waiting(int urgency, long count) {
    return new Waiting(urgency, Optional.empty(), Optional.empty(), Optional.empty(), count);
  }

  private static List<Waiting> queue(String text) {
    List<Waiting> queue = new ArrayList<>();
    for (String part : text.split(" ")) {
      String[] numbers = part.split("[*@]");
      queue.add(new Waiting(Integer.parseInt(numbers[0]), Optional.empty(),
          numbers.length < 3 ? Optional.empty() : Optional.of(Instant.parse("2026-11-20T" + numbers[2] + ":00Z")), Optional.empty(), Long.parseLong(numbers[1])));
    }
    return queue;
  }
}
