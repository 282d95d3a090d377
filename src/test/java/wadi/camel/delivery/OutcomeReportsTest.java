package wadi.camel.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import wadi.domain.delivery.Outcome;

@Timeout(60)
class OutcomeReportsTest {
  private final DefaultCamelContext context = new DefaultCamelContext();
  private final List<String> reported = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() throws Exception {
    context.close();
  }

  @Test
  void hands_over_the_delivery_and_how_the_attempt_ended() throws Exception {
    OutcomeReports reports = start(this::note);
    reports.report(delivery(1), new Outcome.Delivered());
    reports.report(delivery(2), new Outcome.RetryLater("451 busy", Instant.EPOCH));
    reports.report(delivery(3), new Outcome.RetryLater("no answer", Instant.EPOCH, true));
    reports.report(delivery(4), new Outcome.Parked("550 no such user"));
    reports.stop();
    assertThat(reported).containsExactly("1 delivered  false", "2 retry 451 busy false", "3 retry no answer true", "4 parked 550 no such user false");
  }

  @Test
  void goes_on_after_a_report_that_failed() throws Exception {
    OutcomeReports reports = start(exchange -> {
      note(exchange);
      if (reported.size() == 1) {
        throw new IllegalStateException("no");
      }
      if (reported.size() == 2) {
        throw new NoClassDefFoundError("no");
      }
    });
    for (int n = 1; n <= 3; n++) {
      reports.report(delivery(n), new Outcome.Delivered());
    }
    reports.stop();
    assertThat(reported).hasSize(3);
  }

  @Test
  void does_not_hold_up_whoever_reports() throws Exception {
    CountDownLatch slow = new CountDownLatch(1);
    OutcomeReports reports = start(exchange -> {
      slow.await(30, TimeUnit.SECONDS);
      note(exchange);
    });
    for (int n = 0; n < 20_000; n++) {
      reports.report(delivery(n), new Outcome.Delivered());
    }
    assertThat(reported).isEmpty();
    slow.countDown();
    reports.stop();
    assertThat(reported).hasSizeBetween(10_000, 10_002);
  }

  @Test
  void says_nothing_more_when_it_is_stopped() throws Exception {
    OutcomeReports reports = start(this::note);
    reports.stop();
    reports.report(delivery(1), new Outcome.Delivered());
    assertThat(reported).isEmpty();
  }

  private OutcomeReports start(Processor route) throws Exception {
    context.addRoutes(new RouteBuilder() {
      @Override
      public void configure() {
        from("direct:report-delivery").errorHandler(noErrorHandler()).process(route);
      }
    });
    context.start();
    OutcomeReports reports = new OutcomeReports(context);
    reports.start(this, "email");
    return reports;
  }

  private void note(Exchange exchange) {
    reported.add(exchange.getMessage().getBody(Map.class).get("id") + " " + exchange.getVariable("outcome") + " " + exchange.getVariable("reason")
        + " " + exchange.getVariable("perhapsSent"));
  }

  private static Map<String, Object> delivery(long id) {
    return Map.of("id", id, "channel", "email");
  }
}
