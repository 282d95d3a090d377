package wadi.platform.velocity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import wadi.domain.fraud.Measure;
import wadi.domain.fraud.Window;
import wadi.platform.ports.Hindsight;
import wadi.platform.ports.Sighting;
import wadi.platform.postgres.TestDatabase;

class RebuildTest {
  private static final Instant BORN = Instant.parse("2026-11-21T12:00:00Z");
  private static final Window HOUR = new Window("card_1h", Window.Key.CARD, Duration.ofHours(1));
  private static final Window DAY = new Window("card_1d", Window.Key.CARD, Duration.ofDays(1));
  private static final Window WEEK = new Window("bin_7d", Window.Key.BIN, Duration.ofDays(7));

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private final MeterRegistry meters = new SimpleMeterRegistry();
  private final InProcessVelocity velocity = new InProcessVelocity(10_000, meters);
  private final Hindsight hindsight = past -> past.fingerprint().map(card -> Stream.of(HOUR, DAY, WEEK)
      .map(window -> new Sighting(window, window == WEEK ? past.bin().orElse("none") : card, past.body().contains("7") ? 7 : 0)).toList()).orElse(List.of());
  private long id;

  @Test
  void windows_longer_than_an_hour_hold_what_the_journal_has_and_say_since_when() {
    for (int i = 1; i <= 2_500; i++) received(BORN.minus(Duration.ofMinutes(i)), "a");
    begin(1_000_000, true);
    await().until(() -> velocity.since(WEEK).equals(Optional.of(BORN.minus(Duration.ofDays(7)))));
    assertThat(velocity.since(DAY)).contains(BORN.minus(Duration.ofDays(1)));
    assertThat(velocity.since(HOUR)).contains(BORN.plusSeconds(3));
    Measure day = peek(DAY, "a");
    assertThat(day.count()).isBetween(1_440L, 1_440L + 24);
    assertThat(day.sum()).isEqualTo(7.0 * (day.count() - 1));
    assertThat(peek(WEEK, "411111").count()).isEqualTo(2_501);
    assertThat(peek(HOUR, "a").count()).isEqualTo(1);
    assertThat(meters.get("fraud_velocity_rebuilt_transactions_total").counter().count()).isEqualTo(2_500);
  }

  @Test
  void what_came_after_the_process_began_is_not_counted_twice() {
    received(BORN.minusMillis(1), "a");
    received(BORN, "a");
    received(BORN.plusSeconds(1), "a");
    velocity.count(BORN.plusSeconds(1), List.of(new Sighting(DAY, "a", 7)));
    begin(1_000_000, true);
    await().until(() -> velocity.since(DAY).equals(Optional.of(BORN.minus(Duration.ofDays(1)))));
    assertThat(peek(DAY, "a").count()).isEqualTo(3);
  }

  @Test
  void no_more_rows_are_read_than_it_may_and_the_latest_are() {
    for (int i = 1; i <= 50; i++) received(BORN.minus(Duration.ofMinutes(i)), "a");
    begin(20, true);
    await().until(() -> velocity.since(DAY).equals(Optional.of(BORN.minus(Duration.ofMinutes(20)))));
    assertThat(peek(DAY, "a").count()).isEqualTo(21);
  }

  @Test
  void a_journal_of_held_transactions_makes_no_window_whole() {
    received(BORN.minusSeconds(5), "a");
    begin(1_000_000, false);
    await().until(() -> peek(DAY, "a").count() == 2);
    assertThat(velocity.since(DAY)).contains(BORN.plusSeconds(3));
  }

  @Test
  void a_window_that_a_reload_brings_is_filled_too_and_the_others_not_again() {
    received(BORN.minusSeconds(5), "a");
    VelocityWindows windows = windows(1_000_000);
    windows.begin(List.of(DAY), BORN.plusSeconds(3), Optional.of(hindsight), true);
    await().until(() -> peek(DAY, "a").count() == 2);
    received(BORN.plusSeconds(60), "a");
    velocity.count(BORN.plusSeconds(60), List.of(new Sighting(DAY, "a", 7)));
    windows.begin(List.of(DAY, WEEK), BORN.plusSeconds(100), Optional.of(hindsight), true);
    await().until(() -> peek(WEEK, "411111").count() == 3);
    assertThat(peek(DAY, "a").count()).isEqualTo(3);
  }

  @Test
  void with_no_rows_allowed_or_rules_that_count_nothing_windows_begin_empty() {
    received(BORN.minusSeconds(5), "a");
    begin(0, true);
    windows(1_000_000).begin(List.of(DAY), BORN, Optional.empty(), true);
    VelocityWindows last = windows(1_000_000);
    last.begin(List.of(WEEK), BORN, Optional.of(hindsight), true);
    await().until(() -> peek(WEEK, "411111").count() == 2);
    assertThat(peek(DAY, "a").count()).isEqualTo(1);
  }

  @Test
  void a_window_that_rules_left_out_for_a_while_is_filled_again_and_nothing_in_it_counts_twice() {
    received(BORN.minusSeconds(5), "a");
    VelocityWindows windows = windows(1_000_000);
    windows.begin(List.of(HOUR, DAY, WEEK), BORN.plusSeconds(3), Optional.of(hindsight), true);
    await().until(() -> peek(WEEK, "411111").count() == 2);
    countedAndReceived(BORN.plusSeconds(10));
    windows.begin(List.of(WEEK), BORN.plusSeconds(20), Optional.of(hindsight), true);
    countedAndReceived(BORN.plusSeconds(21)); // by rules that were still at work
    received(BORN.plusSeconds(60), "a");
    assertThat(velocity.since(DAY)).isEmpty();
    assertThat(meters.find("fraud_velocity_since_seconds").tag("window", "card_1d").gauge()).isNull();
    windows.begin(List.of(HOUR, DAY, WEEK), BORN.plusSeconds(100), Optional.of(hindsight), true);
    await().until(() -> velocity.since(DAY).equals(Optional.of(BORN.plusSeconds(99).minus(Duration.ofDays(1)))));
    assertThat(velocity.since(HOUR)).contains(BORN.plusSeconds(100));
    assertThat(meters.get("fraud_velocity_since_seconds").tag("window", "card_1d").gauge().value()).isEqualTo(BORN.plusSeconds(99).getEpochSecond() - 86_400);
    assertThat(peek(DAY, "a").count()).isEqualTo(5);
    assertThat(peek(WEEK, "411111").count()).as("went on").isEqualTo(2);
  }

  @Test
  void windows_are_filled_when_rules_judge_after_another_service_did() {
    VelocityWindows windows = windows(1_000_000);
    windows.begin(List.of(DAY), BORN, Optional.empty(), true);
    countedAndReceived(BORN.plusSeconds(30)); // the other service did not answer
    received(BORN.plusSeconds(60), "a");
    assertThat(velocity.since(DAY)).as("it sees a few transactions only").isEmpty();
    windows.begin(List.of(DAY), BORN.plusSeconds(100), Optional.of(hindsight), true);
    await().until(() -> velocity.since(DAY).equals(Optional.of(BORN.plusSeconds(99).minus(Duration.ofDays(1)))));
    assertThat(peek(DAY, "a").count()).isEqualTo(3);
  }

  @Test
  void a_database_that_fails_in_between_is_asked_again_and_nothing_is_left_out_or_read_twice() {
    for (int i = 0; i < 2_500; i++) received(BORN.minus(Duration.ofMinutes(1 + i / 700)), "a");
    AtomicInteger rows = new AtomicInteger();
    Hindsight failing = past -> {
      if (rows.incrementAndGet() == 1_000) {
        sql("create sequence tried", "alter table transaction rename to away",
            "create view transaction as select received_at, body, card_fingerprint, card_bin, id from away where 1 / (0 * nextval('tried')) = 1");
      }
      return hindsight.of(past);
    };
    windows(1_000_000).begin(List.of(DAY), BORN.plusSeconds(3), Optional.of(failing), true);
    await().until(() -> rows.get() == 1_000 && database.jdbc().sql("select count(*) from pg_class where relname = 'tried'").query(Integer.class).single() == 1);
    await().until(() -> database.jdbc().sql("select is_called from tried").query(Boolean.class).single());
    assertThat(velocity.since(DAY)).contains(BORN.minus(Duration.ofMinutes(2)));
    sql("drop view transaction", "alter table away rename to transaction", "drop sequence tried");
    await().until(() -> velocity.since(DAY).equals(Optional.of(BORN.minus(Duration.ofDays(1)))));
    assertThat(rows).hasValue(2_500);
    assertThat(peek(DAY, "a").count()).isEqualTo(2_501);
  }

  private static void sql(String... statements) {
    List.of(statements).forEach(statement -> database.jdbc().sql(statement).update());
  }

  private void countedAndReceived(Instant at) {
    received(at, "a");
    velocity.count(at, List.of(new Sighting(DAY, "a", 7)));
  }

  private void begin(int rows, boolean whole) {
    windows(rows).begin(List.of(HOUR, DAY, WEEK), BORN.plusSeconds(3), Optional.of(hindsight), whole);
  }

  private VelocityWindows windows(int rows) {
    return VelocityWindows.inMemory(velocity, database.database(), rows, meters, BORN);
  }

  private Measure peek(Window window, String key) {
    return velocity.peek(BORN, List.of(new Sighting(window, key, 0))).get(0);
  }

  private void received(Instant at, String card) {
    database.jdbc().sql("""
        insert into transaction (id, received_at, transport, status, decision, score, reasons, rules, card_fingerprint, card_bin, body)
        values (?, ?, 'http', 17, 'clean', 0, '[]', 'r', ?, '411111', '{"payment": {"amount": 7}}')""").params(++id, Timestamp.from(at), card).update();
  }
}
