package wadi.camel.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import wadi.domain.delivery.Delivery;
import wadi.domain.notifications.Notification;
import wadi.domain.notifications.Notification.Api;
import wadi.domain.notifications.Notification.Callback;
import wadi.platform.SettableClock;
import wadi.platform.ports.Webhooks.Call;
import wadi.platform.ports.Webhooks.Ending;
import wadi.platform.ports.Webhooks.Posted;
import wadi.platform.postgres.NotificationTable;
import wadi.platform.postgres.TestDatabase;

/** From a change of a delivery's state to its client: the shipped routes and the real tables, with a receiver that is told what to say. */
@Timeout(120)
class CallbacksTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();
  private static final String URL = "https://shop.example.com/cb";
  private static final Posted TAKEN = new Posted(Ending.ANSWERED, 200, Duration.ZERO, "");
  private static final Posted BROKEN = new Posted(Ending.ANSWERED, 500, Duration.ZERO, "");

  private final SettableClock clock = new SettableClock(Instant.now().toString());
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final List<Instant> times = new CopyOnWriteArrayList<>();
  private volatile Function<Call, Posted> receiver = call -> TAKEN;
  private final ObjectMapper json = new ObjectMapper();
  private SendingContext sending;
  private NotificationTable notifications;

  @BeforeEach
  void start() {
    sending = new SendingContext(database, clock, Map.of(), Map.of(), new RouteBuilder() {
      @Override
      public void configure() {
        from("timer:look?period=20&includeMetadata=false").to("direct:release-next-callbacks");
      }
    }, call -> {
      times.add(clock.instant());
      calls.add(call);
      return receiver.apply(call);
    });
    notifications = new NotificationTable(database.database(), sending.table());
  }

  @AfterEach
  void stop() {
    notifications.close();
    sending.close();
  }

  @Test
  void each_recipients_end_is_told_once_in_the_words_of_the_api() throws Exception {
    notify(1, Api.V1, "m1", false, "+447700900001", "+447700900002");
    becomes("+447700900001", "delivered", null);
    becomes("+447700900002", "parked", "refused: no such number");
    patience().until(() -> done() == 2);
    assertThat(calls).extracting(Call::url).containsOnly(URL);
    assertThat(calls).extracting(Call::client).containsOnly("shop");
    assertThat(bodies()).extracting(body -> body.path("message_id").asText() + " " + body.path("delivery_status").asText() + " " + body.path("recipient").asText() + " "
        + body.path("reason").asText()).containsExactlyInAnyOrder("m1 delivered +447700900001 ", "m1 failed +447700900002 refused: no such number");
  }

  @Test
  void recipients_of_one_notification_do_not_wait_for_one_another() {
    receiver = call -> call.body().contains("+447700900001") ? BROKEN : TAKEN;
    notify(1, Api.V2, null, true, "+447700900001", "+447700900002");
    for (String recipient : List.of("+447700900001", "+447700900002")) {
      becomes(recipient, "leased", null);
      becomes(recipient, "delivered", null);
    }
    patience().until(() -> done() == 2);
    assertThat(calls.stream().filter(call -> call.body().contains("+447700900002"))).hasSize(2);
    assertThat(calls.stream().filter(call -> call.body().contains("+447700900001")).map(Call::body)).as("whose first was not taken").allMatch(body -> body.contains("started"));
  }

  @Test
  void of_very_many_recipients_few_are_told_of_at_the_same_time_and_all_in_the_end() {
    String[] recipients = IntStream.range(0, 90).mapToObj("+4477009%05d"::formatted).toArray(String[]::new);
    receiver = call -> BROKEN;
    notify(1, Api.V2, null, false, recipients);
    database.jdbc().sql("update delivery set status = 'delivered' where source = 'notification'").update();
    patience().until(() -> calls.stream().map(Call::id).distinct().count() == 20);
    assertThat(promised()).isEqualTo(20);
    receiver = call -> TAKEN;
    patience().until(() -> {
      assertThat(promised() - done()).isLessThanOrEqualTo(20);
      forwardToNextTry();
      return done() == recipients.length;
    });
    assertThat(calls.stream().map(Call::id).distinct()).hasSize(recipients.length);
  }

  @Test
  void each_change_is_told_in_its_order_though_the_receiver_fails_three_times() throws Exception {
    AtomicInteger left = new AtomicInteger(3);
    receiver = call -> left.getAndDecrement() > 0 ? BROKEN : TAKEN;
    notify(1, Api.V2, null, true, "+447700900001");
    becomes("+447700900001", "leased", null);
    becomes("+447700900001", "submitted", null);
    becomes("+447700900001", "delivered", null);
    patience().until(() -> {
      forwardToNextTry();
      return done() == 3;
    });
    assertThat(bodies()).extracting(body -> body.path("data").path("status").asText())
        .containsExactly("started", "started", "started", "started", "submitted", "delivered");
    assertThat(calls.stream().map(Call::id).distinct()).as("one name for all attempts, another for each change").hasSize(3);
    assertThat(calls.subList(0, 4)).as("the same id and body each time").containsOnly(calls.get(0));
  }

  @Test
  void is_tried_with_growing_pauses_for_72_hours_then_parked_and_the_next_has_what_is_left_of_its_time() {
    receiver = call -> BROKEN;
    Instant began = clock.instant();
    notify(1, Api.V2, null, true, "+447700900001");
    becomes("+447700900001", "leased", null);
    becomes("+447700900001", "delivered", null);
    patience().until(() -> !calls.isEmpty());
    patience().until(() -> {
      forwardToNextTry();
      return parked() == 2;
    });
    List<Instant> first = IntStream.range(0, calls.size()).filter(i -> calls.get(i).id().equals(calls.get(0).id())).mapToObj(times::get).toList();
    assertThat(Duration.between(began, first.get(first.size() - 1))).isBetween(Duration.ofHours(65), Duration.ofHours(72).plusMinutes(5));
    List<Duration> pauses = new ArrayList<>();
    for (int i = 1; i < first.size(); i++) {
      pauses.add(Duration.between(first.get(i - 1), first.get(i)));
    }
    assertThat(pauses.get(0)).isLessThan(Duration.ofSeconds(10));
    assertThat(pauses.get(pauses.size() - 1)).isBetween(Duration.ofHours(3), Duration.ofHours(7));
    assertThat(first.size()).isBetween(15, 60);
    assertThat(Duration.between(began, times.get(times.size() - 1))).as("the next, which waited all the time, has no 72 hours of its own").isLessThan(Duration.ofHours(78));
    assertThat(reasons()).containsExactly("tried for too long, not now: HTTP 500", "refused: what it tells of is too old for another try: HTTP 500");
  }

  @Test
  void a_receiver_that_does_not_answer_holds_up_no_other_client() {
    receiver = call -> call.client().equals("dead") ? new Posted(Ending.UNANSWERED, 0, Duration.ZERO, "no answer within 5000 ms") : TAKEN;
    IntStream.range(0, 30).forEach(i -> notify(100 + i * 2L, "dead", Api.V2, null, false, "a" + i));
    IntStream.range(0, 30).forEach(i -> notify(200 + i * 2L, "shop", Api.V2, null, false, "b" + i));
    database.jdbc().sql("update delivery set status = 'delivered' where source = 'notification'").update();
    patience().until(() -> done() == 30);
    assertThat(calls.stream().filter(call -> call.client().equals("dead"))).hasSizeBetween(1, 60);
    assertThat(database.count("select count(*) from delivery where channel = 'callback' and status = 'parked'")).isZero();
  }

  @Test
  void one_that_wants_no_more_is_not_asked_again() {
    receiver = call -> new Posted(Ending.ANSWERED, 410, Duration.ZERO, "");
    notify(1, Api.V1, "m1", false, "+447700900001");
    becomes("+447700900001", "delivered", null);
    patience().until(() -> parked() == 1);
    assertThat(calls).hasSize(1);
    assertThat(reasons()).containsExactly("refused: HTTP 410, the receiver wants no more");
  }

  @Test
  void what_a_receiver_asks_for_in_retry_after_is_waited_for() {
    receiver = call -> calls.size() == 1 ? new Posted(Ending.ANSWERED, 503, Duration.ofMinutes(10), "") : TAKEN;
    notify(1, Api.V1, "m1", false, "+447700900001");
    becomes("+447700900001", "delivered", null);
    patience().until(() -> !calls.isEmpty());
    patience().until(() -> {
      forwardToNextTry();
      return done() == 1;
    });
    assertThat(Duration.between(times.get(0), times.get(1))).isGreaterThanOrEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void a_change_whose_notification_was_forgotten_is_told_to_nobody_and_holds_up_nothing() {
    notify(1, Api.V1, "m1", false, "+447700900001");
    database.jdbc().sql("update notification set callback = null").update();
    becomes("+447700900001", "delivered", null);
    patience().until(() -> database.count("select count(*) from status_event where done_at is not null") == 1);
    assertThat(calls).isEmpty();
  }

  private void notify(long id, Api api, String key, boolean every, String... recipients) {
    notify(id, "shop", api, key, every, recipients);
  }

  /** With a delivery nobody sends: its state is what the test says. */
  private void notify(long id, String client, Api api, String key, boolean every, String... recipients) {
    AtomicInteger next = new AtomicInteger();
    notifications.store(new Notification(1_000_000 + id, client, api, Optional.ofNullable(key), "f", clock.instant(), Optional.of(new Callback(URL, every)), Map.of("order", 7),
        Stream.of(recipients).map(to -> new Delivery(2_000_000 + id * 10 + next.getAndIncrement(), Notification.SOURCE, String.valueOf(1_000_000 + id), "carrier", to, 100, 0,
            clock.instant(), Map.of("text", "hello"))).toList()));
  }

  private static void becomes(String recipient, String status, String reason) {
    database.jdbc().sql("update delivery set status = ?, last_error = ?, attempts = 1 where recipient = ?").params(status, reason, recipient).update();
  }

  private void forwardToNextTry() {
    database.jdbc().sql("select min(not_before) from delivery where channel = 'callback' and status = 'delayed' and not exists "
        + "(select from delivery where channel = 'callback' and status in ('waiting', 'leased'))").query(java.sql.Timestamp.class).optional()
        .map(java.sql.Timestamp::toInstant).filter(at -> at.isAfter(clock.instant())).ifPresent(at -> {
          clock.set(at.plusMillis(1).toString());
          sending.hurry("callback");
        });
  }

  private long done() {
    return database.count("select count(*) from delivery where channel = 'callback' and status = 'delivered'");
  }

  private static long promised() {
    return database.count("select count(*) from delivery where channel = 'callback'");
  }

  private long parked() {
    return database.count("select count(*) from delivery where channel = 'callback' and status = 'parked'");
  }

  private List<String> reasons() {
    return database.jdbc().sql("select last_error from delivery where channel = 'callback' order by id").query(String.class).list();
  }

  private List<JsonNode> bodies() throws Exception {
    List<JsonNode> bodies = new ArrayList<>();
    for (Call call : calls) {
      bodies.add(json.readTree(call.body()));
    }
    return bodies;
  }

  private static ConditionFactory patience() {
    return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(20));
  }
}
