package wadi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Does what docs/add-a-channel.md says, word for word, to a copy of Wadi. */
class AddChannelIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir
  private static Path folder;
  private static final List<HttpExchange> CALLS = new CopyOnWriteArrayList<>();
  private static final List<JsonNode> MESSAGES = new CopyOnWriteArrayList<>();
  private static HttpServer acme;
  private static Path tree;

  @BeforeAll
  static void follow_the_page() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    tree = CopiedTree.in(folder.resolve("a copy"));
    List<HowTo.Edit> edits = HowTo.read(RunningWadi.HOME.resolve("docs/add-a-channel.md"));
    assertThat(edits).hasSize(8);
    assertThat(edits.stream().filter(HowTo.Edit::isNew)).hasSize(4);
    assertThat(edits).noneMatch(edit -> edit.file().endsWith(".java"));
    for (HowTo.Edit edit : edits) {
      edit.apply(tree);
    }
    acme = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    acme.createContext("/", AddChannelIT::take);
    acme.start();
  }

  @AfterAll
  static void stop() {
    acme.stop(0);
  }

  @Test
  void its_files_are_in_order() throws Exception {
    RunningWadi wadi = new RunningWadi(folder.resolve("check")).beginIn(tree, "check");
    assertThat(wadi.exitCode()).as(wadi.output()).isZero();
    assertThat(wadi.output()).contains("0 errors, 0 style findings");
  }

  @Test
  void its_specs_pass() throws Exception {
    RunningWadi wadi = new RunningWadi(folder.resolve("specs")).beginIn(tree, "spec", "deliver-whatsapp", "send-whatsapp-acme", "route-alert",
        "routes/delivery");
    assertThat(wadi.exitCode()).as(wadi.output()).isZero();
  }

  @Test
  void a_held_transaction_is_told_over_the_new_channel() throws Exception {
    try (RunningWadi wadi = new RunningWadi(folder.resolve("data"), "DELIVERY_WHATSAPP_ACME_URL=http://127.0.0.1:" + acme.getAddress().getPort(),
        "DELIVERY_WHATSAPP_ACME_TOKEN=a-token").startIn(tree)) {
      long id = JSON.readTree(wadi.transact("""
          {"order": {}, "paymentMethod": "amazonpay", "payment": {"card": "4111 1111 1111 1111", "amount": 250000.00, "currency": "INR"}}""").body())
          .get("transactionID").asLong();

      await().atMost(PATIENCE).until(() -> !MESSAGES.isEmpty());
      assertThat(MESSAGES.get(0).get("to").asText()).isEqualTo("+447700900123");
      assertThat(MESSAGES.get(0).get("text").asText()).contains("critical", Long.toString(id), "250000.00 INR");
      HttpExchange call = CALLS.get(0);
      assertThat(call.getRequestMethod() + " " + call.getRequestURI()).isEqualTo("POST /messages");
      assertThat(call.getRequestHeaders().getFirst("Authorization")).isEqualTo("Bearer a-token");

      await().atMost(PATIENCE).until(() -> attempts(wadi), rows -> rows.equals(List.of("acme delivered acme-1")));
      assertThat(wadi.output()).doesNotContain("a-token");
    }
  }

  private static List<String> attempts(RunningWadi wadi) throws Exception {
    List<String> rows = new CopyOnWriteArrayList<>();
    try (Connection database = wadi.database(); var select = database.createStatement()) {
      ResultSet row = select.executeQuery("""
          select a.provider || ' ' || a.outcome || ' ' || a.provider_id from delivery_attempt a join delivery d on d.id = a.delivery_id
          where d.channel = 'whatsapp'""");
      while (row.next()) {
        rows.add(row.getString(1));
      }
    }
    return rows;
  }

  private static void take(HttpExchange call) throws IOException {
    CALLS.add(call);
    MESSAGES.add(JSON.readTree(call.getRequestBody()));
    byte[] reply = "{\"id\": \"acme-1\"}".getBytes(StandardCharsets.UTF_8);
    call.sendResponseHeaders(200, reply.length);
    call.getResponseBody().write(reply);
    call.close();
  }
}
