package wadi.camel.fraud;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RemoteHttpTest {
  @Test
  void a_service_that_asks_for_a_key_gets_it_and_others_get_none() throws Exception {
    assertThat(authorization(Optional.of("wadi_abc"))).isEqualTo("Bearer wadi_abc");
    assertThat(authorization(Optional.empty())).isEqualTo("null");
  }

  /** What the service is sent. */
  private static String authorization(Optional<String> key) throws Exception {
    HttpServer service = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    service.createContext("/", exchange -> {
      byte[] seen = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")).getBytes(StandardCharsets.US_ASCII);
      exchange.sendResponseHeaders(200, seen.length);
      exchange.getResponseBody().write(seen);
      exchange.close();
    });
    service.start();
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      context.addComponent("fraud-http", new RemoteHttp(Duration.ofSeconds(10), 2, key));
      context.start();
      return context.createProducerTemplate().requestBody("fraud-http:http://127.0.0.1:" + service.getAddress().getPort() + "/check", "{}", String.class);
    } finally {
      service.stop(0);
    }
  }
}
