package wadi.camel.fraud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.reflect.Proxy;
import java.net.ConnectException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecRuntime;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a call to the fraud check service ends, and when it is made again. */
class DeadlineTest {
  private static final Duration SHORT = Duration.ofMillis(100);

  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicInteger calls = new AtomicInteger();
  private final HttpPost request = new HttpPost("http://fraud.example/");

  @AfterEach
  void stop() {
    end.countDown();
    threads.shutdownNow();
  }

  @Test
  void a_call_is_made_again_once_when_no_connection_could_be_made() throws Exception {
    ClassicHttpResponse response = ask(Duration.ofSeconds(30), number -> {
      if (number == 1) {
        throw new ConnectException("refused");
      }
      return answer("well");
    });
    assertThat(EntityUtils.toString(response.getEntity())).isEqualTo("well");
    assertThat(calls).hasValue(2);
  }

  @Test
  void a_call_that_is_refused_twice_has_failed() {
    assertThatThrownBy(() -> ask(Duration.ofSeconds(30), number -> {
      throw new ConnectException("refused");
    })).isInstanceOf(ConnectException.class).satisfies(failure -> assertThat(CallOutcome.of(failure)).isEqualTo(CallOutcome.REFUSED));
    assertThat(calls).hasValue(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_call_whose_answer_was_lost_is_not_made_again(boolean reset) {
    assertThatThrownBy(() -> ask(Duration.ofSeconds(30), number -> {
      throw reset ? new SocketException("Connection reset") : new NoHttpResponseException("failed to respond");
    })).satisfies(failure -> assertThat(CallOutcome.of(failure)).isEqualTo(CallOutcome.RESET));
    assertThat(calls).hasValue(1);
  }

  @Test
  void the_second_attempt_has_only_what_is_left_of_the_time() {
    assertThatThrownBy(() -> ask(SHORT, number -> {
      if (number == 1) {
        throw new ConnectException("refused");
      }
      return never();
    })).isInstanceOf(InterruptedIOException.class);
  }

  @Test
  void the_caller_does_not_wait_for_what_cannot_be_interrupted() {
    long began = System.nanoTime();
    assertThatThrownBy(() -> ask(SHORT, number -> never())).isInstanceOf(InterruptedIOException.class)
        .satisfies(failure -> assertThat(CallOutcome.of(failure)).isEqualTo(CallOutcome.TIMEOUT));
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isBetween(SHORT, SHORT.plusSeconds(5));
    assertThat(request.isCancelled()).isTrue();
  }

  @Test
  void a_call_that_finds_no_thread_waits_within_its_own_time() {
    threads.execute(this::block);
    threads.execute(this::block);
    assertThatThrownBy(() -> ask(SHORT, number -> answer("well"))).isInstanceOf(InterruptedIOException.class);
    assertThat(calls).hasValue(0);
  }

  @Test
  void an_answer_of_more_than_a_mebibyte_is_none() {
    assertThatThrownBy(() -> ask(Duration.ofSeconds(30), number -> answer(" ".repeat((1 << 20) + 1)))).isInstanceOf(IOException.class)
        .satisfies(failure -> assertThat(CallOutcome.of(failure)).isEqualTo(CallOutcome.GARBAGE));
  }

  private interface Service {
    ClassicHttpResponse answer(int call) throws IOException;
  }

  private ClassicHttpResponse ask(Duration most, Service service) throws Exception {
    ExecRuntime nowhere = (ExecRuntime) Proxy.newProxyInstance(ExecRuntime.class.getClassLoader(), new Class<?>[] {ExecRuntime.class},
        (proxy, method, arguments) -> null);
    HttpRoute route = new HttpRoute(new HttpHost("fraud.example", 80));
    ExecChain.Scope scope = new ExecChain.Scope("1", route, request, nowhere, HttpClientContext.create());
    return new Deadline(most, threads).execute(request, scope, (call, same) -> service.answer(calls.incrementAndGet()));
  }

  private static ClassicHttpResponse answer(String text) {
    ClassicHttpResponse response = new BasicClassicHttpResponse(200);
    response.setEntity(new StringEntity(text, ContentType.create("text/plain", StandardCharsets.UTF_8)));
    return response;
  }

  private ClassicHttpResponse never() {
    block();
    return answer("too late");
  }

  private void block() {
    while (end.getCount() > 0) {
      try {
        end.await();
      } catch (InterruptedException e) {
        // as a name server that does not answer: it waits on
      }
    }
  }
}
