package wadi.camel.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import wadi.platform.Together;
import wadi.platform.ports.IdempotencyKeys.Claim;
import wadi.platform.ports.IdempotencyKeys.Reservation;

@Timeout(60)
class PatienceTest {
  private static final Claim YOUNG = new Claim.Running(Duration.ofMillis(100));
  private static final Claim OLD = new Claim.Running(Duration.ofSeconds(30));
  private static final Claim DONE = new Claim.Answered(7, 18, "clean", 0, "[]", "v1");
  private static final Duration LONG = Duration.ofSeconds(50);

  @Test
  void what_is_known_at_once_is_asked_once() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    Claim first = new Claim.Reserved(new Reservation("k", UUID.randomUUID()));

    assertThat(new Patience(LONG, 64).whileRunning(() -> {
      asked.incrementAndGet();
      return first;
    })).isEqualTo(first);
    assertThat(asked).hasValue(1);
  }

  @Test
  void it_waits_for_the_answer_of_one_that_runs() throws Exception {
    AtomicInteger asked = new AtomicInteger();

    assertThat(new Patience(LONG, 64).whileRunning(() -> asked.incrementAndGet() < 5 ? OLD : DONE)).isEqualTo(DONE);
  }

  @Test
  void it_ends_when_its_time_is_over() throws Exception {
    long begin = System.nanoTime();

    assertThat(new Patience(Duration.ofMillis(300), 64).whileRunning(() -> YOUNG)).isEqualTo(YOUNG);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(Duration.ofMillis(299), Duration.ofSeconds(5));
  }

  @Test
  void only_half_of_the_workers_wait_for_one_that_takes_long() throws Exception {
    AtomicReference<Claim> state = new AtomicReference<>(OLD);
    Patience patience = new Patience(LONG, 8);
    CountDownLatch waiting = new CountDownLatch(4);
    ExecutorService seated = Executors.newFixedThreadPool(4);
    CompletableFuture<?>[] answers = new CompletableFuture<?>[4];
    for (int i = 0; i < 4; i++) {
      AtomicInteger asked = new AtomicInteger();
      answers[i] = CompletableFuture.supplyAsync(() -> ask(patience, () -> {
        if (asked.incrementAndGet() == 2) {
          waiting.countDown();
        }
        return state.get();
      }), seated);
    }
    assertThat(waiting.await(30, TimeUnit.SECONDS)).isTrue();

    assertThat(Together.run(4, thread -> ask(patience, () -> OLD))).as("without a seat").containsOnly(OLD);
    AtomicInteger asked = new AtomicInteger();
    assertThat(ask(patience, () -> asked.incrementAndGet() < 5 ? YOUNG : DONE)).as("without a seat, while the first is young").isEqualTo(DONE);

    state.set(DONE);
    CompletableFuture.allOf(answers).join();
    assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).isEqualTo(DONE));
    seated.shutdown();
    assertThat(ask(patience, () -> asked.incrementAndGet() < 10 ? OLD : DONE)).as("seats are given back").isEqualTo(DONE);
  }

  private static Claim ask(Patience patience, java.util.function.Supplier<Claim> supplier) {
    try {
      return patience.whileRunning(supplier);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
