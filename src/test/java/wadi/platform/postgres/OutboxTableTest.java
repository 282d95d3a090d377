package wadi.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.dao.DataIntegrityViolationException;
import wadi.platform.Doorbells;
import wadi.platform.Together;
import wadi.platform.tracing.TraceContext;

@Timeout(60)
class OutboxTableTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private final Doorbells doorbells = new Doorbells();
  private OutboxTable outbox;

  @BeforeEach
  void open() {
    outbox = new OutboxTable(database.database(), doorbells);
  }

  @Test
  void hands_over_key_and_value_in_the_order_they_were_written() {
    outbox.add("alerts", "b", "{\"n\": 1}");
    outbox.add("alerts", null, "{\"n\": \"ü\"}");
    outbox.add("other", "x", "{}");
    List<OutboxTable.Message> published = new ArrayList<>();
    assertThat(outbox.relay("alerts", 10, published::addAll)).isEqualTo(2);
    assertThat(published).extracting(OutboxTable.Message::key).containsExactly("b", null);
    assertThat(published).extracting(OutboxTable.Message::value).containsExactly("{\"n\": 1}", "{\"n\": \"ü\"}");
    assertThat(outbox.relay("alerts", 10, published::addAll)).isZero();
    assertThat(waiting("other")).isEqualTo(1);
  }

  @Test
  void hands_over_in_which_trace_a_message_was_written_and_nothing_that_is_no_such_thing() {
    Optional<TraceContext> trace = TraceContext.of("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "shop=a");
    outbox.add("alerts", "a", "{}", trace);
    outbox.add("alerts", "b", "{}");
    database.jdbc().sql("insert into outbox (topic, item_value, traceparent, tracestate) values ('alerts', '{}', 'x' || chr(10) || 'y', 'z')").update(); // an application's
    List<OutboxTable.Message> published = new ArrayList<>();
    outbox.relay("alerts", 10, published::addAll);
    assertThat(published).extracting(OutboxTable.Message::trace).containsExactly(trace, Optional.empty(), Optional.empty());
  }

  @Test
  void hands_over_no_more_than_the_limit() {
    add(5);
    List<Integer> sizes = new ArrayList<>();
    while (outbox.relay("alerts", 2, messages -> sizes.add(messages.size())) > 0) {
      // again
    }
    assertThat(sizes).containsExactly(2, 2, 1);
  }

  @Test
  void does_not_bother_the_publisher_when_nothing_waits() {
    assertThat(outbox.relay("alerts", 10, messages -> {
      throw new AssertionError("nothing to publish");
    })).isZero();
  }

  @Test
  void keeps_all_when_publishing_fails_and_hands_them_over_again() {
    add(3);
    assertThatThrownBy(() -> outbox.relay("alerts", 10, messages -> {
      throw new IllegalStateException("the broker is away");
    })).hasMessage("the broker is away");
    assertThat(waiting("alerts")).isEqualTo(3);
    List<OutboxTable.Message> published = new ArrayList<>();
    assertThat(outbox.relay("alerts", 10, published::addAll)).isEqualTo(3);
    assertThat(published).extracting(OutboxTable.Message::key).containsExactly("0", "1", "2");
    assertThat(waiting("alerts")).isZero();
  }

  @Test
  void publishes_once_and_in_order_while_several_relays_and_writers_work() throws Exception {
    List<Long> published = new CopyOnWriteArrayList<>();
    Together.run(6, thread -> {
      if (thread < 2) {
        for (int i = 0; i < 100; i++) {
          outbox.add("alerts", thread + "", "{}");
        }
      } else {
        while (published.size() < 200) {
          outbox.relay("alerts", 7, messages -> messages.forEach(message -> published.add(message.id())));
        }
      }
      return null;
    });
    assertThat(published).hasSize(200).doesNotHaveDuplicates();
    for (String writer : List.of("0", "1")) {
      List<Long> written = database.jdbc().sql("select id from outbox where item_key = ? order by id").param(writer).query(Long.class).list();
      assertThat(published.stream().filter(written::contains)).containsExactlyElementsOf(written);
    }
  }

  @Test
  void relays_a_topic_once_at_a_time_and_other_topics_meanwhile() throws Exception {
    add(1);
    outbox.add("other", null, "{}");
    CountDownLatch publishing = new CountDownLatch(1);
    CountDownLatch tried = new CountDownLatch(1);
    List<Integer> counts = Together.run(2, thread -> {
      if (thread == 0) {
        return outbox.relay("alerts", 10, messages -> {
          publishing.countDown();
          waitFor(tried);
        });
      }
      publishing.await();
      int second = outbox.relay("alerts", 10, messages -> {
        throw new AssertionError("twice");
      });
      int other = outbox.relay("other", 10, messages -> {});
      tried.countDown();
      return second * 10 + other;
    });
    assertThat(counts).containsExactly(1, 1);
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void rings_after_the_commit_and_not_before() {
    var bell = doorbells.of(OutboxTable.bell("alerts"));
    database.database().inTransaction(() -> {
      add(1);
      assertThat(bell.rings()).isZero();
    });
    assertThat(bell.rings()).isEqualTo(1);
  }

  @Test
  void forgets_what_is_rolled_back_and_does_not_ring() {
    assertThatThrownBy(() -> database.database().inTransaction(() -> {
      add(1);
      throw new IllegalStateException("no");
    })).hasMessage("no");
    assertThat(waiting("alerts")).isZero();
    assertThat(doorbells.of(OutboxTable.bell("alerts")).rings()).isZero();
  }

  @Test
  void does_not_ring_when_the_commit_fails() {
    database.jdbc().sql("""
        create function refuse() returns trigger language plpgsql as 'begin raise exception ''no''; end';
        create constraint trigger refuse after insert on outbox deferrable initially deferred for each row execute function refuse()""").update();
    try {
      assertThatThrownBy(() -> database.database().inTransaction(() -> add(1))).isInstanceOf(RuntimeException.class);
    } finally {
      database.jdbc().sql("drop trigger refuse on outbox; drop function refuse").update();
    }
    assertThat(doorbells.of(OutboxTable.bell("alerts")).rings()).isZero();
  }

  @Test
  void refuses_what_is_no_json() {
    assertThatThrownBy(() -> outbox.add("alerts", null, "{")).isInstanceOf(DataIntegrityViolationException.class);
  }

  private void add(int count) {
    IntStream.range(0, count).forEach(i -> outbox.add("alerts", "" + i, "{}"));
  }

  private static long waiting(String topic) {
    return database.count("select count(*) from outbox where topic = ? and published is null", topic);
  }
}
