package wadi.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import wadi.domain.delivery.Ageing;
import wadi.domain.delivery.Budget;
import wadi.domain.delivery.Delivery;
import wadi.domain.delivery.Outcome;
import wadi.domain.delivery.Receipt;
import wadi.domain.delivery.Receipt.State;
import wadi.domain.delivery.ReleasePlan;
import wadi.platform.Doorbells;
import wadi.platform.SettableClock;
import wadi.platform.Together;

@Timeout(60)
class ReceiptTableTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final BudgetTable.Lane LANE =
      new BudgetTable.Lane("sms", "smpp", ReleasePlan.immediate(Budget.parse("unlimited", ZoneOffset.UTC)));

  private final SettableClock clock = new SettableClock("2026-11-22T12:00:00Z");
  private final List<String> heard = new ArrayList<>();
  private DeliveryTable deliveries;
  private ReceiptTable receipts;

  @BeforeEach
  void open() {
    deliveries = new DeliveryTable(database.database(), new Doorbells(), clock, "here", Ageing.NONE, TestEvents.NONE);
    receipts = open(Duration.ofHours(72));
  }

  private ReceiptTable open(Duration within) {
    return new ReceiptTable(database.database(), (channel, outcome, count) -> heard.add(channel + " " + outcome + " " + count), within);
  }

  @AfterEach
  void close() {
    receipts.close();
    deliveries.close();
  }

  /** Sent under these names. */
  private void submitted(long id, String... providerIds) {
    deliveries.promise(new Delivery(id, "notification", "n" + id, "sms", "+447700900001", 100, 0, clock.instant(), Map.of("text", "hello")));
    send(id, providerIds);
  }

  private void send(long id, String... providerIds) {
    assertThat(deliveries.claim(LANE, 10, Duration.ofMinutes(1))).extracting(Delivery::id).contains(id);
    deliveries.finish(id, new Outcome.Submitted(List.of(providerIds))).join();
  }

  private void came(String providerId, State state) {
    receipts.record(new Receipt("smpp", providerId, state, state == State.FAILED ? "UNDELIV 011" : "", clock.instant()));
  }

  private static String status(long id) {
    return database.database().sql().sql("select status || coalesce(' ' || last_error, '') from delivery where id = ?").param(id).query(String.class).single();
  }

  @Test
  void what_was_submitted_waits_for_its_receipt() {
    submitted(1, "m1");
    assertThat(status(1)).isEqualTo("submitted");
    came("m1", State.UNDERWAY);
    assertThat(status(1)).isEqualTo("submitted");
    came("m1", State.DELIVERED);
    assertThat(status(1)).isEqualTo("delivered");
    assertThat(heard).containsExactly("sms delivered 1");
  }

  @Test
  void a_receipt_that_is_there_before_its_send_is_written_down_waits_for_it() {
    came("m1", State.DELIVERED);
    submitted(1, "m1");
    receipts.tidy();
    assertThat(status(1)).isEqualTo("delivered");
  }

  @Test
  void a_failure_is_parked_with_the_words_of_the_provider() {
    submitted(1, "m1");
    came("m1", State.FAILED);
    assertThat(status(1)).isEqualTo("parked receipt: UNDELIV 011");
  }

  @Test
  void what_the_provider_tried_for_too_long_is_expired() {
    submitted(1, "m1");
    came("m1", State.EXPIRED);
    assertThat(status(1)).isEqualTo("expired receipt: expired");
  }

  @Test
  void repeated_contradicting_and_unknown_ones_change_nothing() {
    submitted(1, "m1");
    came("m1", State.DELIVERED);
    came("m1", State.DELIVERED);
    came("m1", State.FAILED);
    came("m9", State.FAILED);
    receipts.record(new Receipt("africastalking", "m1", State.FAILED, "", clock.instant()));
    assertThat(status(1)).isEqualTo("delivered");
    assertThat(heard).containsExactly("sms delivered 1");
  }

  @Test
  void a_name_that_a_provider_uses_again_is_no_longer_that_of_a_message_nobody_knew() {
    came("m1", State.DELIVERED);
    database.database().sql().sql("update receipt set received_at = now() - interval '2 hours'").update();
    submitted(1, "m1");
    receipts.tidy();
    assertThat(status(1)).as("too old to be about it").isEqualTo("submitted");
    came("m1", State.DELIVERED);
    assertThat(status(1)).isEqualTo("delivered");
  }

  @Test
  void several_parts_are_delivered_when_the_last_one_is() {
    submitted(1, "p1", "p2", "p3");
    came("p3", State.DELIVERED);
    came("p1", State.DELIVERED);
    assertThat(status(1)).isEqualTo("submitted");
    came("p2", State.DELIVERED);
    assertThat(status(1)).isEqualTo("delivered");
  }

  @Test
  void receipts_of_all_parts_at_the_same_time_see_each_other() throws Exception {
    for (int id = 1; id <= 30; id++) {
      submitted(id, "a" + id, "b" + id);
    }
    try (ReceiptTable other = open(Duration.ofHours(72))) {
      Together.run(2, first -> {
        for (int id = 1; id <= 30; id++) {
          (first == 0 ? receipts : other).record(new Receipt("smpp", (first == 0 ? "a" : "b") + id, State.DELIVERED, "", clock.instant()));
        }
        return null;
      });
    }
    assertThat(database.database().sql().sql("select count(*) from delivery where status = 'delivered'").query(Integer.class).single()).isEqualTo(30);
  }

  @Test
  void one_part_that_fails_fails_the_message() {
    submitted(1, "p1", "p2");
    came("p1", State.DELIVERED);
    came("p2", State.FAILED);
    assertThat(status(1)).startsWith("parked");
  }

  @Test
  void what_is_sent_again_waits_for_the_receipt_of_the_last_send() {
    submitted(1, "m1");
    came("m1", State.FAILED);
    database.database().sql().sql("update delivery set status = 'waiting', paid = false where id = 1").update();
    send(1, "m2");
    assertThat(status(1)).startsWith("submitted");
    came("m2", State.DELIVERED);
    assertThat(status(1)).startsWith("delivered");
  }

  @Test
  void gives_up_waiting_after_a_time() {
    submitted(1, "m1");
    receipts.close();
    receipts = open(Duration.ZERO);
    receipts.tidy();
    assertThat(status(1)).isEqualTo("parked no receipt within 0 h");
    assertThat(heard).contains("sms missing 1");
    came("m1", State.DELIVERED);
    assertThat(status(1)).startsWith("parked");
  }
}
