package wadi.sms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A simulator as a process of its own, which outlives the Wadi it is there for, and its control. */
public final class SimulatorProcess implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private final Process process;
  private final int port;
  private final int control;

  private SimulatorProcess(Class<?> simulator, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-cp",
        System.getProperty("java.class.path"), simulator.getName()));
    command.addAll(List.of(arguments));
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String[] words = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine().split(" ");
    port = Integer.parseInt(words[1]);
    control = Integer.parseInt(words[3]);
  }

  public static SimulatorProcess smpp() throws IOException {
    return new SimulatorProcess(SmppSimulator.class);
  }

  /** @param reports where it sends its delivery reports */
  public static SimulatorProcess africasTalking(String reports) throws IOException {
    return new SimulatorProcess(AfricasTalkingSimulator.class, reports);
  }

  public int port() {
    return port;
  }

  /** GET, for example {@code /totals} or {@code /messages}. */
  public JsonNode ask(String path) throws IOException, InterruptedException {
    return new ObjectMapper().readTree(send(HttpRequest.newBuilder(uri(path)).build()));
  }

  /** POST, for example {@code /faults?clear=1&failed=10}. */
  public void tell(String path) throws IOException, InterruptedException {
    send(HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.noBody()).build());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + control + path);
  }

  private static String send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(response.statusCode() + " " + response.body());
    }
    return response.body();
  }

  @Override
  public void close() {
    process.destroy();
  }
}
