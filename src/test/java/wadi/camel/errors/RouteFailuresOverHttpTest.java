package wadi.camel.errors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.platform.http.vertx.HttpMessage;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import wadi.domain.reload.FailureShare;
import wadi.platform.http.Problem;

@Timeout(60)
class RouteFailuresOverHttpTest {
  private final Vertx vertx = Vertx.vertx();
  private final DefaultCamelContext context = new DefaultCamelContext();
  private final RouteFailures failures = new RouteFailures(System::nanoTime);
  private final CountDownLatch inside = new CountDownLatch(1);
  private HttpServer server;

  @BeforeEach
  void start() throws Exception {
    Router router = Router.router(vertx);
    router.errorHandler(500, c -> new Problem(500, "Internal Server Error", "no").send(c.response()));
    VertxPlatformHttpServerConfiguration configuration = new VertxPlatformHttpServerConfiguration();
    context.getRegistry().bind("platformHttpServerConfig", configuration);
    String name = VertxPlatformHttpRouter.getRouterNameFromPort(configuration.getBindPort());
    context.getRegistry().bind(name, new VertxPlatformHttpRouter(null, vertx, router, name));
    context.addRoutePolicyFactory(failures);
    context.addRoutes(new RouteBuilder() {
      @Override
      public void configure() {
        onException(IllegalArgumentException.class).handled(true).setHeader(Exchange.HTTP_RESPONSE_CODE, constant(400)).setBody(constant("yours"));
        onException(IllegalStateException.class).handled(true).setHeader(Exchange.HTTP_RESPONSE_CODE, constant(503)).setBody(constant("ours"));
        from("platform-http:/answer").routeId("answer").setHeader(Exchange.HTTP_RESPONSE_CODE, header("status")).setBody(constant("x"));
        from("platform-http:/held-as-of-old").routeId("held-as-of-old").setVariable("failed", constant(false))
            .setHeader(Exchange.HTTP_RESPONSE_CODE, constant(500)).setBody(constant("x"));
        from("platform-http:/yours").routeId("yours").to("direct:yours-inside");
        from("direct:yours-inside").routeId("yours-inside").errorHandler(noErrorHandler()).throwException(new IllegalArgumentException("no"));
        from("platform-http:/ours").routeId("ours").to("direct:ours-inside");
        from("direct:ours-inside").routeId("ours-inside").errorHandler(noErrorHandler()).throwException(new IllegalStateException("no"));
        from("platform-http:/nobodys").routeId("nobodys").throwException(new UnsupportedOperationException("no"));
        from("platform-http:/unwritable").routeId("unwritable").process(e -> e.getMessage().setBody(new Object[] {new Object(), Thread.currentThread()}));
        from("platform-http:/slow").routeId("slow").process(e -> {
          inside.countDown();
          await().atMost(20, TimeUnit.SECONDS).until(e.getIn(HttpMessage.class).getResponse()::closed);
        }).setBody(constant("late"));
      }
    });
    context.start();
    server = vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @AfterEach
  void close() throws Exception {
    context.close();
    vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 202, 302, 402, 404, 409, 422, 429, 499})
  void replies_below_500_are_no_failures(int status) throws Exception {
    assertThat(get("/answer", status)).isEqualTo(status);
    assertEnds("answer", 1, 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504})
  void replies_from_500_on_are_failures(int status) throws Exception {
    assertThat(get("/answer", status)).isEqualTo(status);
    assertEnds("answer", 1, 1);
    assertThat(failures.compare("answer", FailureShare.NONE).reason()).isEqualTo("reply " + status);
  }

  @Test
  void a_reply_may_look_like_a_failure_and_say_that_it_is_none() throws Exception {
    assertThat(get("/held-as-of-old", 0)).isEqualTo(500);
    assertEnds("held-as-of-old", 1, 0);
  }

  @Test
  void what_the_client_did_wrong_is_no_failure_of_the_route_that_found_it_either() throws Exception {
    assertThat(get("/yours", 0)).isEqualTo(400);
    assertEnds("yours", 1, 0);
    assertEnds("yours-inside", 1, 0);
  }

  @Test
  void an_exception_that_became_a_503_is_a_failure_of_each_route_it_passed() throws Exception {
    assertThat(get("/ours", 0)).isEqualTo(503);
    assertEnds("ours", 1, 1);
    assertEnds("ours-inside", 1, 1);
    assertThat(failures.compare("ours-inside", FailureShare.NONE).reason()).isEqualTo("IllegalStateException");
  }

  @Test
  void an_exception_that_nobody_handles_is_a_failure() throws Exception {
    assertThat(get("/nobodys", 0)).isEqualTo(500);
    assertEnds("nobodys", 1, 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"keep-alive", "close"})
  void a_reply_that_cannot_be_written_is_a_failure(String connection) throws Exception {
    assertThat(raw("/unwritable", connection)).startsWith("HTTP/1.1 500");
    assertEnds("unwritable", 1, 1);
  }

  @Test
  void a_client_that_hangs_up_is_no_failure() throws Exception {
    try (Socket socket = request("/slow", "keep-alive")) {
      inside.await();
      socket.setSoLinger(true, 0);
    }
    assertEnds("slow", 1, 0);
  }

  private int get(String path, int status) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + path)).header("status", "" + status).build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
  }

  private Socket request(String path, String connection) throws Exception {
    Socket socket = new Socket("127.0.0.1", server.actualPort());
    socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: " + connection + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private String raw(String path, String connection) throws Exception {
    try (Socket socket = request(path, connection)) {
      socket.setSoTimeout(20_000);
      return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
    }
  }

  /** The reply is read a moment before the exchange has ended. */
  private void assertEnds(String route, long exchanges, long failed) {
    await().atMost(20, TimeUnit.SECONDS).untilAsserted(() -> assertThat(failures.shares().get(route)).isEqualTo(new FailureShare(exchanges, failed)));
  }
}
