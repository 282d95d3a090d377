package wadi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sites go down and come back, and somebody hears of it. */
class SiteAlertsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int AFTER = 2;
  private static final Duration EVERY = Duration.ofSeconds(1);

  @TempDir
  private Path folder;

  /** Of three machines. */
  private final HttpServer[] servers = new HttpServer[3];
  private final int[] ports = new int[3];

  @AfterEach
  void stop() {
    for (int i = 0; i < servers.length; i++) {
      down(i);
    }
  }

  @Test
  void whoever_a_site_names_hears_once_that_it_is_down_and_once_that_it_is_well_again() throws Exception {
    for (int i = 0; i < servers.length; i++) {
      up(i);
    }
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    try (RunningWadi wadi = new RunningWadi(folder.resolve("data"), "SITES_ALLOW_PRIVATE=true").start()) {
      for (int i = 0; i < servers.length; i++) {
        execute(wadi, "insert into sites (name, url, every, after, recipients) values ('site%d', 'http://127.0.0.%d:%d/', interval '%d seconds', %d, '{\"email\": [\"site%d@example.com\"], \"sms\": []}')"
            .formatted(i, i + 1, ports[i], EVERY.toSeconds(), AFTER, i));
      }
      await().atMost(PATIENCE).until(() -> number(wadi, "select count(*) from site_state where outcome = 'up'") == servers.length);

      assertThat(wadi.command("sites", "check", "--publish").output()).contains("site0", "site2");
      assertThat(wadi.command("sites", "add", "--name", "site0", "--url", "http://127.0.0.1/").output()).contains("There is a site of the name site0");
      await().atMost(PATIENCE).until(() -> wadi.get("/observe/metrics").body().contains("probe_success{site=\"site2\""));
      down(0);
      long began = System.nanoTime();
      await().atMost(PATIENCE).until(() -> mails(wadi).size() == 1);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).as("from down to the inbox").isLessThan(EVERY.multipliedBy(AFTER).plusSeconds(5));
      assertThat(mails(wadi)).containsExactly("site0@example.com: [critical] site0 is down");
      await().atMost(PATIENCE).until(() -> number(wadi, "select bad from site_state order by site_id limit 1") > AFTER + 3);
      assertThat(wadi.command("sites", "check", "site0")).satisfies(check -> assertThat(check.code()).isEqualTo(1)).satisfies(check -> assertThat(check.output()).contains("down"));
      assertThat(wadi.command("sites", "uptime", "site0").output()).contains("Together: up ");
      up(0);
      await().atMost(PATIENCE).until(() -> mails(wadi).size() == 2);
      assertThat(mails(wadi).get(1)).startsWith("site0@example.com: [critical] site0 is well again, after ");
      assertThat(Mailbox.of(wadi).texts()).isEmpty();

      assertThat(wadi.command("silence", "add", "--match", "site=site1", "--for", "1h", "--reason", "moving").output()).contains("Silence 1 is on");
      down(1);
      await().atMost(PATIENCE).until(() -> number(wadi, "select count(*) from alert where silenced_by = 1") == 1);
      assertThat(wadi.command("alerts").output()).contains("silenced by 1");
      Path alert = Files.writeString(folder.resolve("alert.json"), "{\"alertId\": 1, \"kind\": \"site\", \"severity\": \"critical\", \"site\": \"site1\"}");
      assertThat(wadi.command("explain", "--live", alert.toString()).output()).contains("Nobody would be told: silenced by 1 until ", "moving");
      assertThat(mails(wadi)).hasSize(2);
      assertThat(wadi.command("silence", "end", "1").output()).contains("is over");
      await().atMost(PATIENCE).until(() -> mails(wadi).size() == 3);
      assertThat(mails(wadi).get(2)).isEqualTo("site1@example.com: [critical] site1 is down");
      up(1);
      await().atMost(PATIENCE).until(() -> mails(wadi).size() == 4);

      for (int i = 0; i < servers.length; i++) {
        down(i);
      }
      await().atMost(PATIENCE).until(() -> mails(wadi).size() == 5);
      assertThat(mails(wadi).get(4)).isEqualTo("fraud-desk@example.com: [critical] No site can be reached from here");
      await().atMost(PATIENCE).until(() -> number(wadi, "select min(bad) from site_state") > AFTER + 2);
      for (int i = 0; i < servers.length; i++) {
        up(i);
      }
      await().atMost(PATIENCE).until(() -> number(wadi, "select min(good) from site_state") > AFTER);
      await().atMost(PATIENCE).until(() -> mails(wadi).size() == 6);
      assertThat(mails(wadi).get(5)).startsWith("fraud-desk@example.com: [critical] Sites can be reached again, after ");
      assertThat(number(wadi, "select count(*) from site_incident where ended_at is null")).isZero();
    }
  }

  private void up(int i) throws IOException {
    servers[i] = HttpServer.create(new InetSocketAddress("127.0.0." + (i + 1), ports[i]), 0);
    servers[i].createContext("/", exchange -> {
      exchange.sendResponseHeaders(200, -1);
      exchange.close();
    });
    servers[i].start();
    ports[i] = servers[i].getAddress().getPort();
  }

  private void down(int i) {
    servers[i].stop(0);
  }

  /** The oldest first. */
  private static List<String> mails(RunningWadi wadi) throws Exception {
    return Mailbox.of(wadi).mails().stream().sorted((a, b) -> at(a).compareTo(at(b))).map(mail -> mail.get("to").asText() + ": " + mail.get("subject").asText()).toList();
  }

  private static String at(JsonNode mail) {
    return mail.get("receivedAt").asText();
  }

  private static long number(RunningWadi wadi, String query) throws Exception {
    try (Connection connection = wadi.database(); Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(query)) {
      return row.next() ? row.getLong(1) : -1;
    }
  }

  private static void execute(RunningWadi wadi, String sql) throws Exception {
    try (Connection connection = wadi.database(); Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
