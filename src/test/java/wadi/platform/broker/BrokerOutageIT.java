package wadi.platform.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import wadi.brokers.Ports;
import wadi.platform.Settings;
import wadi.runtime.Application;

/** The broker goes away under a running Wadi, as it does when its disk is full, and comes back. */
@Timeout(180)
class BrokerOutageIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Path HOME = Path.of("").toAbsolutePath();
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir
  private static Path folder;
  private static final Map<String, String> environment = new HashMap<>();
  private static Application wadi;

  @BeforeAll
  static void start() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    environment.put("DATA_DIR", folder.resolve("data").toString());
    environment.put("ALERTING_REPEAT_AFTER", "0s");
    for (String port : List.of("HTTP_PORT", "MANAGEMENT_PORT", "BROKER_ARTEMIS_PORT", "INBOX_SMTP_PORT")) {
      environment.put(port, Integer.toString(Ports.free()));
    }
    environment.forEach((name, value) -> System.setProperty(property(name), value)); // what the environment would say to Camel
    wadi = Application.start(Settings.load(HOME, environment::get));
  }

  private static String property(String variable) {
    return variable.toLowerCase(Locale.ROOT).replace("smtp_port", "smtp-port").replace("repeat_after", "repeat-after").replace('_', '.');
  }

  @AfterAll
  static void stop() {
    wadi.close();
    environment.keySet().forEach(name -> System.clearProperty(property(name)));
  }

  @Test
  void transactions_are_held_meanwhile_and_each_alert_arrives_once_when_the_broker_is_back() throws Exception {
    List<Long> held = new ArrayList<>(mailed());
    held.addAll(hold(5));
    await().atMost(PATIENCE).until(() -> mailed().containsAll(held));

    Path journal = folder.resolve("data/broker/journal");
    Path elsewhere = folder.resolve("data/broker/elsewhere");
    Files.move(journal, elsewhere);
    Files.writeString(journal, "no disk here");
    wadi.platform().brokers().inside().orElseThrow().server().stop();
    held.addAll(hold(20));
    assertThat(status("brokers/artemis")).isEqualTo("DEGRADED");
    assertThat(get("/observe/health/ready").statusCode()).isEqualTo(200);
    assertThat(count("select count(*) from outbox where published is null")).isEqualTo(20);

    Files.delete(journal);
    Files.move(elsewhere, journal);
    await().atMost(PATIENCE).until(() -> status("brokers/artemis").equals("UP"));
    held.addAll(hold(5));

    assertEachArrivesOnce(held);
  }

  @Test
  void connections_that_break_are_made_again() throws Exception {
    var broker = wadi.platform().brokers().inside().orElseThrow().server().getActiveMQServerControl();
    List<Long> held = new ArrayList<>(mailed());
    held.addAll(hold(5));
    for (int times = 0; times < 3; times++) {
      await().atMost(PATIENCE).until(() -> broker.closeConsumerConnectionsForAddress("wadi.alerts"));
      held.addAll(hold(5));
    }

    assertEachArrivesOnce(held);
  }

  private static void assertEachArrivesOnce(List<Long> held) throws Exception {
    await().atMost(PATIENCE).until(() -> mailed().containsAll(held));
    await().atMost(PATIENCE).until(() -> count("select count(*) from outbox where published is null") == 0
        && count("select count(*) from delivery where status <> 'delivered'") == 0);
    assertThat(mailed()).containsExactlyInAnyOrderElementsOf(held);
    assertThat(count("select count(*) from dead_letter")).isZero();
  }

  private static List<Long> hold(int times) throws Exception {
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      HttpResponse<String> reply = HTTP.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + environment.get("HTTP_PORT") + "/transact"))
          .POST(HttpRequest.BodyPublishers.ofString("""
              {"order": {}, "paymentMethod": "amazonpay", "payment": {"card": "4111 1111 1111 1111", "amount": 25000, "currency": "INR"}}"""))
          .build(), BodyHandlers.ofString());
      assertThat(reply.statusCode()).isEqualTo(402);
      ids.add(JSON.readTree(reply.body()).get("transactionID").asLong());
    }
    return ids;
  }

  private static List<Long> mailed() throws Exception {
    List<Long> ids = new ArrayList<>();
    for (JsonNode message : JSON.readTree(get("/inbox").body()).get("messages")) {
      if (message.get("channel").asText().equals("email")) {
        ids.add(Long.parseLong(message.get("subject").asText().replaceFirst(".*Transaction (\\d+):.*", "$1")));
      }
    }
    return ids;
  }

  private static String status(String part) throws Exception {
    return JSON.readTree(get("/observe/health").body()).at("/checks/" + part).asText();
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return HTTP.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + environment.get("MANAGEMENT_PORT") + path)).build(), BodyHandlers.ofString());
  }

  private static long count(String query) {
    return wadi.platform().database().sql().sql(query).query(Long.class).single();
  }
}
