package wadi.camel.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import wadi.camel.Components;

/** What {@code http:} and {@code https:} do in every route, also in one that forgot to remove its headers. */
@Timeout(60)
class OutgoingHttpTest {
  private final ScriptedHttp server = new ScriptedHttp();
  private final ScriptedHttp elsewhere = new ScriptedHttp();
  private final DefaultCamelContext context = new DefaultCamelContext();

  @BeforeEach
  void start() throws Exception {
    server.does("reply", "200");
    elsewhere.does("reply", "200");
    context.addComponent("https", Components.http(Duration.ofSeconds(5)));
    context.addRoutes(new RouteBuilder() {
      @Override
      public void configure() {
        from("direct:call").errorHandler(noErrorHandler()).to("https:http://127.0.0.1:" + server.port() + "/messages?httpMethod=POST");
      }
    });
    context.start();
  }

  @AfterEach
  void stop() {
    context.stop();
    server.close();
    elsewhere.close();
  }

  /** CVE-2026-78164: an address in a header would also have its placeholders resolved. */
  @Test
  void goes_where_the_route_says_whatever_a_header_says() {
    call(Map.of("CamelHttpUri", "http://127.0.0.1:" + elsewhere.port() + "/{{env:HOME}}", "CamelHttpPath", "/other", "CamelHttpQuery", "a=1",
        "CamelHttpMethod", "DELETE"));
    assertThat(elsewhere.requests()).isEmpty();
    assertThat(server.requests()).singleElement().extracting(request -> request.head().get(0)).isEqualTo("POST /messages HTTP/1.1");
  }

  @Test
  void follows_no_redirect() {
    server.does("reply", "307\nLocation: http://127.0.0.1:" + elsewhere.port() + "/");
    assertThatThrownBy(() -> call(Map.of())).hasRootCauseInstanceOf(HttpOperationFailedException.class);
    assertThat(elsewhere.requests()).isEmpty();
  }

  @Test
  void asks_once_whatever_the_answer() {
    for (String answer : List.of("503\nRetry-After: 0", "429\nRetry-After: 0", ScriptedServer.HANGS_UP)) {
      server.does("reply", answer);
      int before = server.requests().size();
      assertThatThrownBy(() -> call(Map.of())).isNotNull();
      assertThat(server.requests()).as(answer).hasSize(before + 1);
    }
  }

  private void call(Map<String, Object> headers) {
    try (var template = context.createProducerTemplate()) {
      template.sendBodyAndHeaders("direct:call", "body", headers);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
