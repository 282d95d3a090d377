package wadi.platform.connect;

import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import org.postgresql.Driver;
import redis.clients.jedis.Jedis;
import wadi.platform.connect.Neighbour.Contact;
import wadi.platform.smtp.SmtpAccount;
import wadi.platform.velocity.RedisAddress;

/** How each kind of neighbour is reached. Nothing is sent, changed or paid for. */
final class Contacts {
  /** Those that do not give up by themselves are left alone after this. */
  static final Duration LIMIT = Duration.ofSeconds(5);
  private static final String MILLIS = Long.toString(LIMIT.toMillis());
  private static final String SECONDS = Long.toString(LIMIT.toSeconds());
  private static final int SERVER_ERROR = 500;
  private static final int METHOD_NOT_IMPLEMENTED = 501;

  private Contacts() {}

  /** Logs in and asks for the version. */
  static Contact database(String url, String user, String password) {
    return () -> {
      Properties login = new Properties();
      login.put("user", user);
      login.put("password", password);
      login.put("ApplicationName", "wadi-check");
      for (String timeout : new String[] {"connectTimeout", "loginTimeout", "socketTimeout"}) {
        login.put(timeout, SECONDS);
      }
      Connection connection = new Driver().connect(url, login);
      if (connection == null) {
        throw new SQLException("database.url must begin with jdbc:postgresql://");
      }
      try (connection; Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery("show server_version")) {
        row.next();
      }
    };
  }

  /** Logs in and says hello. */
  static Contact redis(RedisAddress address) {
    return () -> {
      try (Jedis redis = new Jedis(address.server(), address.login((int) LIMIT.toMillis()))) {
        redis.ping();
      }
    };
  }

  /** Greets it, logs in, and says goodbye. */
  static Contact smtp(SmtpAccount account) {
    return () -> {
      Properties properties = account.properties();
      properties.put("mail.smtp.connectiontimeout", MILLIS);
      properties.put("mail.smtp.timeout", MILLIS);
      properties.put("mail.smtp.quitwait", "false");
      try (Transport transport = Session.getInstance(properties).getTransport("smtp")) {
        transport.connect(account.host(), account.port(), account.login().map(PasswordAuthentication::getUserName).orElse(null),
            account.login().map(PasswordAuthentication::getPassword).orElse(null));
      }
    };
  }

  /** Asks for the head of the page. Any answer is good that is no failure of the server. */
  static Contact http(URI address) {
    return () -> {
      HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(LIMIT).build();
      HttpResponse<Void> answer = client.send(HttpRequest.newBuilder(address).method("HEAD", HttpRequest.BodyPublishers.noBody()).timeout(LIMIT).build(),
          BodyHandlers.discarding());
      if (answer.statusCode() >= SERVER_ERROR && answer.statusCode() != METHOD_NOT_IMPLEMENTED) {
        throw new IOException("it answers with status " + answer.statusCode());
      }
    };
  }
}
