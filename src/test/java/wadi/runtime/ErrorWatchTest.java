package wadi.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import wadi.camel.errors.RouteFailures;
import wadi.domain.reload.FailureVerdict;

@Timeout(60)
class ErrorWatchTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final AtomicLong nanos = new AtomicLong(System.nanoTime());
  private final List<FailureVerdict> verdicts = new CopyOnWriteArrayList<>();
  private final List<AutoCloseable> open = new ArrayList<>();
  private final Running before = new Running();
  private final Running after = new Running();

  /** A generation in small. */
  private final class Running {
    private final RouteFailures failures = new RouteFailures(nanos::get);
    private final DefaultCamelContext context = new DefaultCamelContext();

    Running() {
      open.add(context);
      context.addRoutePolicyFactory(failures);
      try {
        context.addRoutes(new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:send").routeId("send").errorHandler(noErrorHandler()).choice().when(body().isEqualTo("bad"))
                .throwException(new IllegalStateException("no"));
          }
        });
        context.start();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    void send(int good, int bad) {
      for (int i = 0; i < good + bad; i++) {
        context.createFluentProducerTemplate().to("direct:send").withBody(i < good ? "good" : "bad").send();
      }
    }
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  @Test
  void tells_once_of_a_route_that_fails_more_than_before() {
    before.send(100, 0);
    ErrorWatch watch = begin(verdicts::add);
    after.send(0, 20);
    awaitEnd(watch);
    assertThat(verdicts).extracting(FailureVerdict::sentence)
        .containsExactly("since the switch send failed 20 of 20 (100 %), before it 0 of 100 (0 %), mostly with IllegalStateException");
    after.send(0, 20);
    awaitNoThread();
    assertThat(verdicts).hasSize(1);
  }

  @Test
  void says_nothing_of_equal_failure_rates_nor_without_traffic() {
    before.send(50, 50);
    ErrorWatch equal = begin(verdicts::add);
    after.send(20, 20);
    ErrorWatch idle = ErrorWatch.begin(before.failures.shares(), new Running().failures, nanos::get, LIMIT, verdicts::add);
    open.add(idle);
    pass(LIMIT.minusSeconds(1));
    assertThat(equal.isOn()).isTrue();
    assertThat(idle.isOn()).isTrue();
    pass(Duration.ofSeconds(1));
    awaitEnd(equal);
    awaitEnd(idle);
    awaitNoThread();
    assertThat(verdicts).isEmpty();
  }

  @Test
  void compares_with_the_time_before_the_switch_however_long_it_watches() {
    before.send(50, 50);
    ErrorWatch watch = ErrorWatch.begin(before.failures.shares(), after.failures, nanos::get, Duration.ofMinutes(20), verdicts::add);
    open.add(watch);
    pass(Duration.ofMinutes(16)); // what the old one did is forgotten by now
    after.send(20, 20);
    pass(Duration.ofMinutes(4));
    awaitEnd(watch);
    assertThat(verdicts).isEmpty();
  }

  @Test
  void says_nothing_when_its_time_is_over() {
    ErrorWatch watch = begin(verdicts::add);
    awaitEndAfter(watch);
    after.send(0, 20);
    awaitNoThread();
    assertThat(verdicts).isEmpty();
  }

  @Test
  void without_time_it_does_not_watch() {
    after.send(0, 20);
    ErrorWatch watch = ErrorWatch.begin(before.failures.shares(), after.failures, nanos::get, Duration.ZERO, verdicts::add);
    awaitEnd(watch);
    awaitNoThread();
    assertThat(verdicts).isEmpty();
  }

  @Test
  void says_nothing_when_it_was_closed_before() {
    ErrorWatch watch = begin(verdicts::add);
    watch.close();
    after.send(0, 20);
    awaitNoThread();
    assertThat(watch.isOn()).isFalse();
    assertThat(verdicts).isEmpty();
  }

  @Test
  void whoever_is_told_may_close_it() throws Exception {
    CountDownLatch told = new CountDownLatch(1);
    ErrorWatch[] watch = new ErrorWatch[1];
    CountDownLatch begun = new CountDownLatch(1);
    watch[0] = begin(verdict -> {
      try {
        begun.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      watch[0].close();
      told.countDown();
      throw new IllegalStateException("there is nothing to go back to");
    });
    begun.countDown();
    after.send(0, 20);
    assertThat(told.await(20, TimeUnit.SECONDS)).isTrue();
    awaitNoThread();
  }

  private ErrorWatch begin(Consumer<FailureVerdict> worse) {
    ErrorWatch watch = ErrorWatch.begin(before.failures.shares(), after.failures, nanos::get, LIMIT, worse);
    open.add(watch);
    return watch;
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private void awaitEndAfter(ErrorWatch watch) {
    pass(LIMIT);
    awaitEnd(watch);
  }

  private static void awaitEnd(ErrorWatch watch) {
    await().atMost(20, TimeUnit.SECONDS).until(() -> !watch.isOn());
  }

  private static void awaitNoThread() {
    await().atMost(20, TimeUnit.SECONDS).until(() -> Thread.getAllStackTraces().keySet().stream().noneMatch(t -> t.getName().equals("watch-errors")));
  }
}
