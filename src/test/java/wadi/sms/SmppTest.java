package wadi.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import wadi.brokers.Certificate;
import wadi.camel.delivery.SendUnanswered;
import wadi.domain.delivery.Receipt;
import wadi.domain.delivery.Receipt.State;
import wadi.platform.smpp.ReceiptIds;
import wadi.platform.smpp.SmppAccount;
import wadi.platform.smpp.SmppAccount;

/** Short messages to a centre that is real but for its radio, and what it says of them later. */
@Timeout(30)
class SmppTest {
  private static final String BOB = "+447700900123";
  private static final String FAMILY = "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67";
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private SmppHarness harness;

  @AfterEach
  void stop() {
    harness.close();
  }

  private SmppHarness.Generation start(String... properties) {
    harness = new SmppHarness(properties);
    return harness.generation();
  }

  static Stream<String> texts() {
    return Stream.of("x", "a".repeat(160), "a".repeat(161), "a".repeat(200), "a".repeat(201), "€".repeat(80), "€".repeat(81), "a".repeat(152) + "€".repeat(10),
        "{[~^|\\]} @£$¥èéùìòÇ\nØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ!\"#¤%&'()*+,-./:;<=>?¡ÄÖÑÜ§¿äöñüà", "я".repeat(70), "я".repeat(71), "я".repeat(200), "я".repeat(201),
        "مرحبا بالعالم، هذا نص من اليمين إلى اليسار", "\u200Fשלום עולם\u200E " + FAMILY, ("a" + FAMILY).repeat(40), "я".repeat(66) + "\uD83D\uDE00".repeat(70));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void a_text_arrives_as_it_was_in_as_few_messages_as_it_takes(String text) throws Exception {
    try (SmppHarness.Generation sending = start()) {
      List<?> ids = sending.send(1, BOB, text);

      assertThat(harness.simulator.log().messages()).hasSize(1).allSatisfy(message -> {
        assertThat(message.text()).isEqualTo(text);
        assertThat(message.to()).isEqualTo(BOB);
        assertThat(message.ids()).isEqualTo(ids);
      });
      int units = text.chars().allMatch(c -> c < 128 || "€£$¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà".indexOf(c) >= 0)
          ? text.length() + (int) text.chars().filter(c -> "{}[]~^|\\€".indexOf(c) >= 0).count() : 0;
      int least = units > 0 ? units <= 160 ? 1 : (units + 152) / 153 : text.length() <= 70 ? 1 : (text.length() + 66) / 67;
      assertThat(ids).hasSizeBetween(least, least + 1);
    }
  }

  @Test
  void over_tls_a_text_arrives_and_its_receipt_comes_back() throws Exception {
    harness = overTls(Certificate.get());
    try (SmppHarness.Generation sending = harness.generation()) {
      Object id = sending.send(1, BOB, FAMILY).get(0);
      assertThat(harness.simulator.log().messages()).extracting(SmsLog.Message::text).containsExactly(FAMILY);
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(harness.receipts).extracting(Receipt::providerId).contains(id.toString()));
    }
  }

  @Test
  void to_a_centre_with_a_certificate_for_another_name_nothing_is_said() {
    harness = overTls(Certificate.of("other", "dns:other.example"));
    try (SmppHarness.Generation sending = harness.generation()) {
      assertThatThrownBy(() -> sending.send(1, BOB, "text")).isNotNull();
      assertThat(harness.simulator.binds()).isZero();
    }
  }

  private static SmppHarness overTls(Certificate centre) {
    return new SmppHarness(new SmppSimulator(centre.server().getServerSocketFactory(), 0), "tls", "true", "tls.ca", centre.certificate().replace('\n', ' '), "timeout", "5s");
  }

  @Test
  void a_second_attempt_has_the_reference_of_the_first() throws Exception {
    try (SmppHarness.Generation sending = start()) {
      harness.simulator.does("", "0x00000045");
      assertThatThrownBy(() -> sending.send(7, BOB, "a".repeat(300))).hasMessageContaining("part 2 of 2: ESME_RSUBMITFAIL");
      sending.send(7, BOB, "a".repeat(300));
      assertThat(harness.simulator.log().messages()).hasSize(1).allSatisfy(message -> assertThat(message.text()).isEqualTo("a".repeat(300)));
    }
  }

  @Test
  void several_are_on_their_way_at_once_and_no_more_than_the_window_has() {
    try (SmppHarness.Generation sending = start("window", "3", "timeout", "5s")) {
      harness.simulator.faults().set("slow", 100);
      CompletableFuture<?>[] all = IntStream.range(0, 12).mapToObj(i -> CompletableFuture.runAsync(() -> unchecked(sending, i, BOB))).toArray(CompletableFuture[]::new);
      CompletableFuture.allOf(all).join();
      assertThat(harness.simulator.log().messages()).hasSize(12);
      assertThat(harness.simulator.mostAtOnce()).isBetween(2, 3);
    }
  }

  private static void unchecked(SmppHarness.Generation sending, int id, String recipient) {
    try {
      sending.send(id, recipient, "text " + id);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_moment_of_throttling_is_waited_out() throws Exception {
    try (SmppHarness.Generation sending = start()) {
      harness.simulator.does("0x00000058", "0x00000014");
      assertThat(sending.send(1, BOB, "text")).hasSize(1);
    }
  }

  @Test
  void a_connection_that_ends_without_an_answer_is_noticed_at_once() throws Exception {
    try (SmppHarness.Generation sending = start("timeout", "20s")) {
      sending.send(1, BOB, "before");
      harness.simulator.does("hangs up");
      long began = System.nanoTime();
      assertThatThrownBy(() -> sending.send(2, BOB, "perhaps")).isInstanceOf(SendUnanswered.class).hasMessage("the connection was lost");
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
      sending.send(3, BOB, "after");
      assertThat(harness.simulator.log().messages()).extracting(SmsLog.Message::text).containsExactly("before", "perhaps", "after");
    }
  }

  @Test
  void asks_whether_the_centre_is_there() {
    try (SmppHarness.Generation sending = start("enquire-link", "200ms")) {
      await().atMost(PATIENCE).until(() -> harness.simulator.enquiries() > 1);
    }
  }

  @Test
  void a_generation_takes_the_bind_over_and_the_last_one_ends_it() throws Exception {
    SmppHarness.Generation old = start();
    old.send(1, BOB, "old");
    SmppHarness.Generation young = harness.generation();
    young.send(2, BOB, "young");
    old.close();
    young.send(3, BOB, "young");
    assertThat(harness.simulator.binds()).isOne();
    young.close();
    await().atMost(PATIENCE).until(() -> harness.simulator.bound() == 0);
    assertThat(harness.simulator.binds()).isOne();
  }

  @Test
  void is_bound_before_there_is_anything_to_send_and_again_when_the_bind_is_lost() {
    try (SmppHarness.Generation sending = start()) {
      await().atMost(PATIENCE).until(() -> harness.simulator.bound() == 1);
      harness.simulator.hangUp();
      await().atMost(PATIENCE).until(() -> harness.simulator.binds() == 2);
      harness.simulator.listen(false);
      harness.simulator.listen(true);
      await().atMost(PATIENCE).until(() -> harness.simulator.binds() == 3);
    }
  }

  @Test
  void receipts_are_kept_each_with_its_part() throws Exception {
    try (SmppHarness.Generation sending = start()) {
      List<?> ids = sending.send(1, BOB, "a".repeat(400));
      harness.simulator.faults().set("failed", 100);
      List<?> failed = sending.send(2, BOB, "text");
      await().atMost(PATIENCE).until(() -> harness.receipts.size() == 4);
      assertThat(harness.receipts.stream().filter(receipt -> receipt.state() == State.DELIVERED)).extracting(Receipt::providerId)
          .containsExactlyInAnyOrderElementsOf(ids.stream().map(String::valueOf).toList());
      assertThat(harness.receipts.stream().filter(receipt -> receipt.state() == State.FAILED)).singleElement()
          .satisfies(receipt -> assertThat(receipt.providerId()).isEqualTo(failed.get(0)))
          .satisfies(receipt -> assertThat(receipt.reason()).isEqualTo("UNDELIV err:021"))
          .satisfies(receipt -> assertThat(receipt.provider()).isEqualTo("smpp"));
    }
  }

  @Test
  void a_receipt_is_acknowledged_when_it_is_kept_and_sent_again_when_it_is_not() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    try (SmppHarness.Generation sending = start()) {
      harness.keeper = receipt -> {
        if (tries.incrementAndGet() < 3) {
          throw new IllegalStateException("the database is down");
        }
      };
      sending.send(1, BOB, "text");
      await().atMost(PATIENCE).until(() -> harness.simulator.log().total(BOB, "delivered") == 1);
      assertThat(tries).hasValue(3);
      assertThat(harness.receipts).hasSize(1);
    }
  }

  @Test
  void an_early_receipt_does_not_wait_for_the_answer() throws Exception {
    try (SmppHarness.Generation sending = start()) {
      harness.simulator.faults().set("early", 100);
      List<?> ids = sending.send(1, BOB, "text");
      await().atMost(PATIENCE).until(() -> harness.receipts.size() == 1);
      assertThat(harness.receipts.get(0).providerId()).isEqualTo(ids.get(0));
    }
  }

  @Test
  void receipts_that_the_database_holds_up_do_not_hold_up_sends() throws Exception {
    try (SmppHarness.Generation sending = start("timeout", "3s")) {
      CompletableFuture<Void> up = new CompletableFuture<>();
      harness.keeper = receipt -> up.join();
      IntStream.range(0, 40).forEach(i -> harness.simulator.report("77" + i, BOB, "DELIVRD"));
      assertThat(sending.send(1, BOB, "text")).hasSize(1);
      up.complete(null);
      await().atMost(PATIENCE).until(() -> harness.simulator.log().total(BOB, "delivered") == 41);
    }
  }

  @ParameterizedTest
  @CsvSource({"same, 1a2b, 1a2b", "decimal, 1a2b, 6699", "hex, 6699, 1a2b", "decimal, 00001A2B, 0006699", "hex, 0006699, 00001A2B"})
  void ids_in_another_base_are_told_to_be_the_same(String property, String answer, String receipt) {
    harness = new SmppHarness("receipt-ids", property);
    ReceiptIds ids = SmppAccount.of(harness.settings()).ids();
    assertThat(ids.ofAnswer(answer)).isEqualTo(ids.ofReceipt(receipt));
  }

  @ParameterizedTest
  @CsvSource({"DELIVRD, DELIVERED", "EXPIRED, EXPIRED", "UNDELIV, FAILED", "REJECTD, FAILED", "DELETED, FAILED", "ACCEPTD, UNDERWAY", "ENROUTE, UNDERWAY",
      "UNKNOWN, UNDERWAY", "Buffrd, UNDERWAY"})
  void states_of_receipts_mean_what_the_standard_says(String word, State state) {
    try (SmppHarness.Generation sending = start()) {
      harness.simulator.report("77", BOB, word);
      await().atMost(PATIENCE).until(() -> harness.receipts.size() == 1);
      assertThat(harness.receipts.get(0).state()).isEqualTo(state);
      assertThat(harness.receipts.get(0).providerId()).isEqualTo("77");
    }
  }
}
