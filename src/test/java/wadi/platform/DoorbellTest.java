package wadi.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DoorbellTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  @Test
  void wakes_who_waits() throws Exception {
    Doorbell bell = new Doorbell();
    CompletableFuture<Void> woken = new CompletableFuture<>();
    Thread waiter = new Thread(() -> {
      hear(bell, 0);
      woken.complete(null);
    });
    waiter.start();
    await().until(() -> waiter.getState() == Thread.State.TIMED_WAITING);
    assertThat(woken).isNotDone();
    bell.ring();
    assertThat(woken).succeedsWithin(Duration.ofSeconds(10));
  }

  @Test
  void does_not_lose_a_ring_between_two_waits() throws Exception {
    Doorbell bell = new Doorbell();
    long heard = bell.rings();
    bell.ring();
    bell.await(heard, LONG);
    assertThat(bell.rings()).isEqualTo(1);
  }

  @Test
  void loses_no_ring_while_one_thread_rings_and_one_waits() throws Exception {
    Doorbell bell = new Doorbell();
    Doorbell answer = new Doorbell();
    Together.run(2, thread -> {
      for (long round = 0; round < 5_000; round++) {
        (thread == 0 ? bell : answer).ring();
        (thread == 0 ? answer : bell).await(round, LONG);
      }
      return null;
    });
    assertThat(bell.rings()).isEqualTo(5_000);
  }

  @Test
  void returns_when_the_time_is_over() throws Exception {
    Doorbell bell = new Doorbell();
    long begin = System.nanoTime();
    bell.await(0, Duration.ofMillis(50));
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(49));
    bell.await(0, Duration.ZERO);
  }

  @Test
  void is_the_same_for_the_same_name() {
    Doorbells bells = new Doorbells();
    assertThat(bells.of("outbox:alerts")).isSameAs(bells.of("outbox:alerts")).isNotSameAs(bells.of("outbox:other"));
  }

  @Test
  void rings_at_once_without_a_transaction() {
    Doorbells bells = new Doorbells();
    bells.ringAfterCommit("a");
    assertThat(bells.of("a").rings()).isEqualTo(1);
    assertThat(bells.of("b").rings()).isZero();
  }

  private static void hear(Doorbell bell, long heard) {
    try {
      bell.await(heard, LONG);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
