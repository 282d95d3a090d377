package wadi.platform.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import wadi.platform.Settings;
import wadi.platform.StartupException;
import wadi.platform.http.ErrorStyle;
import wadi.platform.http.HttpServers;
import wadi.platform.postgres.ApiKeyTable;
import wadi.platform.postgres.AuditTable.Actor;
import wadi.platform.postgres.TestDatabase;

@Timeout(60)
class DoorkeeperTest {
  @RegisterExtension
  static final TestDatabase database = new TestDatabase();
  private static final Path HOME = Path.of("").toAbsolutePath();

  private final HttpServers servers = new HttpServers(2);
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private ApiKeys keys;
  private int port;

  @BeforeEach
  void begin() {
    keys = ApiKeys.start(database.database());
  }

  @AfterEach
  void end() {
    keys.close();
    servers.close();
  }

  @Test
  void without_any_key_programs_of_this_machine_come_in_and_say_no_name() throws IOException {
    listen();
    assertThat(ask("/alerting", "Host: localhost:8080")).isEqualTo("200 client=null");
    assertThat(ask("/alerting", "Host: 127.0.0.1", "Wadi-Client: root", "wadi-client: admin")).isEqualTo("200 client=null");
    assertThat(ask("/alerting", "Host: localhost", "Authorization: Bearer some-old-key")).isEqualTo("200 client=null");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Host: wadi.example.com", "Host: localhost.example.com", "X-Forwarded-For: 203.0.113.7", "Forwarded: for=203.0.113.7", "X-Real-IP: 127.0.0.1",
      "Via: 1.1 proxy", "X-Forwarded-Host: localhost"})
  void without_any_key_what_may_come_from_elsewhere_does_not_come_in(String field) throws IOException {
    listen();
    for (String scope : new String[] {"alerting", "intake", "notifications"}) {
      assertThat(field.startsWith("Host") ? ask("/" + scope, field) : ask("/" + scope, "Host: localhost", field)).startsWith("403 ").contains("./wadi keys create");
    }
    assertThat(field.startsWith("Host") ? ask("/delivery", field) : ask("/delivery", "Host: localhost", field)).startsWith("200 ");
    assertThat(refused("keyless")).isEqualTo(3);
  }

  @Test
  void without_any_key_other_peers_do_not_come_in() throws IOException {
    listen("HTTP_TRUSTED_PROXIES", "127.0.0.1");
    assertThat(ask("/alerting", "Host: localhost", "X-Forwarded-For: 203.0.113.7")).startsWith("403 ");
    assertThat(ask("/alerting", "Host: localhost")).startsWith("200 ");
  }

  @Test
  void once_there_is_a_key_it_is_asked_for_on_this_machine_too() throws IOException {
    String key = create("shop", OptionalInt.empty(), "alerting");
    listen();
    assertThat(ask("/alerting", "Host: localhost")).startsWith("401 ");
    assertThat(ask("/alerting", "Host: localhost", "Authorization: Bearer wrong")).startsWith("401 ");
    assertThat(ask("/alerting", "Host: localhost", "Authorization: Basic dXNlcjpwYXNz")).startsWith("401 ");
    assertThat(ask("/alerting", "Host: wadi.example.com", "X-Forwarded-For: 203.0.113.7", "Authorization: Bearer " + key)).isEqualTo("200 client=shop");
    assertThat(ask("/alerting", "Host: x", "Authorization: " + key, "Wadi-Client: root")).isEqualTo("200 client=shop");
    assertThat(ask("/alerting", "Host: x", "authorization: bEARER  " + key)).isEqualTo("200 client=shop");
    assertThat(ask("/mail", "Host: x", "Authorization: Bearer " + key)).startsWith("403 ").contains("scope");
    assertThat(ask("/delivery", "Host: x")).startsWith("200 ");
    assertThat(refused("no_key")).isEqualTo(1);
    assertThat(refused("wrong_key")).isEqualTo(2);
    assertThat(refused("other_scope")).isEqualTo(1);
  }

  @Test
  void scopes_that_need_no_key_still_know_a_client_that_has_one() throws IOException {
    String key = create("shop", OptionalInt.empty(), "alerting");
    listen();
    assertThat(ask("/intake", "Host: x")).isEqualTo("200 client=null");
    assertThat(ask("/intake", "Host: x", "Authorization: Basic dXNlcjpwYXNz")).isEqualTo("200 client=null");
    assertThat(ask("/intake", "Host: x", "Authorization: Bearer " + key)).isEqualTo("200 client=shop");
  }

  @Test
  void with_no_scope_left_open_transactions_need_a_key_too() throws IOException {
    String key = create("till", OptionalInt.empty(), "intake");
    listen("HTTP_AUTH_KEYLESS", "none-of-them");
    assertThat(ask("/intake", "Host: localhost")).startsWith("401 ");
    assertThat(ask("/intake", "Host: localhost", "Authorization: Bearer " + key)).isEqualTo("200 client=till");
  }

  @Test
  void a_key_that_was_revoked_last_does_not_open_the_door_to_all() throws IOException {
    create("shop", OptionalInt.empty(), "alerting");
    new KeyChanges(new ApiKeyTable(database.database()), HOME, keys::look).revoke("shop", new Actor("a", "-", null));
    listen();
    assertThat(ask("/alerting", "Host: localhost")).startsWith("401 ");
  }

  @Test
  void whoever_sends_more_than_the_key_may_is_told_when_to_come_again() throws IOException {
    String slow = create("slow", OptionalInt.of(2), "alerting");
    String fast = create("fast", OptionalInt.empty(), "alerting");
    listen();
    String[] of = {"Host: x", "Authorization: Bearer " + slow};
    List<String> answers = List.of(ask("/alerting", of), ask("/alerting", of), ask("/alerting", of), ask("/alerting", of), ask("/alerting", of), ask("/alerting", of));
    assertThat(answers).anyMatch(answer -> answer.startsWith("429 ") && answer.contains("Retry-After=1"));
    assertThat(answers.subList(0, 2)).containsOnly("200 client=slow");
    assertThat(ask("/alerting", "Host: x", "Authorization: Bearer " + fast)).isEqualTo("200 client=fast");
  }

  @Test
  void with_auth_none_everybody_comes_in() throws IOException {
    String key = create("shop", OptionalInt.empty(), "mail");
    listen("HTTP_AUTH", "none");
    assertThat(ask("/alerting", "Host: x", "Wadi-Client: root")).isEqualTo("200 client=null");
    assertThat(ask("/alerting", "Host: x", "Authorization: " + key)).isEqualTo("200 client=shop");
  }

  @Test
  void on_an_address_that_others_reach_it_does_not_begin_without_a_key() {
    assertThatThrownBy(() -> Access.check(settings("HTTP_HOST", "0.0.0.0"), keys)).isInstanceOf(StartupException.class).hasMessageContaining("./wadi keys create");
    assertThatThrownBy(() -> Access.check(settings("HTTP_HOST", "::"), keys)).isInstanceOf(StartupException.class);
    Access.check(settings(), keys);
    Access.check(settings("HTTP_HOST", "0.0.0.0", "HTTP_AUTH", "none"), keys);
    create("shop", OptionalInt.empty(), "mail");
    Access.check(settings("HTTP_HOST", "0.0.0.0"), keys);
  }

  @Test
  void what_the_properties_cannot_mean_is_refused() {
    assertThatThrownBy(() -> Access.of(settings("HTTP_AUTH", "maybe"))).hasMessageContaining("http.auth").hasMessageContaining("keys, none");
    assertThatThrownBy(() -> Access.of(settings("HTTP_AUTH_RATE", "many"))).hasMessageContaining("http.auth.rate").hasMessageContaining("unlimited");
    assertThat(Access.of(settings("HTTP_AUTH_RATE", "unlimited")).rate()).isEmpty();
    assertThat(Access.of(settings()).rate()).hasValue(1000);
  }

  private String create(String name, OptionalInt rate, String... scopes) {
    String key = KeyText.create();
    new KeyChanges(new ApiKeyTable(database.database()), HOME, keys::look).create(name, KeyText.hash(key), List.of(scopes), rate, true, new Actor("a", "-", null));
    return key;
  }

  private static Settings settings(String... variables) {
    return Settings.load(HOME, variables.length == 0 ? name -> null : variables.length == 2 ? Map.of(variables[0], variables[1])::get
        : Map.of(variables[0], variables[1], variables[2], variables[3])::get);
  }

  /** Answers at each path as if it were that group's. */
  private void listen(String... variables) throws IOException {
    Doorkeeper doorkeeper = new Doorkeeper(settings(variables), keys, meters);
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    servers.listen("127.0.0.1", port, "http.port", request -> doorkeeper.admit(request, request.path().substring(1)).ifPresentOrElse(
        error -> ErrorStyle.PROBLEMS.send(error, request), () -> request.response().end("client=" + request.getHeader(Doorkeeper.CLIENT))));
  }

  private String ask(String path, String... fields) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\n" + String.join("\r\n", fields) + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      String wait = answer.contains("Retry-After") ? "Retry-After=" + answer.replaceAll("(?s).*Retry-After: (\\d+).*", "$1") + " " : "";
      return answer.split(" ")[1] + " " + wait + answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }
  }

  private double refused(String reason) {
    return meters.counter("http_refused_total", "reason", reason).count();
  }
}
