package wadi.platform.meters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import wadi.platform.postgres.Backlog;
import wadi.platform.postgres.TestDatabase;

@Timeout(60)
class BacklogGaugesTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private final Meters meters = new Meters();
  private BacklogGauges gauges;

  @BeforeEach
  void open() {
    gauges = BacklogGauges.idle(meters, new Backlog(database.database()));
  }

  @AfterEach
  void close() {
    gauges.close();
    meters.close();
  }

  @Test
  void counts_deliveries_by_channel_and_status_but_not_what_is_finished() {
    delivery(1, "email", "waiting", 10);
    delivery(2, "email", "waiting", 90);
    delivery(3, "email", "delayed", 20);
    delivery(4, "email", "leased", 5);
    delivery(5, "sms", "submitted", 7);
    delivery(6, "sms", "parked", 3_600);
    delivery(7, "email", "delivered", 9_999);
    delivery(8, "email", "expired", 9_999);
    delivery(9, "email", "cancelled", 9_999);
    gauges.look();
    assertThat(lines("delivery_backlog")).containsExactly("delivery_backlog{channel=\"email\",status=\"delayed\"} 1.0",
        "delivery_backlog{channel=\"email\",status=\"leased\"} 1.0", "delivery_backlog{channel=\"email\",status=\"waiting\"} 2.0",
        "delivery_backlog{channel=\"sms\",status=\"parked\"} 1.0", "delivery_backlog{channel=\"sms\",status=\"submitted\"} 1.0");
    assertThat(value("delivery_oldest_age_seconds{channel=\"email\",status=\"waiting\"}")).isBetween(90.0, 150.0);
    assertThat(value("delivery_oldest_age_seconds{channel=\"sms\",status=\"parked\"}")).isBetween(3_600.0, 3_660.0);
    assertThat(value("backlog_scrape_up")).isOne();
  }

  @Test
  void counts_what_waits_for_the_broker_and_what_waits_for_a_person() {
    outbox("alerts", 40, false);
    outbox("alerts", 30, false);
    outbox("alerts", 8_000, true);
    database.jdbc().sql("""
        insert into dead_letter (source, from_route, reason, preview, status) values
          ('accept-alert', 'receive-alert-artemis', 'r', 'p', 'parked'), ('receive-alert-artemis', null, 'r', 'p', 'parked'),
          ('accept-alert', 'receive-alert-artemis', 'r', 'p', 'replayed'), ('accept-alert', 'other', 'r', 'p', 'dismissed')""").update();
    gauges.look();
    assertThat(value("outbox_backlog{topic=\"alerts\"}")).isEqualTo(2);
    assertThat(value("outbox_oldest_age_seconds{topic=\"alerts\"}")).isBetween(40.0, 100.0);
    assertThat(lines("errors_dead_letters")).containsExactly("errors_dead_letters{source=\"receive-alert-artemis\"} 2.0");
  }

  @Test
  void shows_zero_for_what_is_expected_and_when_it_is_gone() {
    meters.expect(Map.of("channel", List.of("email"), "topic", List.of("alerts"), "source", List.of("receive-alert-artemis")));
    assertThat(value("outbox_backlog{topic=\"alerts\"}")).as("before the first look").isNaN();
    assertThat(value("backlog_scrape_up")).isZero();
    outbox("alerts", 40, false);
    delivery(1, "email", "waiting", 10);
    gauges.look();
    assertThat(value("delivery_backlog{channel=\"email\",status=\"waiting\"}")).isOne();
    database.jdbc().sql("update outbox set published = now()").update();
    database.jdbc().sql("update delivery set status = 'delivered'").update();
    gauges.look();
    assertThat(lines("delivery_backlog")).hasSize(5).allMatch(line -> line.endsWith(" 0.0"));
    assertThat(lines("delivery_oldest_age_seconds")).hasSize(5).allMatch(line -> line.endsWith(" 0.0"));
    assertThat(lines("outbox_backlog")).containsExactly("outbox_backlog{topic=\"alerts\"} 0.0");
    assertThat(lines("outbox_oldest_age_seconds")).containsExactly("outbox_oldest_age_seconds{topic=\"alerts\"} 0.0");
    assertThat(lines("errors_dead_letters")).containsExactly("errors_dead_letters{source=\"receive-alert-artemis\"} 0.0");
  }

  @Test
  void keeps_the_last_values_while_the_database_cannot_be_asked_and_ages_go_on() {
    outbox("alerts", 40, false);
    gauges.look();
    double before = value("outbox_oldest_age_seconds{topic=\"alerts\"}");
    database.jdbc().sql("alter table dead_letter rename to away").update();
    try {
      gauges.look();
      gauges.look();
      assertThat(value("backlog_scrape_up")).isZero();
      assertThat(value("outbox_backlog{topic=\"alerts\"}")).isOne();
      await().until(() -> value("outbox_oldest_age_seconds{topic=\"alerts\"}") > before);
    } finally {
      database.jdbc().sql("alter table away rename to dead_letter").update();
    }
    gauges.look();
    assertThat(value("backlog_scrape_up")).isOne();
  }

  @Test
  void never_shows_an_age_below_zero_when_clocks_differ() {
    delivery(1, "email", "waiting", -500);
    gauges.look();
    assertThat(value("delivery_oldest_age_seconds{channel=\"email\",status=\"waiting\"}")).isBetween(0.0, 60.0);
  }

  @Test
  void looks_by_itself_when_started() {
    outbox("alerts", 1, false);
    try (Meters others = new Meters(); BacklogGauges started = BacklogGauges.start(others, new Backlog(database.database()))) {
      await().atMost(Duration.ofSeconds(30)).until(() -> others.scrape().contains("outbox_backlog{topic=\"alerts\"} 1.0"));
      outbox("alerts", 1, false);
      await().atMost(Duration.ofSeconds(30)).until(() -> others.scrape().contains("outbox_backlog{topic=\"alerts\"} 2.0"));
      assertThat(started).isNotNull();
    }
  }

  private static void delivery(long id, String channel, String status, int age) {
    database.jdbc().sql("""
        insert into delivery (id, source, source_id, channel, recipient, urgency, rank, status, payload, created_at)
        values (?, 'alert', '1', ?, ?, 5, 5, ?, '{}', now() - ? * interval '1 second')""").params(id, channel, "r" + id, status, age).update();
  }

  private static void outbox(String topic, int age, boolean published) {
    database.jdbc().sql("""
        insert into outbox (topic, item_value, created, published)
        values (?, '{}', now() - ? * interval '1 second', case when ? then now() end)""").params(topic, age, published).update();
  }

  private List<String> lines(String name) {
    return meters.scrape().lines().filter(line -> line.startsWith(name + "{") || line.startsWith(name + " ")).sorted().toList();
  }

  private double value(String series) {
    return meters.scrape().lines().filter(line -> line.startsWith(series + " ")).findFirst()
        .map(line -> Double.parseDouble(line.substring(series.length()))).orElseThrow();
  }
}
