package wadi.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AliasesTest {
  private final Map<String, String> environment = new HashMap<>();
  @TempDir
  private Path home;

  /** Every name of the six services: with the variables before the bar, the property has the value behind it. */
  private static final String NAMES = """
      SANIC_HOST=0.0.0.0                                                                 | http.host                       | 0.0.0.0
      SANIC_PORT=9001                                                                    | http.port                       | 9001
      SANIC_FRAUD_CHECKER_SERVICE_HOST=fraud:9999                                        | fraud.remote.url                | http://fraud:9999/service/fraudpolice/api/v1/transaction/
      SANIC_FRAUD_CHECKER_SERVICE_URI=/c/;SANIC_FRAUD_CHECKER_SERVICE_HOST=http://f:1    | fraud.remote.url                | http://f:1/c/
      SANIC_MESSAGE_BROKER_SERVICE_HOST=mq                                               | rabbitmq.uri                    | amqp://mq:5672/%2F
      SANIC_MESSAGE_BROKER_SERVICE_PORT=5673;SANIC_MESSAGE_BROKER_SERVICE_HOST=mq        | rabbitmq.uri                    | amqp://mq:5673/%2F
      SANIC_MESSAGE_BROKER_SERVICE_VIRTUALHOST=/a;SANIC_MESSAGE_BROKER_SERVICE_HOST=mq   | rabbitmq.uri                    | amqp://mq:5672/%2Fa
      SANIC_MESSAGE_BROKER_SERVICE_USERNAME=u                                            | rabbitmq.username               | u
      SANIC_MESSAGE_BROKER_SERVICE_PASSWORD=p                                            | rabbitmq.password               | p
      SERVICE_PORT=9999                                                                  | http.port                       | 9999
      MESSAGE_BROKER_SERVICE_HOST=mq                                                     | rabbitmq.uri                    | amqp://mq:5672/%2F
      MESSAGE_BROKER_SERVICE_PORT=5673;MESSAGE_BROKER_SERVICE_HOST=mq                    | rabbitmq.uri                    | amqp://mq:5673/%2F
      MESSAGE_BROKER_SERVICE_VIRTUALHOST=shop;MESSAGE_BROKER_SERVICE_HOST=mq             | rabbitmq.uri                    | amqp://mq:5672/shop
      MESSAGE_BROKER_SERVICE_USERNAME=u                                                  | rabbitmq.username               | u
      MESSAGE_BROKER_SERVICE_PASSWORD=p                                                  | rabbitmq.password               | p
      SMTP_HOSTNAME=mail                                                                 | delivery.email.smtp.host        | mail
      SMTP_PORT=2526;SMTP_HOSTNAME=mail                                                  | delivery.email.smtp.port        | 2526
      SMTP_USERNAME=u;SMTP_HOSTNAME=mail                                                 | delivery.email.smtp.username    | u
      SMTP_PASSWORD=p;SMTP_HOSTNAME=mail                                                 | delivery.email.smtp.password    | p
      SMTP_USE_TLS=False;SMTP_HOSTNAME=mail                                              | delivery.email.smtp.tls         | none
      TRANSACTION_FRAUD_EMAIL_ALERT_FROM=a@example.com                                   | delivery.email.from             | a@example.com
      TRANSACTION_FRAUD_EMAIL_ALERT_TO=b@example.com                                     | alerting.email.to               | b@example.com
      TRANSACTION_FRAUD_EMAIL_ALERT_SUBJECT=Fraudulent Transaction: dummy-company        | alerting.alertman.subject       | Fraudulent Transaction: dummy-company
      SENDINBLUE_URL=https://api.example.com/v3;SENDINBLUE_API_KEY=k                     | delivery.email.brevo.url        | https://api.example.com/v3
      SENDINBLUE_API_KEY=k                                                               | delivery.email.brevo.api-key    | k
      SENDINBLUE_MAILS_PER_HOUR=20;SENDINBLUE_API_KEY=k                                  | delivery.email.brevo.budget     | 20 per hour, 300 per day
      QUEUE_SERVICE_URL=amqp://u:p@mq:5672/%2f                                           | rabbitmq.uri                    | amqp://u:p@mq:5672/%2f
      HTTPBIN_URL=https://httpbin.example.com                                            | delivery.dummy.httpbin.url      | https://httpbin.example.com
      BROKER_URL=pyamqp://guest:guest@mq:5672//                                          | rabbitmq.uri                    | amqp://guest:guest@mq:5672/%2F
      DB_HOST=db                                                                         | database.url                    | jdbc:postgresql://db:5432/postgres
      DB_PORT=5433;DB_HOST=db                                                            | database.url                    | jdbc:postgresql://db:5433/postgres
      DB_NAME=messages;DB_HOST=db                                                        | database.url                    | jdbc:postgresql://db:5432/messages
      DB_USER=u;DB_HOST=db                                                               | database.user                   | u
      DB_PASS=p;DB_HOST=db                                                               | database.password               | p
      AVHOST=pg                                                                          | database.url                    | jdbc:postgresql://pg:5432/defaultdb?sslmode=require
      AVPORT=12691;AVHOST=pg                                                             | database.url                    | jdbc:postgresql://pg:12691/defaultdb?sslmode=require
      AVDATABASE=sites;AVHOST=pg                                                         | database.url                    | jdbc:postgresql://pg:5432/sites?sslmode=require
      AVUSER=u;AVHOST=pg                                                                 | database.user                   | u
      AVPASSWORD=p;AVHOST=pg                                                             | database.password               | p
      AV_BASE_URL=https://www.example.com                                                | sites.url                       | https://www.example.com
      AV_KFUSER=u                                                                        | kafka.username                  | u
      AV_KFPASSWORD=p                                                                    | kafka.password                  | p
      BOOTSTRAP_SERVER=kafka:9093                                                        | kafka.bootstrap-servers         | kafka:9093
      CA_PEM=/etc/wadi/ca.pem                                                            | kafka.tls.ca                    | /etc/wadi/ca.pem
      """;

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = NAMES)
  void each_name_of_the_services_before_sets_what_it_set_there(String variables, String property, String value) throws IOException {
    Stream.of(variables.split(";")).map(variable -> variable.split("=", 2)).forEach(variable -> environment.put(variable[0], variable[1]));
    assertThat(value(property, "")).isEqualTo(value);
    assertThat(Aliases.names().get(property)).as("docs/configuration.md lists it").contains(variables.replaceFirst("=.*", ""));
    environment.keySet().forEach(name -> environment.put(name, "")); // as container platforms set what nobody has filled in
    assertThat(value(property, "ours")).isEqualTo("ours");
  }

  @Test
  void no_name_of_theirs_is_untested() {
    Set<String> tested = NAMES.lines().map(line -> line.replaceFirst("=.*", "")).collect(Collectors.toSet());
    tested.add("PORT"); // of container platforms
    Set<String> known = Aliases.names().values().stream().flatMap(List::stream).collect(Collectors.toSet());
    assertThat(known).isEqualTo(tested);
  }

  @Test
  void a_broker_of_the_messaging_service_that_is_no_rabbitmq_is_no_address_of_one() throws IOException {
    environment.put("BROKER_URL", "redis://redis:6379/0");
    assertThat(settings("").aliased()).isEmpty();
    environment.putAll(Map.of("BROKER_URL", "amqp://guest@mq:5672/shop", "MESSAGE_BROKER_SERVICE_HOST", "other"));
    assertThat(value("rabbitmq.uri", "x")).isEqualTo("amqp://other:5672/%2F");
  }

  @Test
  void names_of_the_services_before_count_more_than_the_file_and_less_than_ours() throws IOException {
    environment.put("SANIC_PORT", "9001");
    assertThat(value("http.port", "8080")).isEqualTo("9001");
    environment.put("PORT", "5000");
    assertThat(value("http.port", "8080")).isEqualTo("5000");
    environment.put("HTTP_PORT", "8081");
    assertThat(value("http.port", "8080")).isEqualTo("8081");
    assertThat(settings("http.port=8080").aliased()).doesNotContainKey("http.port");
  }

  @Test
  void the_broker_is_put_together_from_its_parts() throws IOException {
    environment.putAll(Map.of("MESSAGE_BROKER_SERVICE_HOST", "mq", "MESSAGE_BROKER_SERVICE_PORT", "5673", "MESSAGE_BROKER_SERVICE_VIRTUALHOST", "/shop",
        "MESSAGE_BROKER_SERVICE_USERNAME", "u", "MESSAGE_BROKER_SERVICE_PASSWORD", "p"));
    assertThat(settings("").aliased()).containsEntry("rabbitmq.uri", "amqp://mq:5673/%2Fshop").containsEntry("rabbitmq.username", "u")
        .containsEntry("rabbitmq.password", "p");
    environment.put("SANIC_MESSAGE_BROKER_SERVICE_HOST", "other");
    assertThat(value("rabbitmq.uri", "x")).isEqualTo("amqp://other:5672/%2F");
    environment.put("RABBITMQ_URI", "amqp://ours/");
    assertThat(settings("").aliased()).doesNotContainKeys("rabbitmq.uri", "rabbitmq.username");
  }

  @Test
  void a_whole_address_of_the_broker_is_taken_as_it_is() throws IOException {
    environment.put("QUEUE_SERVICE_URL", "amqp://u:p@mq:5672/%2f");
    assertThat(value("rabbitmq.uri", "x")).isEqualTo("amqp://u:p@mq:5672/%2f");
  }

  @Test
  void the_fraud_checker_has_a_host_and_a_path() throws IOException {
    environment.put("SANIC_FRAUD_CHECKER_SERVICE_HOST", "http://fraud:9999/");
    assertThat(value("fraud.remote.url", "x")).isEqualTo("http://fraud:9999/service/fraudpolice/api/v1/transaction/");
    environment.putAll(Map.of("SANIC_FRAUD_CHECKER_SERVICE_HOST", "fraud:9999", "SANIC_FRAUD_CHECKER_SERVICE_URI", "/check/"));
    assertThat(value("fraud.remote.url", "x")).isEqualTo("http://fraud:9999/check/");
  }

  @Test
  void kafka_with_a_login_is_reached_as_the_site_monitor_did() throws IOException {
    environment.putAll(Map.of("BOOTSTRAP_SERVER", "k:1", "AV_KFUSER", "u", "AV_KFPASSWORD", "p", "CA_PEM", "-----BEGIN CERTIFICATE----- MII -----END CERTIFICATE-----"));
    assertThat(settings("").aliased()).containsEntry("kafka.bootstrap-servers", "k:1").containsEntry("kafka.security-protocol", "SASL_SSL")
        .containsEntry("kafka.username", "u").containsEntry("kafka.password", "p").containsEntry("kafka.tls.ca", environment.get("CA_PEM"))
        .containsEntry("sites.kafka.enabled", "true");
  }

  @Test
  void a_database_of_the_services_before_is_used_only_when_there_is_none_of_ours() throws IOException {
    environment.putAll(Map.of("DB_HOST", "db", "DB_NAME", "messages", "DB_USER", "u", "DB_PASS", "p"));
    assertThat(value("database.url", "")).isEqualTo("jdbc:postgresql://db:5432/messages");
    assertThat(value("database.user", "wadi")).isEqualTo("u");
    assertThat(settings("database.url=jdbc:postgresql://ours/wadi\ndatabase.user=wadi").text("database.user")).isEqualTo("wadi");
    environment.put("DATABASE_URL", "jdbc:postgresql://ours/wadi");
    assertThat(value("database.user", "wadi")).isEqualTo("wadi");
  }

  @Test
  void the_cloud_database_of_the_site_monitor_is_reached_with_tls() throws IOException {
    environment.putAll(Map.of("AVHOST", "pg", "AVPORT", "12691", "AVDATABASE", "sites", "AVUSER", "u"));
    assertThat(value("database.url", "")).isEqualTo("jdbc:postgresql://pg:12691/sites?sslmode=require");
    assertThat(value("database.user", "wadi")).isEqualTo("u");
  }

  @Test
  void the_mail_service_reads_its_queue_and_sends_as_it_did() throws IOException {
    assertThat(settings("").aliased()).isEmpty();
    environment.put("QUEUE_SERVICE_URL", "amqp://u:p@mq:5672/%2f");
    assertThat(settings("").aliased()).containsOnly(Map.entry("rabbitmq.uri", "amqp://u:p@mq:5672/%2f"), Map.entry("mail.requests.rabbitmq.enabled", "true"));
    environment.putAll(Map.of("MAIL_REQUESTS_RABBITMQ_ENABLED", "False", "SENDINBLUE_API_KEY", "k"));
    assertThat(settings("").flag("mail.requests.rabbitmq.enabled")).isFalse();
    assertThat(settings("").aliased()).containsEntry("delivery.email.provider", "brevo").containsEntry("delivery.email.brevo.api-key", "k")
        .containsEntry("delivery.email.brevo.budget", "12 per hour, 300 per day").containsEntry("delivery.email.brevo.release", "hourly")
        .containsEntry("delivery.email.brevo.end-of-day", "23:05").doesNotContainKey("delivery.email.brevo.url");
    environment.putAll(Map.of("SENDINBLUE_MAILS_PER_HOUR", "20", "SENDINBLUE_URL", "https://api.example.com/v3", "DELIVERY_EMAIL_PROVIDER", "smtp"));
    assertThat(settings("").aliased()).containsEntry("delivery.email.brevo.budget", "20 per hour, 300 per day")
        .containsEntry("delivery.email.brevo.url", "https://api.example.com/v3");
    assertThat(value("delivery.email.provider", "x")).isEqualTo("smtp");
  }

  @ParameterizedTest
  @CsvSource({"False, 465, none", "0, 465, none", "True, 465, tls", "True, 587, starttls", "true, 25, starttls", "1, 10465, tls", "starttls, 465, starttls"})
  void the_mail_server_of_alertman_is_reached_as_alertman_did(String useTls, String port, String tls) throws IOException {
    environment.putAll(Map.of("SMTP_PORT", port, "SMTP_USERNAME", "u", "SMTP_PASSWORD", "p", "SMTP_USE_TLS", useTls));
    assertThat(settings("").aliased()).as("without a server").isEmpty();
    environment.put("SMTP_HOSTNAME", "mail.example.com");
    assertThat(settings("").aliased()).containsOnly(Map.entry("delivery.email.smtp.host", "mail.example.com"), Map.entry("delivery.email.smtp.port", port),
        Map.entry("delivery.email.smtp.username", "u"), Map.entry("delivery.email.smtp.password", "p"), Map.entry("delivery.email.smtp.tls", tls));
  }

  @Test
  void mails_of_alertman_keep_their_sender_their_recipient_and_their_subject() throws IOException {
    environment.putAll(Map.of("TRANSACTION_FRAUD_EMAIL_ALERT_FROM", "from@example.com", "TRANSACTION_FRAUD_EMAIL_ALERT_TO", "to@example.com",
        "TRANSACTION_FRAUD_EMAIL_ALERT_SUBJECT", "Fraud"));
    assertThat(settings("").aliased()).containsOnly(Map.entry("delivery.email.from", "from@example.com"), Map.entry("alerting.email.to", "to@example.com"),
        Map.entry("alerting.alertman.subject", "Fraud"));
  }

  @Test
  void a_text_such_as_False_is_false() throws IOException {
    environment.put("INBOX_ENABLED", "False");
    assertThat(settings("inbox.enabled=true").flag("inbox.enabled")).isFalse();
  }

  private String value(String key, String inFile) throws IOException {
    return settings(key + "=" + inFile).text(key);
  }

  private Settings settings(String file) throws IOException {
    Files.writeString(home.resolve("application.properties"), file);
    return Settings.load(home, environment::get);
  }
}
