package wadi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.jms.JMSContext;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody on call does when messages did not get through. */
class OperationsIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String HELD = """
      {"order": {"id": 7}, "paymentMethod": "amazonpay", "payment": {"card": 4111111111111111, "amount": 25000, "currency": "INR"}}""";

  @TempDir
  private static Path folder;
  private static MoodySmtpServer smtp;
  private static RunningWadi wadi;

  @BeforeAll
  static void start() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    smtp = new MoodySmtpServer();
    wadi = new RunningWadi(folder.resolve("data"), "DELIVERY_EMAIL_SMTP_PORT=" + smtp.port()).start();
  }

  @AfterAll
  static void stop() throws Exception {
    wadi.close();
    smtp.close();
  }

  @Test
  void a_mail_that_was_refused_is_found_understood_and_sent_after_all() throws Exception {
    smtp.answer("550 5.1.1 no such user");
    HttpResponse<String> reply = wadi.transact(HELD);
    long transaction = JSON.readTree(reply.body()).get("transactionID").asLong();
    await().atMost(PATIENCE).until(() -> ops("/ops/deliveries?status=parked").get("deliveries").size() == 1);
    long alert = ops("/ops/alerts?transaction=" + transaction).at("/alerts/0/id").asLong();
    String delivery = "delivery/" + ops("/ops/deliveries?channel=email&alert=" + alert).at("/deliveries/0/id").asLong();

    assertThat(wadi.command("parked", "--channel", "email")).satisfies(ended -> {
      assertThat(ended.code()).isZero();
      assertThat(ended.output()).contains(delivery, "email", "fraud-desk@example.com", "550 5.1.1 no such user");
    });
    assertThat(wadi.command("alerts").output()).contains(Long.toString(alert), Long.toString(transaction), "1 parked");
    assertThat(wadi.command("alerts", Long.toString(alert))).satisfies(ended -> {
      assertThat(ended.code()).isZero();
      assertThat(ended.output()).contains("LARGE_AMOUNT", "411111******1111", "by receive-alert-artemis > accept-alert > accept-alert-once > route-alert > deliver-email",
          "email to fraud-desk@example.com: try 1 at smtp: parked, refused: 550 5.1.1 no such user", "PARKED: refused: 550 5.1.1 no such user");
    });
    assertThat(wadi.command("status").output()).contains("Wadi is ready.", "Parked: 1 deliveries, 0 dead letters");

    smtp.answer("250 fine");
    assertThat(wadi.command("replay", delivery, "--reason", "mail server mended"))
        .isEqualTo(new RunningWadi.Ended(0, delivery + ": waits to be sent again\n"));
    await().atMost(PATIENCE).until(() -> ops("/ops/deliveries/" + delivery.replaceFirst(".*/", "")).get("status").asText().equals("delivered"));
    assertThat(wadi.command("replay", delivery)).isEqualTo(new RunningWadi.Ended(1, delivery + ": The " + delivery.replace('/', ' ') + " is not parked: it is delivered.\n"));

    assertThat(smtp.mails()).singleElement().asString().contains(Long.toString(transaction));
    assertThat(wadi.command("parked", "--kind", "delivery").output()).isEqualTo("Nothing is parked.\n");
    JsonNode audit = ops("/ops/audit?target=" + delivery).get("audit");
    assertThat(audit).hasSize(1);
    assertThat(audit.at("/0/actor").asText()).matches("\\S+@\\S+");
    assertThat(audit.at("/0/reason").asText()).isEqualTo("mail server mended");
    assertThat(wadi.command("alerts", Long.toString(alert)).output()).contains("replay by", "(mail server mended)", "try 2 at smtp: delivered", "DELIVERED");
  }

  @Test
  void a_message_nobody_can_read_is_kept_whole_shown_masked_and_fails_again_when_replayed() throws Exception {
    String poison = "this is no alert, card 4111111111111111, cvv 737";
    try (ActiveMQConnectionFactory broker = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + wadi.port("BROKER_ARTEMIS_PORT"));
        JMSContext jms = broker.createContext()) {
      jms.createProducer().send(jms.createQueue("wadi.alerts"), poison);
    }
    await().atMost(PATIENCE).until(() -> ops("/ops/parked?kind=dead-letter").get("parked").size() == 1);
    JsonNode parked = ops("/ops/parked?kind=dead-letter").at("/parked/0");
    assertThat(parked.get("route").asText()).isEqualTo("receive-alert-artemis");
    assertThat(parked.get("failedIn").asText()).isEqualTo("accept-alert");
    assertThat(parked.get("replayable").asBoolean()).isTrue();
    assertThat(parked.get("preview").asText()).startsWith("this is no alert").doesNotContainPattern("[0-9]");
    String id = "dead-letter/" + parked.get("id").asLong();
    assertThat(wadi.command("parked", "--kind", "dead-letter").output()).contains(id, "receive-alert-artemis", "JsonParseException");

    RunningWadi.Ended replayed = wadi.command("replay", "--all", "--kind", "dead-letter", "-y");

    assertThat(replayed.code()).isEqualTo(1);
    assertThat(replayed.output()).contains(id + ": still fails, parked again as dead-letter/", "JsonParseException", "0 replayed, 1 failed.");
    JsonNode left = ops("/ops/parked?kind=dead-letter").get("parked");
    assertThat(left).hasSize(1);
    assertThat(left.at("/0/replayOf").asLong()).isEqualTo(parked.get("id").asLong());
    String again = "dead-letter/" + left.at("/0/id").asLong();
    assertThat(wadi.command("dismiss", again, "--reason", "a joke").code()).isZero();
    assertThat(ops("/ops/parked?kind=dead-letter").get("parked")).isEmpty();
    assertThat(wadi.output()).doesNotContain("this is no alert", "4111111111111111");
  }

  @Test
  void the_token_is_for_the_owner_and_every_change_needs_it() throws Exception {
    RunningWadi.Ended token = wadi.command("status", "--token");
    assertThat(token.output()).matches("[0-9a-f]{64}\n");
    Path file = wadi.data().resolve("secrets/operations-token");
    assertThat(file).content().isEqualTo(token.output().strip());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
    assertThat(wadi.command("replay", "delivery/1", "--url", "http://127.0.0.1:" + wadi.port("MANAGEMENT_PORT"))).satisfies(ended -> {
      assertThat(ended.code()).isEqualTo(1);
      assertThat(ended.output()).contains("./wadi status --token");
    });
    assertThat(wadi.command("replay", "delivery/1").output()).isEqualTo("delivery/1: There is no delivery 1.\n");
    assertThat(wadi.output()).doesNotContain(token.output().strip());
  }

  private static JsonNode ops(String path) throws Exception {
    HttpResponse<String> reply = wadi.get(path);
    assertThat(reply.statusCode()).as(path).isEqualTo(200);
    return JSON.readTree(reply.body());
  }
}
