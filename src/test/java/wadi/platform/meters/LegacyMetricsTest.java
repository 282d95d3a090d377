package wadi.platform.meters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wadi.brokers.Ports;
import wadi.platform.Settings;
import wadi.platform.StartupException;
import wadi.platform.http.HttpServers;

class LegacyMetricsTest {
  private final Meters meters = new Meters();
  private final HttpServers servers = new HttpServers(1);
  private final int port = Ports.free();
  @TempDir
  private Path home;

  @AfterEach
  void close() {
    servers.close();
    meters.close();
  }

  private void listen(String value) throws IOException {
    Files.writeString(home.resolve("application.properties"), "management.host=127.0.0.1\n" + LegacyMetrics.PORT + "=" + value);
    LegacyMetrics.listen(servers, Settings.load(home, name -> null), meters);
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void the_four_counters_and_nothing_else_are_at_the_root() throws Exception {
    listen(Integer.toString(port));
    meters.counter("mails_sent_total").increment(3);
    meters.counter("payload_template_total", "template", "7").increment();
    HttpResponse<String> answer = get("/");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("text/plain; version=0.0.4; charset=utf-8");
    assertThat(answer.body()).contains("mails_sent_total 3.0\n", "mails_fails_total 0.0\n", "payload_template_total{template=\"7\"} 1.0\n",
        "payload_priority_total{priority=\"200\"} 0.0\n");
    Set<String> names = answer.body().lines().filter(line -> !line.startsWith("#")).map(line -> line.replaceFirst("[{ ].*", "")).collect(Collectors.toSet());
    assertThat(names).containsExactlyInAnyOrder("mails_sent_total", "mails_fails_total", "payload_template_total", "payload_priority_total");
    assertThat(get("/metrics").body()).isEqualTo(answer.body());
    assertThat(get("/ops/alerts").statusCode()).isEqualTo(404);
  }

  @Test
  void without_the_property_nobody_listens() throws Exception {
    listen("");
    assertThatThrownBy(() -> get("/")).isInstanceOf(ConnectException.class);
  }

  @Test
  void what_is_no_port_is_told_by_its_property() {
    assertThatThrownBy(() -> listen("http")).isInstanceOf(StartupException.class).hasMessageContaining(LegacyMetrics.PORT);
  }

  @Test
  void nobody_listens_when_the_servers_are_closed() throws Exception {
    listen(Integer.toString(port));
    servers.close();
    assertThatThrownBy(() -> get("/")).isInstanceOf(ConnectException.class);
  }
}
