package wadi.camel.errors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import wadi.domain.reload.FailureComparison;
import wadi.domain.reload.FailureShare;
import wadi.platform.ports.DeadLetter;

/** Exchanges that come from elsewhere than HTTP. */
@Timeout(60)
class RouteFailuresTest {
  private final AtomicLong nanos = new AtomicLong(-Duration.ofDays(200).plusSeconds(1).toNanos()); // as a machine's clock may be
  private final RouteFailures failures = new RouteFailures(nanos::get);
  private final DefaultCamelContext context = new DefaultCamelContext();
  private final CountDownLatch wholeHasEnded = new CountDownLatch(1);
  private final List<DeadLetter> parked = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    context.getRegistry().bind("parking", new Parking(parked::add, new ObjectMapper()));
    context.addRoutePolicyFactory(failures);
    context.addRoutes(new RouteBuilder() {
      @Override
      public void configure() {
        from("direct:release").routeId("release").errorHandler(noErrorHandler()).to("direct:send");
        from("direct:send").routeId("send").errorHandler(noErrorHandler()).filter(body().startsWith("bad")).to("direct:call");
        from("direct:call").routeId("call").errorHandler(noErrorHandler())
            .filter(body().isEqualTo("bad otherwise")).throwException(new IllegalArgumentException("no")).end()
            .throwException(new IllegalStateException("nobody shall read this", new java.net.ConnectException("nor this")));
        from("direct:receive").routeId("receive").onException(Exception.class).handled(true).to("direct:park-message").end().to("direct:send");
        from("direct:park-message").routeId("park-message").bean("parking", "park");
        from("direct:put-aside").routeId("put-aside").to("direct:park-message");
        from("direct:each").routeId("each").split(body()).parallelProcessing().stopOnException().to("direct:send").end();
        from("direct:one-late").routeId("one-late").split(body()).parallelProcessing().stopOnException().to("direct:late").end();
        from("direct:late").routeId("late").errorHandler(noErrorHandler()).process(e -> {
          if (e.getMessage().getBody().equals("late")) wholeHasEnded.await();
          throw new IllegalStateException("no");
        });
        from("direct:all").routeId("all").split(body()).to("direct:receive").end();
        from("direct:screen").routeId("screen").errorHandler(noErrorHandler()).enrich("direct:send");
        from("direct:try").routeId("try").doTry().to("direct:send").doCatch(Exception.class).setBody(constant("another way")).end();
        from("direct:undo").routeId("undo").markRollbackOnly();
        from("direct:tries-again").routeId("tries-again").onException(Exception.class).maximumRedeliveries(2).redeliveryDelay(0)
            .onRedelivery(e -> e.getMessage().setBody("good")).end().to("direct:send");
      }
    });
    context.start();
  }

  @AfterEach
  void close() throws Exception {
    context.close();
  }

  @Test
  void every_route_is_there_from_the_start() {
    assertThat(failures.shares()).hasSize(14).containsEntry("send", FailureShare.NONE);
  }

  @Test
  void what_ends_well_is_counted_in_each_route_it_passed_and_failed_in_none() {
    send("direct:release", "good");
    assertThat(share("release")).isEqualTo(new FailureShare(1, 0));
    assertThat(share("send")).isEqualTo(new FailureShare(1, 0));
    assertThat(share("call")).isEqualTo(FailureShare.NONE);
  }

  @Test
  void an_exception_that_nobody_handles_is_a_failure_of_each_route_it_passed() {
    send("direct:release", "good");
    send("direct:release", "bad");
    assertThat(share("release")).isEqualTo(new FailureShare(2, 1));
    assertThat(share("send")).isEqualTo(new FailureShare(2, 1));
    assertThat(share("call")).isEqualTo(new FailureShare(1, 1));
  }

  @Test
  void a_message_that_was_parked_is_a_failure_of_the_routes_up_to_where_it_was_handled() {
    send("direct:receive", "bad");
    send("direct:receive", "good");
    assertThat(parked).hasSize(1);
    assertThat(share("receive")).isEqualTo(new FailureShare(2, 1));
    assertThat(share("send")).isEqualTo(new FailureShare(2, 1));
    assertThat(share("call")).isEqualTo(new FailureShare(1, 1));
    assertThat(share("park-message")).isEqualTo(new FailureShare(1, 0));
    assertThat(reason("receive")).isEqualTo("IllegalStateException < ConnectException");
  }

  @Test
  void a_message_that_a_route_puts_aside_by_itself_is_a_failure_too() {
    send("direct:put-aside", "anything");
    assertThat(share("put-aside")).isEqualTo(new FailureShare(1, 1));
    assertThat(reason("put-aside")).isEqualTo("parked");
  }

  @Test
  void a_rollback_without_an_exception_is_a_failure() {
    send("direct:undo", "anything");
    assertThat(share("undo")).isEqualTo(new FailureShare(1, 1));
    assertThat(reason("undo")).isEqualTo("rolled back");
  }

  @Test
  void what_a_route_handled_so_that_all_ended_well_is_no_failure() {
    send("direct:try", "bad");
    assertThat(share("try")).isEqualTo(new FailureShare(1, 0));
    assertThat(share("send")).isEqualTo(new FailureShare(1, 0));
    assertThat(share("call")).isEqualTo(new FailureShare(1, 0));
  }

  @Test
  void what_succeeded_when_it_was_tried_again_is_no_failure() {
    send("direct:tries-again", "bad");
    assertThat(share("tries-again")).isEqualTo(new FailureShare(1, 0));
    assertThat(share("send")).isEqualTo(new FailureShare(2, 0));
  }

  @Test
  void parts_of_a_message_share_its_fate() {
    send("direct:each", List.of("good", "good", "good"));
    send("direct:each", List.of("bad", "bad", "bad"));
    assertThat(share("each")).isEqualTo(new FailureShare(2, 1));
    await().atMost(20, TimeUnit.SECONDS).untilAsserted(() -> assertThat(share("call").failures()).isBetween(1L, 3L)
        .isEqualTo(share("call").exchanges()).isEqualTo(share("send").failures()).isEqualTo(share("send").exchanges() - 3));
    send("direct:all", List.of("good", "bad"));
    assertThat(share("all")).isEqualTo(new FailureShare(1, 1));
  }

  @Test
  void a_part_that_ends_after_the_whole_has_failed_shares_its_fate_too() {
    send("direct:one-late", List.of("late", "now"));
    assertThat(share("one-late")).isEqualTo(new FailureShare(1, 1));
    assertThat(share("late")).isEqualTo(new FailureShare(1, 1));
    wholeHasEnded.countDown();
    await().atMost(20, TimeUnit.SECONDS).untilAsserted(() -> assertThat(share("late")).isEqualTo(new FailureShare(2, 2)));
  }

  @Test
  void a_route_that_is_asked_on_the_way_shares_the_fate_of_the_one_that_asks() {
    send("direct:screen", "good");
    send("direct:screen", "bad");
    assertThat(share("screen")).isEqualTo(new FailureShare(2, 1));
    assertThat(share("send")).isEqualTo(new FailureShare(2, 1));
  }

  @Test
  void an_exchange_that_is_sent_again_is_counted_again() {
    Exchange exchange = context.getEndpoint("direct:release").createExchange();
    exchange.getMessage().setBody("bad");
    context.createProducerTemplate().send("direct:release", exchange);
    exchange.setException(null);
    context.createProducerTemplate().send("direct:release", exchange);
    assertThat(share("release")).isEqualTo(new FailureShare(2, 2));
  }

  @Test
  void the_reason_is_the_one_most_failures_had_and_nothing_that_was_sent() {
    send("direct:release", "bad otherwise");
    send("direct:release", "bad");
    send("direct:release", "bad");
    assertThat(reason("release")).isEqualTo("IllegalStateException < ConnectException");
    assertThat(reason("try")).isEmpty();
    assertThat(reason("no-such-route")).isEmpty();
  }

  @Test
  void five_minutes_are_remembered_and_not_much_more() {
    send("direct:release", "bad");
    pass(Duration.ofMinutes(2));
    send("direct:release", "good");
    pass(Duration.ofMinutes(3));
    assertThat(share("release")).isEqualTo(new FailureShare(2, 1));
    pass(Duration.ofSeconds(6));
    assertThat(share("release")).isEqualTo(new FailureShare(1, 0));
    pass(Duration.ofMinutes(2));
    assertThat(share("release")).isEqualTo(FailureShare.NONE);
    send("direct:release", "bad");
    assertThat(share("release")).isEqualTo(new FailureShare(1, 1));
  }

  private void send(String to, Object body) {
    context.createFluentProducerTemplate().to(to).withBody(body).send();
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private FailureShare share(String route) {
    return failures.shares().get(route);
  }

  private String reason(String route) {
    FailureComparison comparison = failures.compare(route, FailureShare.NONE);
    return comparison.reason();
  }
}
