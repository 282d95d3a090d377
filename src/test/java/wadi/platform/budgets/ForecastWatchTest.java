package wadi.platform.budgets;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import wadi.domain.delivery.Ageing;
import wadi.domain.delivery.Budget;
import wadi.domain.delivery.Delivery;
import wadi.domain.delivery.Release;
import wadi.domain.delivery.ReleasePlan;
import wadi.platform.Doorbells;
import wadi.platform.ProviderStates;
import wadi.platform.SettableClock;
import wadi.platform.Together;
import wadi.platform.budgets.Setup.Person;
import wadi.platform.budgets.Setup.Way;
import wadi.platform.meters.Meters;
import wadi.platform.postgres.BudgetTable.Lane;
import wadi.platform.postgres.DeliveryTable;
import wadi.platform.postgres.ForecastTable;
import wadi.platform.postgres.TestDatabase;

class ForecastWatchTest {
  private static final String NOON = "2026-11-20T12:00:00Z";

  @RegisterExtension
  static final TestDatabase database = new TestDatabase();

  private final SettableClock clock = new SettableClock(NOON);
  private final AtomicLong ids = new AtomicLong();
  private final Meters meters = new Meters();
  private final ProviderStates states = new ProviderStates();
  private final Lane brevo = lane("email", "brevo", "12 per hour, 20 per day", Release.IMMEDIATE, 2);
  private final Lane gateway = lane("sms", "gateway", "20 per day", Release.IMMEDIATE, 2);
  private final List<Person> people = new ArrayList<>(List.of(new Person("email", "desk@example.org"), new Person("sms", "+447700900123")));
  private final Outlooks outlooks =
      new Outlooks(database.database(), states, clock, () -> new Setup(List.of(new Way("email", List.of(brevo)), new Way("sms", List.of(gateway))), people));
  private DeliveryTable table;
  private ForecastWatch watch;

  @BeforeEach
  void open() {
    table = new DeliveryTable(database.database(), new Doorbells(), clock, "here", Ageing.NONE, new Meters().deliveries());
    watch = watch();
  }

  private ForecastWatch watch() {
    return ForecastWatch.idle(outlooks, new ForecastTable(database.database()), new ForecastNotices(table, ids::incrementAndGet, clock), meters);
  }

  @AfterEach
  void close() {
    watch.close();
    table.close();
    meters.close();
  }

  @Test
  void people_hear_once_that_the_day_is_too_short_and_once_that_it_is_not() {
    promise(25, 150);
    watch.look();
    clock.forward(Duration.ofSeconds(59));
    watch.look();
    assertThat(warnings()).isEmpty();
    clock.forward(Duration.ofSeconds(1));
    watch.look();
    watch.look();
    assertThat(warnings()).containsExactly("email Wadi, email: quota for brevo ends at 13:00, 7 urgent mails will miss their time",
        "sms Wadi, email: quota for brevo ends at 13:00, 7 urgent mails will miss their time");
    database.jdbc().sql("delete from delivery where source = 'test' and id > 10").update();
    watch.look();
    clock.forward(Duration.ofMinutes(2));
    watch.look();
    clock.forward(Duration.ofMinutes(2));
    watch.look();
    assertThat(warnings()).hasSize(4).contains("email Wadi, email: the day carries all that waits again");
  }

  @Test
  void a_warning_leaves_before_what_it_warns_about_with_a_credit_that_was_kept_for_it() {
    promise(30, 255);
    assertThat(claim(brevo)).hasSize(12);
    clock.forward(Duration.ofHours(1));
    assertThat(claim(brevo)).as("two of twenty are kept").hasSize(6);
    tellNow();
    assertThat(claim(brevo)).extracting(Delivery::recipient).containsExactly("desk@example.org");
    assertThat(used("email/brevo", "days")).isEqualTo(19);
    assertThat(used("email/brevo", "hours")).as("six, and the warning").isEqualTo(7);
    assertThat(claim(brevo)).isEmpty();
  }

  @Test
  void when_a_channel_has_no_credit_at_all_the_other_warns() {
    use("email/brevo", 20);
    promise(1, 100);
    tellNow();
    assertThat(warnings()).containsExactly("sms Wadi, email: quota for brevo is used up, 1 mail will not leave today");
  }

  @Test
  void when_none_has_the_warning_goes_first_as_soon_as_there_is_one() {
    use("email/brevo", 20);
    use("sms/gateway", 20);
    promise(1, 200);
    tellNow();
    assertThat(warnings()).hasSize(2);
    assertThat(claim(brevo)).isEmpty();
    clock.set("2026-11-21T00:00:00Z");
    assertThat(claim(brevo).get(0).source()).isEqualTo("forecast");
    assertThat(used("email/brevo", "days")).as("of the new day").isEqualTo(2);
  }

  @Test
  void of_many_processes_one_tells() throws Exception {
    promise(25, 150);
    watch.look();
    clock.forward(Duration.ofMinutes(1));
    List<ForecastWatch> watches = List.of(watch(), watch(), watch(), watch());
    Together.run(4, thread -> {
      watches.get(thread).look();
      return thread;
    });
    assertThat(warnings()).hasSize(2);
    watches.forEach(ForecastWatch::close);
  }

  @Test
  void nobody_is_told_where_nobody_is_named() {
    people.clear();
    promise(25, 150);
    tellNow();
    assertThat(warnings()).isEmpty();
    assertThat(meters.scrape()).contains("delivery_forecast_late{channel=\"email\"} 7.0");
  }

  @Test
  void the_gauges_say_what_is_used_and_what_comes() {
    promise(30, 100);
    assertThat(claim(brevo)).hasSize(12);
    states.begin(new ProviderStates.State(brevo, 0, Optional.empty(), ""));
    watch.look();
    assertThat(meters.scrape()).contains("delivery_budget_limit{channel=\"email\",provider=\"brevo\",window=\"hours\"} 12.0",
        "delivery_budget_used{channel=\"email\",provider=\"brevo\",window=\"hours\"} 12.0", "delivery_budget_used{channel=\"email\",provider=\"brevo\",window=\"days\"} 12.0",
        "delivery_provider_up{channel=\"email\",provider=\"brevo\"} 1.0", "delivery_forecast_late{channel=\"email\"} 12.0",
        "delivery_forecast_seconds{channel=\"email\"} 3600.0", "delivery_forecast_seconds{channel=\"sms\"} +Inf");
    states.begin(new ProviderStates.State(brevo, 0, Optional.of(clock.instant()), "not now: HTTP 500"));
    assertThat(meters.scrape()).contains("delivery_provider_up{channel=\"email\",provider=\"brevo\"} 0.0");
  }

  @Test
  void an_outlook_says_each_budget_and_what_waits_by_urgency() {
    promise(30, 100);
    claim(brevo);
    promise(3, 210);
    promise(2, 0);
    Outlook outlook = outlooks.all().get(0);
    assertThat(outlook.budgetsInWords()).isEqualTo("brevo: 12 of 12 this hour, 12 of 20 today");
    assertThat(outlook.providers().get(0).windows()).as("nothing is handed out on the hour").allMatch(window -> window.granted().isEmpty());
    assertThat(outlook.waiting()).extracting(urgency -> urgency.name() + " " + urgency.count()).containsExactly("critical 3", "high 0", "normal 18", "low 2");
    assertThat(outlook.waiting().get(1).oldest()).isEmpty();
    assertThat(outlook.waiting().get(0).oldest()).contains(clock.instant());
    states.begin(new ProviderStates.State(brevo, 0, Optional.of(clock.instant()), "not now: HTTP 500"));
    assertThat(outlooks.all().get(0).budgetsInWords()).endsWith("today, out (not now: HTTP 500)");
  }

  @Test
  void a_forecast_of_a_release_on_the_hour_is_what_the_claims_then_do() {
    Lane hourly = lane("email", "brevo", "12 per hour, 100 per day", Release.HOURLY, 0);
    claim(hourly);
    promise(40, 200);
    promise(100, 100);
    Outlook outlook = outlooks.of(new Way("email", List.of(hourly)));
    int left = 140;
    for (int hour = 12; hour < 24; hour++) {
      clock.set("2026-11-20T%02d:00:00Z".formatted(hour));
      left -= claim(hourly).size();
    }
    assertThat(left).isEqualTo(40);
    assertThat(outlook.forecast().left()).isEqualTo(left);
    assertThat(outlook.forecast().inWords("email")).isEqualTo("quota for brevo ends at 21:00, 40 mails will not leave today");
  }

  @Test
  void with_a_hundred_thousand_waiting_it_looks_at_the_first_and_says_that_there_are_more() {
    fill(100_000, 50);
    fill(10, 200);
    long began = System.nanoTime();
    Outlook outlook = outlooks.all().get(0);
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    assertThat(outlook.waiting()).extracting(urgency -> urgency.name() + " " + urgency.count() + " " + urgency.more())
        .containsExactly("critical 10 false", "high 0 false", "normal 0 false", "low 20000 true");
    assertThat(outlook.forecast().inWords("email")).contains("more than ");
    assertThat(took).isLessThan(Duration.ofSeconds(3));
  }

  private void fill(int rows, int urgency) {
    database.jdbc().sql("""
        insert into delivery (id, source, source_id, channel, recipient, urgency, rank, status, created_at, payload)
        select :urgency * 1000000 + n, 'fill', :urgency || '-' || n, 'email', 'a@example.org', :urgency, :rank, 'waiting', now(), '{}' from generate_series(1, :rows) n""")
        .param("urgency", urgency).param("rank", Ageing.NONE.rank(urgency, Instant.EPOCH)).param("rows", rows).update();
    database.jdbc().sql("analyze delivery").update();
  }

  private void tellNow() {
    watch.look();
    clock.forward(Duration.ofMinutes(1));
    watch.look();
  }

  private List<Delivery> claim(Lane lane) {
    return table.claim(lane, 1_000, Duration.ofMinutes(1));
  }

  private List<String> warnings() {
    return database.jdbc().sql("select channel || ' ' || coalesce(payload->>'subject', payload->>'text') from delivery where source = 'forecast' order by created_at, channel")
        .query(String.class).list();
  }

  private long used(String budget, String unit) {
    return database.count("select used from budget_window where budget = ? and unit = ? order by starts desc limit 1", budget, unit);
  }

  private void use(String budget, int count) {
    database.jdbc().sql("insert into budget_window (budget, unit, starts, used) values (?, 'days', '2026-11-20T00:00:00Z', ?)").params(budget, count).update();
  }

  private static Lane lane(String channel, String provider, String budget, Release release, int withheld) {
    return new Lane(channel, provider, new ReleasePlan(Budget.parse(budget, ZoneOffset.UTC), release, Budget.parse("unlimited", ZoneOffset.UTC),
        Optional.<LocalTime>empty(), withheld));
  }

  private void promise(int count, int urgency) {
    for (int i = 0; i < count; i++) {
      long id = ids.incrementAndGet();
      table.promise(new Delivery(id, "test", "" + id, "email", "a@example.org", urgency, 0, clock.instant(), Map.of()));
    }
  }
}
