package wadi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import jakarta.jms.JMSContext;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import wadi.brokers.Ports;
import wadi.brokers.RabbitServer;

/** The original mail service's publisher, with a Wadi in the place of the mail service; and mail requests over other ways. */
@Timeout(300)
@TestMethodOrder(OrderAnnotation.class)
class MailRequestsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String QUEUE = "queue";
  private static final ZoneId RECIFE = ZoneId.of("America/Recife");
  private static final Instant AT = Instant.now().plus(3, ChronoUnit.DAYS).truncatedTo(ChronoUnit.MINUTES);
  private static RunningWadi wadi;
  private static int metrics;

  @TempDir
  private static Path folder;

  @BeforeAll
  static void publishBeforeWadiRuns() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    metrics = Ports.free();
    try (Connection connection = RabbitServer.shared().connect(); Channel channel = connection.createChannel()) {
      channel.queueDelete(QUEUE);
      declareAsPublisher(channel);
      publish(channel, null, 150, mail("Sent Again", AT));
      publish(channel, null, 150, mail("Sent Again", AT));
      List<GetResponse> taken = List.of(channel.basicGet(QUEUE, false), channel.basicGet(QUEUE, false));
      taken.forEach(message -> giveBack(channel, message));
      for (int priority : new int[] {1, 200, 120, 199, 255}) {
        publish(channel, null, priority, mail("Priority " + priority, AT));
      }
      publish(channel, null, 250, mail("Too Late", Instant.now().minus(1, ChronoUnit.MINUTES)));
      publish(channel, null, 180, "{\"template\": 8}");
      publish(channel, null, 100, mail("Twice", AT));
      publish(channel, null, 100, mail("Twice", AT));
    }
    wadi = new RunningWadi(folder.resolve("data"), "QUEUE_SERVICE_URL=" + RabbitServer.shared().uri(), "MAIL_REQUESTS_RABBITMQ_CONSUMERS=1",
        "DELIVERY_EMAIL_CONCURRENCY=1", "MAIL_REQUESTS_ARTEMIS_ENABLED=true", "MANAGEMENT_LEGACY_METRICS_PORT=" + metrics).start();
  }

  @AfterAll
  static void stop() throws Exception {
    if (wadi != null) {
      wadi.close();
    }
  }

  /** As the original's publisher and the mail service do on each of their starts. */
  private static void declareAsPublisher(Channel channel) throws IOException {
    channel.queueDeclare(QUEUE, false, false, false, Map.of("x-max-priority", 255));
  }

  private static void publish(Channel channel, String id, int priority, String body) throws IOException {
    channel.basicPublish("", QUEUE, new AMQP.BasicProperties.Builder().priority(priority).messageId(id).build(), body.getBytes(StandardCharsets.UTF_8));
  }

  private static void giveBack(Channel channel, GetResponse message) {
    try {
      channel.basicNack(message.getEnvelope().getDeliveryTag(), false, true);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String mail(String mentored, Instant at) {
    return """
        {"mail_params": {"mentor_name": "Ana", "mentoring_datetime": "%s", "mentored_name": "%s", "mentor_id": null, "mentored_id": "7"},
         "recipient": {"name": "Ana", "email": "ana@example.com"}, "template": 7}""".formatted(
        DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSSxxx").format(at.atZone(RECIFE)), mentored);
  }

  /** The names after "com", in the order in which the mails came. */
  private static List<String> mentored() throws Exception {
    List<String> names = new ArrayList<>();
    for (JsonNode mail : Mailbox.of(wadi).mails()) {
      names.add(mail.get("text").asText().replaceFirst("(?s).* com (.*?) está confirmada.*", "$1"));
    }
    return names;
  }

  private static long deliveries(String where) throws Exception {
    try (java.sql.Connection database = wadi.database(); ResultSet row = database.createStatement()
        .executeQuery("select count(*) from delivery where source = 'mail-request' and " + where)) {
      row.next();
      return row.getLong(1);
    }
  }

  @Test
  @Order(1)
  void mails_leave_by_priority_with_the_hour_of_the_mentoring_and_those_for_a_past_one_never() throws Exception {
    await().atMost(PATIENCE).until(() -> mentored().size() == 8);
    assertThat(mentored()).containsExactly("Priority 255", "Priority 200", "Priority 199", "Sent Again", "Priority 120", "Twice", "Twice", "Priority 1");
    JsonNode mail = Mailbox.of(wadi).mails().get(7);
    assertThat(mail.get("subject").asText()).isEqualTo("Mentoria confirmada: " + DateTimeFormatter.ofPattern("dd/MM/uuuu 'às' HH:mm").format(AT.atZone(RECIFE)));
    await().atMost(PATIENCE).until(() -> deliveries("status = 'expired'") == 1);
    assertThat(wadi.command("parked").output()).contains("receive-mail-request-rabbitmq", "not a mail request", "pointer=/template, detail=must be one of 7");
    assertThat(wadi.output()).doesNotContain("RabbitMQ keeps");
  }

  @Test
  @Order(2)
  void the_four_counters_are_where_they_were() throws Exception {
    await().atMost(PATIENCE).until(() -> counters().contains("mails_sent_total 8.0\n"));
    assertThat(counters()).contains("mails_fails_total 0.0\n", "payload_template_total{template=\"7\"} 8.0\n", "payload_priority_total{priority=\"199\"} 1.0\n",
        "payload_priority_total{priority=\"100\"} 2.0\n");
  }

  private static String counters() throws Exception {
    return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + metrics + "/")).build(), HttpResponse.BodyHandlers.ofString()).body();
  }

  @Test
  @Order(3)
  void the_same_request_over_two_ways_is_one_mail() throws Exception {
    String request = """
        {"requestId": "both-ways", "template": "notify-subscribed-users-not-selected", "recipient": {"email": "bia@example.com"}, "priority": "high",
         "params": {"mentor_name": "Ana", "mentored_name": "Bia", "mentoring_datetime": "%s"}}""".formatted(AT);
    assertThat(wadi.send("/v1/mail-requests", request, null).get().statusCode()).isEqualTo(202);
    try (ActiveMQConnectionFactory broker = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + wadi.port("BROKER_ARTEMIS_PORT")); JMSContext context = broker.createContext()) {
      context.createProducer().send(context.createQueue("wadi.mail-requests"), request);
      context.createProducer().send(context.createQueue("wadi.mail-requests"), request.replace("both-ways", "another"));
    }
    await().atMost(PATIENCE).until(() -> deliveries("source_id = 'another' and status = 'delivered'") == 1);
    assertThat(deliveries("source_id = 'both-ways'")).isEqualTo(1);
    HttpResponse<String> refused = wadi.send("/v1/mail-requests", request.replace("bia@example.com", "nobody"), null).get();
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(refused.body()).contains("/recipient/email", "must be one mail address").doesNotContain("nobody");
  }

  @Test
  @Order(4)
  void what_wadi_send_sends_arrives() throws Exception {
    long before = deliveries("true");
    RunningWadi.Ended sent = wadi.command("send", "mails", "-n", "5");
    assertThat(sent.output()).contains("queue on RabbitMQ");
    assertThat(wadi.command("send", "mails", "-n", "5", "--format", "original").code()).isZero();
    assertThat(wadi.command("send", "mails", "-n", "2", "--to", "http").output()).contains("status 202: 2");
    await().atMost(PATIENCE).until(() -> deliveries("true") == before + 12);
  }

  @Test
  @Order(5)
  void a_kill_loses_no_request_and_makes_two_of_none() throws Exception {
    long before = deliveries("true");
    int count = 120;
    try (Connection connection = RabbitServer.shared().connect(); Channel channel = connection.createChannel()) {
      declareAsPublisher(channel); // Wadi has declared it with the same arguments, or this would close the channel
      for (int i = 0; i < count; i++) {
        publish(channel, "kill-" + i, 100, mail("Kill " + i, AT));
      }
      await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> deliveries("true") > before + 5);
      wadi.killHard();
      assertThat(channel.messageCount(QUEUE)).as("it was killed too late").isPositive();
      wadi.start();
      await().atMost(PATIENCE).until(() -> deliveries("status = 'delivered'") >= before - 1 + count);
      assertThat(deliveries("true")).isEqualTo(before + count);
      assertThat(channel.messageCount(QUEUE)).isZero();
      assertThat(new HashSet<>(mentored())).containsAll(IntStream.range(0, count).mapToObj(i -> "Kill " + i).toList());
    }
  }
}
