package wadi.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.transaction.support.TransactionTemplate;
import wadi.platform.Together;
import wadi.platform.ports.AlertStorms.Folding;
import wadi.platform.ports.AlertStorms.Storm;
import wadi.platform.ports.AlertStorms.Summary;

@Timeout(60)
class AlertStormTableTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
  private static final Instant TEN = Instant.parse("2026-11-20T10:00:00Z");
  private static final Storm STORM = new Storm("Rx3kV0b1qJt8Yw2nZ5sLmA", "fraud");

  private final AlertStormTable storms = new AlertStormTable(database.database());
  private final AtomicLong ids = new AtomicLong(1_000);

  @Test
  void the_first_alert_is_sent_and_repeats_within_the_time_are_folded_into_it() {
    Folding first = raise(1, "high", TEN);
    assertThat(first.isFolded()).isFalse();
    assertThat(first.count()).isZero();
    assertThat(raise(2, "high", TEN.plusSeconds(1)).into()).isEqualTo(1);
    assertThat(raise(3, "low", TEN.plusSeconds(599)).into()).isEqualTo(1);
    assertThat(database.jdbc().sql("select id from alert where folded_into = 1 order by id").query(Long.class).list()).containsExactly(2L, 3L);
  }

  @Test
  void the_next_one_after_the_time_tells_of_them_once() {
    raise(1, "high", TEN);
    raise(2, "high", TEN.plusSeconds(1));
    raise(3, "high", TEN.plusSeconds(2));
    assertThat(raise(4, "high", TEN.plusSeconds(600))).isEqualTo(new Folding(null, 2, TEN));
    assertThat(database.count("select folded from alert where id = 4")).isEqualTo(2);
    assertThat(raise(5, "high", TEN.plusSeconds(1_199)).into()).as("a message begins the time anew").isEqualTo(4);
    assertThat(raise(6, "high", TEN.plusSeconds(1_200))).isEqualTo(new Folding(null, 1, TEN.plusSeconds(600)));
    assertThat(raise(7, "high", TEN.plusSeconds(1_800)).count()).isZero();
  }

  @Test
  void one_that_is_more_severe_than_the_one_sent_is_never_folded() {
    raise(1, "normal", TEN);
    assertThat(raise(2, "low", TEN.plusSeconds(1)).isFolded()).isTrue();
    assertThat(raise(3, "high", TEN.plusSeconds(2))).isEqualTo(new Folding(null, 1, TEN));
    assertThat(raise(4, "high", TEN.plusSeconds(3)).into()).isEqualTo(3);
    assertThat(raise(5, "critical", TEN.plusSeconds(4)).isFolded()).isFalse();
    assertThat(raise(6, "high", TEN.plusSeconds(5)).into()).isEqualTo(5);
  }

  @Test
  void other_cards_and_other_kinds_are_unaffected() {
    raise(1, "high", TEN);
    assertThat(raise(new Storm("another", "fraud"), 2, "high", TEN).isFolded()).isFalse();
    assertThat(raise(new Storm(STORM.card(), "velocity"), 3, "high", TEN).isFolded()).isFalse();
    assertThat(raise(4, "high", TEN).isFolded()).isTrue();
  }

  @Test
  void of_many_at_once_one_is_sent_and_none_is_lost_from_the_count() throws Exception {
    List<List<Folding>> all = Together.run(8, thread -> IntStream.range(0, 25)
        .mapToObj(n -> raise(new Storm("card" + n % 2, "fraud"), thread * 100L + n + 1, "high", TEN)).toList());
    assertThat(all.stream().flatMap(List::stream).filter(folding -> !folding.isFolded())).hasSize(2);
    assertThat(database.count("select sum(folded) from alert_storm")).isEqualTo(198);
    assertThat(database.count("select count(*) from alert where folded_into is not null")).isEqualTo(198);
  }

  @Test
  void what_rolls_back_was_neither_sent_nor_counted() {
    TransactionTemplate transaction = new TransactionTemplate(database.database().transactions());
    transaction.executeWithoutResult(status -> {
      raise(1, "high", TEN);
      status.setRollbackOnly();
    });
    assertThat(raise(2, "high", TEN).isFolded()).isFalse();
    transaction.executeWithoutResult(status -> {
      assertThat(raise(3, "high", TEN).isFolded()).isTrue();
      status.setRollbackOnly();
    });
    assertThat(raise(4, "high", TEN.plusSeconds(600)).count()).isZero();
  }

  @Test
  void alerts_of_one_card_wait_for_each_other_and_those_of_another_do_not() throws Exception {
    raise(1, "high", TEN);
    TransactionTemplate transaction = new TransactionTemplate(database.database().transactions());
    CompletableFuture<Folding> second = transaction.execute(status -> {
      raise(2, "high", TEN);
      CompletableFuture<Folding> waits = CompletableFuture.supplyAsync(() -> raise(3, "high", TEN));
      assertThat(raiseElsewhere(new Storm("another", "fraud"), 4).isFolded()).isFalse();
      assertThatThrownBy(() -> waits.get(200, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
      return waits;
    });
    assertThat(second.get(10, TimeUnit.SECONDS)).isEqualTo(new Folding(1L, 2, TEN));
  }

  @Test
  void when_the_time_is_over_a_summary_shows_the_worst_and_counts_all() {
    raise(1, "high", TEN);
    raise(2, "low", TEN.plusSeconds(1));
    raise(3, "normal", TEN.plusSeconds(2));
    raise(4, "normal", TEN.plusSeconds(3));
    raise(5, "low", TEN.plusSeconds(4));
    assertThat(storms.due(TEN.plusSeconds(599))).isEmpty();
    assertThat(end(TEN.plusSeconds(599))).as("not yet").isEmpty();

    Instant over = TEN.plusSeconds(600);
    assertThat(storms.due(over)).containsExactly(STORM);
    Summary summary = end(over).orElseThrow();
    assertThat(summary.count()).isEqualTo(4);
    assertThat(summary.since()).isEqualTo(TEN);
    assertThat(summary.alert()).contains("\"alertId\": 1001", "\"severity\": \"normal\"", "\"of\": \"alert 4\"", "\"raisedAt\": \"2026-11-20T10:10:00.000Z\"");
    assertThat(database.jdbc().sql("select kind || severity || folded || transaction_id from alert where id = 1001").query(String.class).single())
        .isEqualTo("fraudnormal44");
    assertThat(end(over)).as("once").isEmpty();
    assertThat(storms.due(over.plusSeconds(7_200))).isEmpty();
    assertThat(raise(6, "normal", over.plusSeconds(599)).into()).as("a summary is a message too").isEqualTo(1_001);
    assertThat(raise(7, "high", over.plusSeconds(599))).as("more severe than the summary").isEqualTo(new Folding(null, 1, over));
  }

  @Test
  void a_storm_without_repeats_needs_no_summary() {
    raise(1, "high", TEN);
    assertThat(storms.due(TEN.plusSeconds(86_400))).isEmpty();
    assertThat(end(TEN.plusSeconds(86_400))).isEmpty();
  }

  @Test
  void of_a_summary_and_the_next_alert_one_tells_of_those_that_were_held_back() throws Exception {
    for (int n = 0; n < 40; n++) {
      Storm storm = new Storm("card" + n, "fraud");
      raise(storm, n * 10 + 1, "high", TEN);
      raise(storm, n * 10 + 2, "high", TEN);
      int alert = n * 10 + 3;
      List<Integer> told = Together.run(3, thread -> thread == 0 ? told(raise(storm, alert, "high", TEN.plusSeconds(600))) : end(storm, TEN.plusSeconds(600)).map(Summary::count).orElse(0));
      assertThat(told.stream().mapToInt(Integer::intValue).sum()).isEqualTo(1);
    }
  }

  @Test
  void a_storm_somebody_looks_at_is_not_shown_to_others_until_that_brought_nothing_for_a_while() {
    raise(1, "high", TEN);
    raise(2, "high", TEN);
    Instant over = TEN.plusSeconds(600);
    assertThat(storms.due(over)).hasSize(1);
    assertThat(storms.due(over.plusSeconds(29))).isEmpty();
    assertThat(storms.due(over.plusSeconds(30))).as("its process died").hasSize(1);
    assertThat(storms.due(over.plusSeconds(89))).isEmpty();
    assertThat(storms.due(over.plusSeconds(90))).as("after twice as long").hasSize(1);
    assertThat(end(over.plusSeconds(91))).isPresent();
  }

  @Test
  void a_summary_goes_out_though_the_alert_it_shows_is_forgotten() {
    raise(1, "high", TEN);
    raise(2, "high", TEN);
    database.jdbc().sql("delete from alert").update();
    assertThat(end(TEN.plusSeconds(600)).orElseThrow().alert()).contains("\"alertId\": 1000", "\"kind\": \"fraud\"");
  }

  private Folding raise(long id, String severity, Instant at) {
    return raise(STORM, id, severity, at);
  }

  /** As the route does: written, then folded, in one transaction. */
  private Folding raise(Storm storm, long id, String severity, Instant at) {
    return new TransactionTemplate(database.database().transactions()).execute(status -> {
      new AlertTable(database.database()).store(id, id, storm.kind(), severity, at, "{\"alertId\": %d, \"of\": \"alert %d\"}".formatted(id, id));
      return storms.fold(storm, severity, id, at, TEN_MINUTES);
    });
  }

  private Folding raiseElsewhere(Storm storm, long id) {
    return CompletableFuture.supplyAsync(() -> raise(storm, id, "high", TEN)).orTimeout(10, TimeUnit.SECONDS).join();
  }

  private static int told(Folding folding) {
    return folding.isFolded() ? 0 : folding.count();
  }

  private Optional<Summary> end(Instant at) {
    return end(STORM, at);
  }

  private Optional<Summary> end(Storm storm, Instant at) {
    return new TransactionTemplate(database.database().transactions()).execute(status -> storms.end(storm, ids.getAndIncrement(), at, TEN_MINUTES));
  }
}
