package wadi.e2e;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The development inbox of a running Wadi, read as a user reads it. */
final class Mailbox {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final RunningWadi wadi;

  private Mailbox(RunningWadi wadi) {
    this.wadi = wadi;
  }

  static Mailbox of(RunningWadi wadi) {
    return new Mailbox(wadi);
  }

  List<JsonNode> mails() throws Exception {
    return messages("email");
  }

  List<JsonNode> texts() throws Exception {
    return messages("sms");
  }

  private List<JsonNode> messages(String channel) throws Exception {
    List<JsonNode> messages = new ArrayList<>();
    JSON.readTree(wadi.get("/inbox").body()).get("messages").forEach(message -> {
      if (message.get("channel").asText().equals(channel)) {
        messages.add(message);
      }
    });
    return messages;
  }

  /** The transaction a mail is about: the number in its subject. */
  static long transactionOf(JsonNode mail) {
    return Long.parseLong(mail.get("subject").asText().replaceFirst(".*Transaction (\\d+):.*", "$1"));
  }

  JsonNode awaitMailOf(long transaction) {
    return await().atMost(PATIENCE).until(
        () -> mails().stream().filter(m -> transactionOf(m) == transaction).findFirst(), Optional::isPresent).orElseThrow();
  }
}
