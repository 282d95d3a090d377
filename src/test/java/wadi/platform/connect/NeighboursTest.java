package wadi.platform.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wadi.brokers.RedisServer;
import wadi.platform.Settings;
import wadi.platform.StartupException;
import wadi.platform.broker.EmbeddedArtemis;
import wadi.platform.inbox.Inbox;
import wadi.platform.inbox.InboxSmtpServer;
import wadi.platform.postgres.TestDatabase;

/** Who has to be reached with which properties, and what is said when somebody cannot. */
@Timeout(60)
class NeighboursTest {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private final Map<String, String> environment = new HashMap<>();

  @Test
  void as_shipped_everybody_is_inside() {
    assertThat(neighbours()).extracting(Neighbour::name).containsExactly("database", "artemis", "smtp", "africastalking");
    assertThat(neighbours()).allMatch(neighbour -> neighbour.contact().isEmpty() && neighbour.address().equals("inside"));
    assertThat(Reached.each(neighbours(), LIMIT)).isEmpty();
  }

  @Test
  void a_database_is_logged_in_to_and_its_password_is_not_shown() {
    environment.put("DATABASE_URL", database.server().url() + "?ApplicationName=hidden");
    environment.put("DATABASE_USER", database.server().user());
    environment.put("DATABASE_PASSWORD", database.server().password());
    Reached good = reach("database");
    assertThat(good.failure()).isEmpty();
    assertThat(good.neighbour().address()).startsWith("jdbc:postgresql://").endsWith(" as " + database.server().user()).doesNotContain("hidden");
    environment.put("DATABASE_PASSWORD", "wrong");
    assertThat(reach("database").failure()).hasValueSatisfying(why -> assertThat(why).contains("password authentication failed"));
    environment.put("DATABASE_URL", "postgres://127.0.0.1/wadi");
    assertThat(reach("database").failure()).contains("database.url must begin with jdbc:postgresql://");
  }

  @Test
  void redis_is_logged_in_to_when_windows_are_kept_there() {
    assertThat(neighbours()).extracting(Neighbour::name).doesNotContain("redis");
    environment.put("FRAUD_VELOCITY_STORE", "redis");
    try (RedisServer server = RedisServer.start("secret")) {
      environment.put("FRAUD_VELOCITY_REDIS_URL", server.url().replace("//", "//:wrong@"));
      assertThat(reach("redis").failure()).hasValueSatisfying(why -> assertThat(why).contains("invalid username-password pair"));
      environment.put("FRAUD_VELOCITY_REDIS_URL", server.url().replace("//", "//:secret@"));
      assertThat(reach("redis").failure()).isEmpty();
      assertThat(reach("redis").neighbour().address()).isEqualTo(server.url());
      server.kill();
      assertThat(reach("redis").failure()).hasValueSatisfying(why -> assertThat(why).contains("Failed to connect to 127.0.0.1"));
    }
  }

  @Test
  void a_mail_server_is_greeted() throws IOException {
    int port = freePort();
    environment.put("DELIVERY_EMAIL_SMTP_PORT", Integer.toString(port));
    assertThat(reach("smtp").failure()).hasValueSatisfying(why -> assertThat(why).contains("nothing listens there"));
    try (InboxSmtpServer server = InboxSmtpServer.start(new Inbox(database.dataSource()), port)) {
      assertThat(reach("smtp")).extracting(Reached::failure, reached -> reached.neighbour().address()).containsExactly(Optional.empty(),
          "127.0.0.1:" + port);
    }
  }

  @ParameterizedTest
  @CsvSource({"200,true", "302,true", "401,true", "404,true", "405,true", "501,true", "500,false", "503,false"})
  void a_provider_over_http_is_good_when_it_answers_whatever_it_thinks_of_the_question(int status, boolean good) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> {
      exchange.sendResponseHeaders(exchange.getRequestMethod().equals("HEAD") ? status : 599, -1);
      exchange.close();
    });
    server.start();
    try {
      environment.put("DELIVERY_SMS_AFRICASTALKING_URL", "http://me:secret@127.0.0.1:" + server.getAddress().getPort() + "/version1?key=secret");
      environment.put("FRAUD_MODE", "remote");
      environment.put("FRAUD_REMOTE_URL", "http://127.0.0.1:" + server.getAddress().getPort() + "/police/");
      assertThat(reach("africastalking").failure().isEmpty()).isEqualTo(good);
      assertThat(reach("africastalking").neighbour().address()).isEqualTo("http://127.0.0.1:" + server.getAddress().getPort() + "/version1");
      assertThat(reach("fraud").failure()).isEqualTo(reach("africastalking").failure());
    } finally {
      server.stop(0);
    }
  }

  @Test
  void a_broker_is_connected_to_when_one_is_named_and_used(@TempDir Path folder) throws IOException {
    int port = freePort();
    environment.put("ARTEMIS_URL", "tcp://127.0.0.1:" + port + "?password=hidden");
    environment.put("BROKER", "kafka");
    environment.put("INTAKE_ARTEMIS_ENABLED", "false");
    environment.put("ALERTING_ARTEMIS_ENABLED", "false");
    assertThat(neighbours()).extracting(Neighbour::name).doesNotContain("artemis");
    environment.put("ALERTING_ARTEMIS_ENABLED", "true");
    assertThat(reach("artemis").failure()).isPresent();
    EmbeddedArtemis broker = EmbeddedArtemis.start(folder, port);
    try {
      assertThat(reach("artemis").failure()).isEmpty();
      assertThat(reach("artemis").neighbour().address()).isEqualTo("127.0.0.1:" + port);
    } finally {
      broker.close();
    }
  }

  @Test
  void who_accepts_and_never_answers_has_failed_at_the_limit_and_keeps_nobody_waiting() throws IOException {
    try (ServerSocket silent = new ServerSocket(0)) {
      environment.put("DELIVERY_SMS_AFRICASTALKING_URL", "http://127.0.0.1:" + silent.getLocalPort());
      environment.put("DELIVERY_EMAIL_SMTP_PORT", Integer.toString(silent.getLocalPort()));
      List<Reached> reached = Reached.each(neighbours(), Duration.ofSeconds(1));
      assertThat(reached).hasSize(2).allMatch(one -> one.failure().orElse("").equals("no answer within 1 s") && one.took().equals(Duration.ofSeconds(1)));
    }
  }

  @Test
  void a_host_that_nobody_knows_is_told() {
    environment.put("DELIVERY_EMAIL_SMTP_HOST", "mail.invalid");
    environment.put("DELIVERY_SMS_AFRICASTALKING_URL", "https://sms.invalid");
    assertThat(reach("smtp").failure()).contains("no host of this name is known");
    assertThat(reach("africastalking").failure()).contains("no host of this name is known");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"DELIVERY_SMS_AFRICASTALKING_URL|sms.example.com", "DELIVERY_SMS_AFRICASTALKING_URL|ftp://sms.example.com",
      "DELIVERY_EMAIL_SMTP_PORT|smtp"})
  void a_property_that_is_no_address_is_named(String variable, String value) {
    environment.put(variable, value);
    assertThatThrownBy(this::neighbours).isInstanceOf(StartupException.class).hasMessageContaining("The property delivery.").hasMessageContaining(value);
  }

  private List<Neighbour> neighbours() {
    return Neighbours.of(Settings.load(Path.of("").toAbsolutePath(), environment::get));
  }

  private Reached reach(String name) {
    return Reached.each(neighbours().stream().filter(neighbour -> neighbour.name().equals(name)).toList(), LIMIT).get(0);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
