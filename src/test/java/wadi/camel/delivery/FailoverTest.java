package wadi.camel.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.builder.RouteBuilder;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import wadi.platform.SettableClock;
import wadi.platform.postgres.TestDatabase;

/** Two providers over HTTP; the first one does what it should not. */
@Timeout(120)
class FailoverTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final Map<String, String> TWO = Map.of("DELIVERY_EMAIL_PROVIDER", "first, second");
  private final ScriptedHttp first = new ScriptedHttp();
  private final ScriptedHttp second = new ScriptedHttp();
  private final CountDownLatch creditsMayAnswer = new CountDownLatch(1);
  private final AtomicInteger lookUps = new AtomicInteger();
  private volatile boolean creditsFail;
  private SendingContext sending;

  @BeforeEach
  void both_are_well() {
    first.does("reply", "200");
    second.does("reply", "200");
  }

  @AfterEach
  void stop() {
    creditsMayAnswer.countDown();
    if (sending != null) {
      sending.close();
    }
    first.close();
    second.close();
  }

  @Test
  void the_second_is_not_asked_while_the_first_is_there() {
    start(Clock.systemUTC(), Map.of());
    promise(20);
    patience().until(() -> delivered() == 20);
    assertThat(second.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"401", "402", "429", "429\nRetry-After: 600", "500", "503", ScriptedServer.REFUSES})
  void the_second_takes_over_what_the_first_never_took_and_no_mail_leaves_twice(String status) {
    first.does("reply", status);
    start(Clock.systemUTC(), Map.of());
    promise(20);
    patience().until(() -> delivered() == 20);
    assertThat(second.requests()).hasSize(20);
    assertThat(database.count("select count(*) from delivery where provider = 'second'")).isEqualTo(20);
  }

  @Test
  void the_first_is_used_again_when_it_is_back() {
    first.does("reply", "500");
    start(Clock.systemUTC(), Map.of());
    promise(10);
    patience().until(() -> delivered() == 10);
    first.does("reply", "200");
    int before = first.requests().size();
    patience().until(() -> {
      promise(1);
      return first.requests().size() > before + 3;
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {ScriptedServer.HANGS, ScriptedServer.HANGS_UP, "504"})
  void only_what_nobody_answered_is_sent_again(String fault) {
    first.does("reply", fault);
    start(Clock.systemUTC(), Map.of());
    promise(20);
    patience().until(() -> delivered() == 20);
    long unanswered = database.count("select count(*) from delivery_attempt where provider = 'first' and reason like 'perhaps sent:%'");
    assertThat(unanswered).isPositive();
    assertThat(second.requests().size() + database.count("select count(*) from delivery_attempt where provider = 'first' and outcome = 'delivered'"))
        .as("each leaves once with an answer").isEqualTo(20);
    assertThat(first.requests().size()).isEqualTo((int) database.count("select count(*) from delivery_attempt where provider = 'first'"));
  }

  @Test
  void the_credits_of_the_first_are_used_up_before_the_second_is_asked() {
    start(Clock.systemUTC(), Map.of("delivery.email.first.budget", "7 per day"));
    promise(20);
    patience().until(() -> delivered() == 20);
    assertThat(first.requests()).hasSize(7);
    assertThat(second.requests()).hasSize(13);
  }

  @Test
  void a_failure_that_never_left_costs_no_credit() {
    first.does("reply", "500");
    start(Clock.systemUTC(), Map.of("delivery.email.first.budget", "7 per day"));
    promise(10);
    patience().until(() -> delivered() == 10);
    assertThat(database.count("select used from budget_window where budget = 'email/first'")).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_look_up_of_credits_that_fails_or_hangs_holds_nobody_up(boolean fails) {
    creditsFail = fails;
    SettableClock clock = new SettableClock("2026-11-20T23:04:00Z");
    start(clock, Map.of("delivery.email.first.budget", "2 per hour, 6 per day", "delivery.email.first.end-of-day", "23:05", "delivery.email.second.budget", "3 per day"));
    promise(4);
    clock.forward(Duration.ofSeconds(2)); // the second takes what the first had time for
    patience().until(() -> delivered() == 4);
    clock.forward(Duration.ofMinutes(1));
    promise(1);
    clock.forward(Duration.ofSeconds(2));
    patience().until(() -> lookUps.get() > 0 && delivered() == 5); // by the second, while the first is asked for its credits
    promise(6);
    clock.forward(Duration.ofSeconds(2));
    patience().until(() -> delivered() == 9); // 15 seconds later: what our own count of the day has left
    assertThat(first.requests()).hasSize(6);
    assertThat(second.requests()).hasSize(3);
    assertThat(database.count("select granted from budget_window where unit = 'end-of-day'")).isEqualTo(4);
  }

  @Test
  void a_database_that_dies_in_the_middle_loses_nothing() throws Exception {
    start(Clock.systemUTC(), Map.of("delivery.email.first.budget", "300 per day"));
    promise(200);
    patience().until(() -> first.requests().size() > 20);
    killPostgres();
    await().atMost(Duration.ofSeconds(100)).ignoreExceptions().until(() -> delivered() == 200); // a claim whose answer was lost waits for its lease
    assertThat(first.requests().size() + second.requests().size()).as("nothing was sent twice").isEqualTo(200);
    assertThat(database.count("select used from budget_window where budget = 'email/first' and unit = 'days'")).isEqualTo(first.requests().size());
  }

  private static void killPostgres() throws SQLException, IOException {
    Path data = Path.of(database.jdbc().sql("show data_directory").query(String.class).single());
    long postmaster = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
    ProcessHandle.of(postmaster).orElseThrow().destroyForcibly();
  }

  private void start(Clock clock, Map<String, String> properties) {
    Map<String, String> all = new HashMap<>(properties);
    all.putIfAbsent("delivery.email.budget", "unlimited");
    all.put("delivery.email.concurrency", "4");
    sending = new SendingContext(database, clock, all, TWO, new RouteBuilder() {
      @Override
      public void configure() {
        for (Map.Entry<String, ScriptedHttp> one : Map.of("first", first, "second", second).entrySet()) {
          from("direct:send-email-" + one.getKey()).routeId("send-email-" + one.getKey()).errorHandler(noErrorHandler()).removeHeaders("*")
              .setBody(constant("{}")).to("http://127.0.0.1:" + one.getValue().port() + "/send");
        }
        from("direct:check-credits-email-first").routeId("check-credits-email-first").errorHandler(noErrorHandler()).process(exchange -> {
          lookUps.incrementAndGet();
          if (creditsFail) {
            throw new IOException("no answer");
          }
          creditsMayAnswer.await();
        });
      }
    });
  }

  private void promise(int mails) {
    for (int n = 0; n < mails; n++) {
      sending.promise("email", "bob@example.org", Map.of("subject", "s", "text", "t", "html", "t"));
    }
  }

  private long delivered() {
    return database.count("select count(*) from delivery where status = 'delivered'");
  }

  private static ConditionFactory patience() {
    return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(20));
  }
}
