package wadi.brokers;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Debian's Prometheus as a child process on a free port, which reads one Wadi every second. Where it is not installed, its tests are not run. */
public final class PrometheusServer implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/bin/prometheus");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final int port = Ports.free();
  private final ServerProcess server = new ServerProcess("prometheus");

  private PrometheusServer() {}

  /** Reads the management port of this machine's Wadi. */
  public static PrometheusServer reading(int managementPort) {
    assumeTrue(Files.isExecutable(PROGRAM), "not run: Prometheus is not installed (apt-get install --no-install-recommends prometheus)");
    PrometheusServer prometheus = new PrometheusServer();
    try {
      Files.writeString(prometheus.server.folder().resolve("prometheus.yml"), """
          global: {scrape_interval: 1s}
          scrape_configs:
            - {job_name: wadi, metrics_path: /observe/metrics, static_configs: [{targets: ["localhost:%d"]}]}
          """.formatted(managementPort));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    prometheus.server.start(new ProcessBuilder(PROGRAM.toString(), "--config.file=prometheus.yml", "--storage.tsdb.path=data",
        "--web.listen-address=127.0.0.1:" + prometheus.port), prometheus::isReady);
    return prometheus;
  }

  /** The series an expression has now, as its API gives them. */
  public JsonNode query(String expression) {
    try {
      HttpResponse<String> answer = get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
      JsonNode said = JSON.readTree(answer.body());
      if (answer.statusCode() != 200) {
        throw new AssertionError(expression + ": " + said.get("error").asText());
      }
      return said.at("/data/result");
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    server.remove();
  }

  private boolean isReady() throws InterruptedException {
    try {
      return get("/-/ready").statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return HTTP.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(), BodyHandlers.ofString());
  }
}
