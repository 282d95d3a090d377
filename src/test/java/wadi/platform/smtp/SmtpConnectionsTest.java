package wadi.platform.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import wadi.platform.Together;
import wadi.platform.inbox.Inbox;
import wadi.platform.inbox.InboxSmtpServer;
import wadi.platform.postgres.TestDatabase;

@Timeout(60)
class SmtpConnectionsTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private final SmtpConnections connections = new SmtpConnections();
  private final List<Transport> opened = new CopyOnWriteArrayList<>();
  private volatile boolean refusing;
  private InboxSmtpServer server;

  @BeforeEach
  void start() {
    server = InboxSmtpServer.start(inbox(), 0);
  }

  @AfterEach
  void stop() {
    connections.close();
    server.close();
  }

  @Test
  void uses_a_kept_connection_again() throws Exception {
    for (int i = 0; i < 5; i++) {
      send("provider");
    }
    assertThat(opened).hasSize(1);
    assertThat(arrived()).isEqualTo(5);
  }

  @Test
  void keeps_the_connections_of_each_server_and_user_apart() throws Exception {
    send("one");
    send("other");
    send("one");
    assertThat(opened).hasSize(2);
  }

  @Test
  void opens_as_many_as_send_at_once_and_gives_none_to_two() throws Exception {
    Together.run(6, thread -> {
      for (int i = 0; i < 10; i++) {
        send("provider");
      }
      return null;
    });
    assertThat(opened).hasSizeBetween(1, 6);
    assertThat(arrived()).isEqualTo(60);
  }

  @Test
  void notices_that_the_server_closed_an_idle_connection_and_opens_another() throws Exception {
    send("provider");
    int port = server.port();
    server.close();
    server = InboxSmtpServer.start(inbox(), port);
    send("provider");
    assertThat(opened).hasSize(2);
    assertThat(opened.get(0).isConnected()).isFalse();
    assertThat(arrived()).isEqualTo(2);
  }

  @Test
  void does_not_use_a_connection_again_after_a_refusal() throws Exception {
    send("provider");
    refusing = true;
    assertThatThrownBy(() -> send("provider")).isInstanceOf(MessagingException.class).hasMessageContaining("451");
    assertThat(opened).singleElement().satisfies(transport -> assertThat(transport.isConnected()).isFalse());
    refusing = false;
    send("provider");
    assertThat(opened).hasSize(2);
    assertThat(arrived()).isEqualTo(2);
  }

  @Test
  void tells_that_it_cannot_connect_and_can_again_later() throws Exception {
    int port = server.port();
    server.close();
    assertThatThrownBy(() -> send("provider")).isInstanceOf(MessagingException.class);
    server = InboxSmtpServer.start(inbox(), port);
    send("provider");
    assertThat(arrived()).isEqualTo(1);
  }

  @Test
  void hangs_up_when_closed_and_keeps_nothing_afterwards() throws Exception {
    send("provider");
    connections.close();
    assertThat(opened.get(0).isConnected()).isFalse();
    send("provider");
    assertThat(opened).hasSize(2).allSatisfy(transport -> assertThat(transport.isConnected()).isFalse());
  }

  private void send(String name) throws MessagingException {
    Session session = session();
    MimeMessage mail = new MimeMessage(session);
    mail.setFrom("from@example.org");
    mail.setText("hello");
    mail.saveChanges();
    connections.send(new SmtpConnections.Server(name, 6, Duration.ofSeconds(10)), () -> {
      Transport transport = session.getTransport("smtp");
      transport.connect();
      opened.add(transport);
      return transport;
    }, mail, new InternetAddress[] {new InternetAddress("to@example.org")});
  }

  private Session session() {
    Properties properties = new Properties();
    properties.put("mail.smtp.host", "127.0.0.1");
    properties.put("mail.smtp.port", String.valueOf(server.port()));
    properties.put("mail.smtp.connectiontimeout", "5000");
    properties.put("mail.smtp.timeout", "10000");
    return Session.getInstance(properties);
  }

  private static long arrived() {
    return database.count("select count(*) from inbox_message");
  }

  /** Its database is away while {@code refusing}; then it answers 451. */
  private Inbox inbox() {
    return new Inbox(new DelegatingDataSource(database.dataSource()) {
      @Override
      public Connection getConnection() throws SQLException {
        if (refusing) {
          throw new SQLException("away");
        }
        return super.getConnection();
      }
    });
  }
}
