package wadi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import wadi.brokers.Certificate;

/** Keys and TLS as an operator and a client meet them: one Wadi, from the first start to the renewal of its certificate. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ApiKeysIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final String ALERT = "{\"alertId\": %d, \"severity\": \"low\", \"text\": \"the nightly settlement did not balance\"}";
  private static final List<String> MADE = new ArrayList<>();

  @TempDir
  private static Path folder;
  private static RunningWadi wadi;
  private static int alerts;

  @AfterAll
  static void stop() throws Exception {
    if (wadi != null) {
      wadi.close();
    }
  }

  @Test
  @Order(1)
  void where_others_reach_it_it_does_not_start_without_a_key_and_says_how_to_make_one() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    certificate("first", folder.resolve("tls.crt"), folder.resolve("tls.key"));
    wadi = new RunningWadi(folder.resolve("data"), "HTTP_HOST=0.0.0.0", "HTTP_AUTH_KEYLESS=fraud");
    wadi.begin();
    assertThat(wadi.exitCode()).isEqualTo(1);
    assertThat(wadi.output()).contains("http.host is 0.0.0.0", "./wadi keys create NAME --scope notifications", "http.auth=none");
  }

  @Test
  @Order(2)
  void on_loopback_programs_of_this_machine_need_none_and_what_came_through_a_proxy_does() throws Exception {
    wadi.with("HTTP_HOST", "127.0.0.1").start();
    assertThat(alert()).isEqualTo(202);
    assertThat(wadi.transact("{}").statusCode()).isEqualTo(422);
    assertThat(alert("X-Forwarded-For", "203.0.113.7")).isEqualTo(403);
    assertThat(wadi.transact("{}", "Forwarded", "for=203.0.113.7").body()).contains("./wadi keys create");
    assertThat(wadi.ask("/alert").join().statusCode()).isEqualTo(405);
  }

  @Test
  @Order(3)
  void a_key_is_made_while_it_runs_and_asked_for_at_once_before_the_method_is_looked_at() throws Exception {
    String key = made("keys", "create", "shop", "--scope", "alerting", "--plain");
    assertThat(alert()).isEqualTo(401);
    assertThat(wadi.ask("/alert").join().statusCode()).isEqualTo(401);
    assertThat(wadi.ask("/nothing").join().statusCode()).isEqualTo(404);
    assertThat(wadi.transact("{}").statusCode()).isEqualTo(401);
    assertThat(wadi.transact("x".repeat(900_000)).statusCode()).isEqualTo(401);
    assertThat(alert("Authorization", "Bearer " + key)).isEqualTo(202);
    assertThat(alert("Authorization", key)).isEqualTo(202);
    assertThat(alert("Authorization", key + "x")).isEqualTo(401);
    assertThat(wadi.transact("{}", "Authorization", key).statusCode()).isEqualTo(403);
    assertThat(wadi.get("/observe/metrics").body()).contains("http_refused_total{reason=\"no_key\"} 4.0", "http_refused_total{reason=\"other_scope\"} 1.0",
        "http_refused_total{reason=\"keyless\"} 2.0");
  }

  @Test
  @Order(4)
  void while_it_is_rotated_both_open_and_revoked_they_open_nothing_within_seconds() throws Exception {
    String old = MADE.get(0);
    String next = made("keys", "rotate", "shop", "--overlap", "2s", "--plain");
    assertThat(alert("Authorization", next)).isEqualTo(202);
    assertThat(alert("Authorization", old)).isEqualTo(202);
    await().atMost(PATIENCE).until(() -> alert("Authorization", old) == 401);
    assertThat(alert("Authorization", next)).isEqualTo(202);
    assertThat(wadi.command("keys", "revoke", "shop").code()).isZero();
    await().atMost(SOON).until(() -> alert("Authorization", next) == 401);
    assertThat(wadi.command("keys", "list").output()).contains("shop").contains("revoked").doesNotContain("wadi_");
  }

  @Test
  @Order(5)
  void a_client_that_sends_more_than_its_key_may_is_told_to_wait() throws Exception {
    String key = made("keys", "create", "slow", "--scope", "alerting", "--rate", "1", "--plain");
    await().atMost(SOON).until(() -> {
      HttpResponse<String> answer = post("Authorization", "Bearer " + key);
      return answer.statusCode() == 429 && answer.headers().firstValue("Retry-After").equals(Optional.of("1"));
    });
  }

  @Test
  @Order(6)
  void while_it_is_stopped_a_key_is_made_too_and_then_it_starts_where_others_reach_it_over_tls() throws Exception {
    assertThat(wadi.signal("TERM")).isIn(0, 143);
    String key = made("keys", "create", "till", "--scope", "alerting", "--plain");
    wadi.with("HTTP_HOST", "0.0.0.0").with("HTTP_TLS_CERTIFICATE", folder.resolve("tls.crt").toString()).with("HTTP_TLS_KEY", folder.resolve("tls.key").toString()).start();
    assertThat(wadi.output()).contains("https://localhost:" + wadi.port("HTTP_PORT") + "/transact");
    assertThat(overTls(key)).isEqualTo("202 CN=first");
  }

  @Test
  @Order(7)
  void a_renewed_certificate_is_taken_without_a_restart_and_one_without_its_key_is_not() throws Exception {
    String key = MADE.get(MADE.size() - 1);
    certificate("second", folder.resolve("new.crt"), folder.resolve("new.key"));
    Files.move(folder.resolve("new.crt"), folder.resolve("tls.crt"), StandardCopyOption.REPLACE_EXISTING);
    await().atMost(PATIENCE).until(() -> wadi.output().contains("it is not the key of the certificate"));
    assertThat(overTls(key)).isEqualTo("202 CN=first");
    Files.move(folder.resolve("new.key"), folder.resolve("tls.key"), StandardCopyOption.REPLACE_EXISTING);
    await().atMost(PATIENCE).until(() -> overTls(key).equals("202 CN=second"));
  }

  @Test
  @Order(8)
  void no_key_is_in_the_database_or_in_what_it_printed() throws Exception {
    assertThat(MADE).hasSize(4);
    StringBuilder dump = new StringBuilder();
    try (Connection connection = wadi.database(); Statement statement = connection.createStatement()) {
      List<String> tables = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery("select tablename from pg_tables where schemaname = 'public'")) {
        while (rows.next()) {
          tables.add(rows.getString(1));
        }
      }
      for (String table : tables) {
        try (ResultSet rows = statement.executeQuery("select t::text from \"" + table + "\" t")) {
          while (rows.next()) {
            dump.append(rows.getString(1)).append('\n');
          }
        }
      }
    }
    assertThat(dump).contains("create-key", "slow");
    for (String key : MADE) {
      assertThat(dump).doesNotContain(key.substring(5, 25));
      assertThat(wadi.output()).doesNotContain(key.substring(5, 25));
    }
  }

  /** Runs a command that prints a key, and nothing else. */
  private static String made(String... command) throws Exception {
    RunningWadi.Ended ended = wadi.command(command);
    assertThat(ended.code()).as(ended.output()).isZero();
    assertThat(ended.output()).matches("wadi_[\\w-]{43}\n");
    MADE.add(ended.output().strip());
    return ended.output().strip();
  }

  private static int alert(String... headers) throws Exception {
    return post(headers).statusCode();
  }

  private static HttpResponse<String> post(String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(wadi.http() + "/alert")).timeout(PATIENCE).POST(BodyPublishers.ofString(ALERT.formatted(++alerts)));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
  }

  /** What is answered, and whose certificate it was. */
  private static String overTls(String key) throws Exception {
    X509Certificate[] seen = {null};
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, new TrustManager[] {new X509TrustManager() {
      @Override
      public void checkClientTrusted(X509Certificate[] chain, String type) {}

      @Override
      public void checkServerTrusted(X509Certificate[] chain, String type) {
        seen[0] = chain[0];
      }

      @Override
      public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
      }
    }}, new SecureRandom());
    HttpResponse<String> answer = HttpClient.newBuilder().sslContext(tls).build().send(HttpRequest.newBuilder(
        URI.create("https://localhost:" + wadi.port("HTTP_PORT") + "/alert")).header("Authorization", "Bearer " + key).timeout(PATIENCE)
        .POST(BodyPublishers.ofString(ALERT.formatted(++alerts))).build(), BodyHandlers.ofString());
    assertThat(answer.sslSession().orElseThrow().getProtocol()).isIn("TLSv1.2", "TLSv1.3");
    return answer.statusCode() + " " + seen[0].getSubjectX500Principal().getName();
  }

  private static void certificate(String name, Path certificate, Path key) throws IOException {
    Certificate made = Certificate.named(name);
    Files.writeString(certificate, made.certificate());
    Files.writeString(key, made.key());
  }
}
