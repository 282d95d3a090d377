package wadi.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import wadi.platform.StartupException;

class TrustedProxiesTest {
  private static final Vertx VERTX = Vertx.vertx();

  @AfterAll
  static void stop() {
    VERTX.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void the_word_of_a_trusted_proxy_counts() throws Exception {
    assertThat(seen("127.0.0.0/8", "X-Forwarded-For: 203.0.113.7", "X-Forwarded-Proto: https", "X-Forwarded-Host: wadi.example.com"))
        .isEqualTo("203.0.113.7 https://wadi.example.com");
  }

  @Test
  void the_word_of_others_does_not() throws Exception {
    for (String trusted : new String[] {"", "10.0.0.0/8", "127.0.0.2", "::1"}) {
      assertThat(seen(trusted, "X-Forwarded-For: 203.0.113.7", "X-Forwarded-Proto: https", "X-Forwarded-Host: wadi.example.com"))
          .isEqualTo("127.0.0.1 http://localhost:1");
    }
  }

  @Test
  void what_a_client_has_written_itself_before_the_proxy_is_not_believed() throws Exception {
    assertThat(seen("127.0.0.1,10.0.0.0/8", "X-Forwarded-For: 1.1.1.1, 203.0.113.7, 10.0.0.5")).startsWith("203.0.113.7 ");
    assertThat(seen("127.0.0.1", "X-Forwarded-For: 1.1.1.1", "X-Forwarded-For: 203.0.113.7")).startsWith("203.0.113.7 ");
    assertThat(seen("127.0.0.1", "X-Forwarded-For: 203.0.113.7, evil", "X-Forwarded-Host: a\"b", "X-Forwarded-Proto: javascript"))
        .isEqualTo("127.0.0.1 http://localhost:1");
    assertThat(seen("127.0.0.1")).startsWith("127.0.0.1 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"proxy.example.com", "10.0.0.0/33", "300.0.0.1", "10.0.0.1/x", "::1/129"})
  void an_entry_that_is_no_address_is_refused(String entry) {
    assertThatThrownBy(() -> TrustedProxies.of(entry)).isInstanceOf(StartupException.class).hasMessageContaining("http.trusted-proxies")
        .hasMessageContaining(entry);
  }

  /** Peer and origin of a request from 127.0.0.1. */
  private static String seen(String trusted, String... headers) throws Exception {
    TrustedProxies proxies = TrustedProxies.of(trusted);
    int port = VERTX.createHttpServer().requestHandler(request -> request.response().end(proxies.peer(request) + " " + proxies.origin(request)))
        .listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join().actualPort();
    String fields = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
      socket.getOutputStream().write(("GET / HTTP/1.1\r\nHost: localhost:1\r\nConnection: close\r\n" + fields + "\r\n").getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).split("\r\n\r\n", 2)[1];
    }
  }
}
