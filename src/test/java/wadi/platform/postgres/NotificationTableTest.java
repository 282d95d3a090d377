package wadi.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import wadi.domain.delivery.Ageing;
import wadi.domain.delivery.Budget;
import wadi.domain.delivery.Delivery;
import wadi.domain.delivery.ReleasePlan;
import wadi.domain.notifications.Notification;
import wadi.domain.notifications.Notification.Api;
import wadi.domain.notifications.Notification.Callback;
import wadi.platform.Doorbells;
import wadi.platform.SettableClock;
import wadi.platform.Together;
import wadi.platform.ports.Notifications.Acceptance;

@Timeout(60)
class NotificationTableTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private final SettableClock clock = new SettableClock("2026-11-22T12:00:00Z");
  private final AtomicLong ids = new AtomicLong();
  private final Doorbells doorbells = new Doorbells();
  private DeliveryTable deliveries;
  private NotificationTable table;

  @BeforeEach
  void open() {
    deliveries = new DeliveryTable(database.database(), doorbells, clock, "here", Ageing.NONE, TestEvents.NONE);
    table = new NotificationTable(database.database(), deliveries);
  }

  @AfterEach
  void close() {
    table.close();
    deliveries.close();
  }

  private Notification notification(String client, String key, String fingerprint, Optional<Callback> callback, String... recipients) {
    long id = ids.incrementAndGet();
    List<Delivery> promised = Stream.of(recipients).map(to -> new Delivery(ids.incrementAndGet(), Notification.SOURCE, Long.toString(id), "sms", to, 100, 0,
        clock.instant(), Map.of("text", "hello"), to.startsWith("late") ? new Delivery.Limits(Optional.empty(), Optional.of(Instant.EPOCH), Optional.empty())
            : Delivery.Limits.NONE)).toList();
    return new Notification(id, client, Api.V2, Optional.ofNullable(key), fingerprint, clock.instant(), callback, Map.of("order", 7), promised);
  }

  @Test
  void keeps_a_notification_with_a_delivery_for_each_recipient_and_wakes_who_sends_them() {
    long heard = doorbells.of("delivery:sms").rings();
    Acceptance accepted = table.store(notification("shop", "k1", "f", Optional.of(new Callback("https://shop.example/x", true)), "+447700900001", "+447700900002"));
    assertThat(accepted).isEqualTo(new Acceptance(1, true, true));
    assertThat(rows("select source_id || ' ' || recipient || ' ' || status || ' ' || callback from delivery order by id"))
        .containsExactly("1 +447700900001 waiting https://shop.example/x", "1 +447700900002 waiting https://shop.example/x");
    assertThat(rows("select client || ' ' || api || ' ' || key || ' ' || callback_every || ' ' || metadata from notification"))
        .containsExactly("shop v2 k1 true {\"order\": 7}");
    assertThat(doorbells.of("delivery:sms").rings()).isGreaterThan(heard);
  }

  @Test
  void a_key_is_used_once_by_each_client() {
    table.store(notification("shop", "k1", "f", Optional.empty(), "+447700900001"));
    assertThat(table.store(notification("shop", "k1", "f", Optional.empty(), "+447700900001"))).isEqualTo(new Acceptance(1, false, true));
    assertThat(table.store(notification("shop", "k1", "other", Optional.empty(), "+447700900009"))).isEqualTo(new Acceptance(1, false, false));
    assertThat(table.store(notification("bank", "k1", "f", Optional.empty(), "+447700900001")).isNew()).isTrue();
    assertThat(rows("select count(*) from delivery")).containsExactly("2");
  }

  @Test
  void what_has_no_key_is_always_new() {
    assertThat(table.storeAll(List.of(notification("", null, "f", Optional.empty(), "a"), notification("", null, "f", Optional.empty(), "a"))))
        .allMatch(Acceptance::isNew);
  }

  @Test
  void of_a_hundred_at_once_under_one_key_one_is_kept() throws Exception {
    List<Notification> same = IntStream.range(0, 100).mapToObj(n -> notification("shop", "once", "f", Optional.empty(), "+447700900001")).toList();
    List<Acceptance> accepted = Together.run(100, n -> table.store(same.get(n)));
    assertThat(accepted).filteredOn(Acceptance::isNew).hasSize(1);
    assertThat(accepted).extracting(Acceptance::id).containsOnly(accepted.stream().filter(Acceptance::isNew).findFirst().orElseThrow().id());
    assertThat(rows("select count(*) from delivery")).containsExactly("1");
  }

  @Test
  void a_row_the_database_refuses_harms_no_other_that_comes_with_it() {
    table.store(notification("shop", "nul\u0000key", "f", Optional.empty(), "+447700900001"));
    assertThat(rows("select count(*) from notification")).containsExactly("1");
  }

  @Test
  void tells_of_each_change_once_and_of_final_states_alone_where_no_more_is_wanted() {
    table.store(notification("shop", "all", "f", Optional.of(new Callback("https://shop.example/x", true)), "+447700900001"));
    table.store(notification("shop", "final", "f", Optional.of(new Callback("https://shop.example/x", false)), "+447700900002"));
    table.store(notification("shop", "none", "f", Optional.empty(), "+447700900003"));
    for (String status : List.of("leased", "delayed", "waiting", "leased", "submitted", "delivered")) {
      database.database().sql().sql("update delivery set status = ?, attempts = attempts + case when ? = 'leased' then 1 else 0 end").params(status, status).update();
    }
    assertThat(rows("select d.recipient || ' ' || e.state from status_event e join delivery d on d.id = e.delivery_id order by e.id"))
        .containsExactly("+447700900001 started", "+447700900001 submitted", "+447700900001 delivered", "+447700900002 delivered");
  }

  @Test
  void a_claim_gives_back_whatever_was_kept() {
    long id = ids.incrementAndGet();
    table.store(new Notification(id, "shop", Api.V2, Optional.empty(), "f", clock.instant(), Optional.empty(), Map.of(), List.of(
        new Delivery(ids.incrementAndGet(), Notification.SOURCE, Long.toString(id), "sms", "+447700900001", 100, 0, clock.instant(),
            Map.of("n", new BigDecimal("1e2000"))))));
    BudgetTable.Lane lane = new BudgetTable.Lane("sms", "smpp", ReleasePlan.immediate(Budget.parse("unlimited", ZoneOffset.UTC)));
    assertThat(deliveries.claim(lane, 10, Duration.ofMinutes(1))).hasSize(1);
  }

  @Test
  void tells_of_what_was_too_late_when_it_came() {
    table.store(notification("shop", "late", "f", Optional.of(new Callback("https://shop.example/x", false)), "late"));
    assertThat(rows("select state from status_event")).containsExactly("expired");
  }

  @Test
  void an_event_is_done_when_its_callback_has_ended() {
    table.store(notification("shop", "k", "f", Optional.of(new Callback("https://shop.example/x", false)), "late"));
    String event = rows("select id from status_event").get(0);
    deliveries.promise(new Delivery(900, "status-event", event, "callback", "https://shop.example/x", 100, 0, clock.instant(), Map.of()));
    assertThat(rows("select done_at is null from status_event")).containsExactly("t");
    database.database().sql().sql("update delivery set status = 'parked' where id = 900").update();
    assertThat(rows("select done_at is null from status_event")).containsExactly("f");
  }

  @Test
  void of_very_many_events_the_next_ones_are_found_at_once_and_each_is_given_once() {
    database.jdbc().sql("insert into notification (id, client, api, fingerprint, callback, created_at) select n, 'shop', 'v2', 'f', 'https://shop.example/x', now() "
        + "from generate_series(1, 3000) n").update();
    database.jdbc().sql("insert into delivery (id, source, source_id, channel, recipient, urgency, rank, status, payload, created_at) "
        + "select 10 * n + r, 'notification', n, 'carrier', '+' || r, 100, n, 'delivered', '{}', now() from generate_series(1, 3000) n, generate_series(1, 2) r").update();
    database.jdbc().sql("insert into status_event (notification_id, delivery_id, state) select n, 10 * n + r, state "
        + "from unnest(array['submitted', 'delivered']) state, generate_series(1, 3000) n, generate_series(1, 2) r").update();
    StatusEventTable events = new StatusEventTable(database.database());
    List<String> taken = new ArrayList<>();
    long began = System.nanoTime();
    for (int i = 0; i < 12; i++) {
      database.database().inTransaction(() -> events.take(500).forEach(event -> taken.add(event.notificationId() + event.recipient() + event.state())));
    }
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
    assertThat(taken).hasSize(6_000).doesNotHaveDuplicates().allMatch(event -> event.endsWith("submitted"));
    assertThat(events.take(500)).as("the others wait for those").isEmpty();
  }

  private static List<String> rows(String sql) {
    return database.database().sql().sql(sql).query((row, n) -> row.getString(1)).list();
  }
}
