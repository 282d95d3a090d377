package wadi.camel.notifications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wadi.camel.intake.JsonReader;
import wadi.domain.notifications.Notification;
import wadi.platform.Settings;
import wadi.platform.ports.Notifications;
import wadi.platform.webhooks.TargetCheck;

/** The old API without its edge: what it answers, byte for byte, and what it keeps. */
class OldMessagesTest {
  private static final Exchange ANY = new DefaultExchange(new DefaultCamelContext());
  private static final ObjectMapper JSON = new ObjectMapper();
  private final Kept kept = new Kept();

  /** Keeps notifications in memory. */
  private static final class Kept implements Notifications {
    private final List<Notification> all = new ArrayList<>();
    private final Set<String> keys = new HashSet<>();

    @Override
    public List<Acceptance> storeAll(List<Notification> notifications) {
      return notifications.stream().map(n -> {
        boolean isNew = keys.add(n.client() + " " + n.key().orElseThrow());
        if (isNew) {
          all.add(n);
        }
        return new Acceptance(n.id(), isNew, true);
      }).toList();
    }

    @Override
    public boolean isKnown(String client, Notification.Api api, String key) {
      return keys.contains(client + " " + key);
    }
  }

  @TestFactory
  Stream<DynamicTest> answers_as_the_table_says() throws IOException {
    OldMessages messages = messages(Map.of("NOTIFICATIONS_DEFAULT_REGION", "KE"));
    List<OldReplies.Row> rows = OldReplies.rows().stream()
        .filter(row -> row.method().equals("POST") && row.path().startsWith("/api/v1.0/sendMessage") && row.key().equals("right") && row.status() != 404).toList();
    assertThat(rows).hasSizeGreaterThan(60);
    return rows.stream().map(row -> DynamicTest.dynamicTest(row.it(), () -> play(messages, row)));
  }

  private static void play(OldMessages messages, OldReplies.Row row) throws IOException {
    int status = 202;
    String body = "";
    try {
      messages.keep(messages.read(row.body().getBytes(StandardCharsets.UTF_8), row.type(), "shop"), ANY);
    } catch (RuntimeException e) {
      Map<String, Object> headers = new HashMap<>();
      body = JSON.writeValueAsString(messages.refuse(e, headers));
      status = (int) headers.get("CamelHttpResponseCode");
    }
    assertThat(status).as(body).isEqualTo(row.status());
    if (row.reply().isPresent()) {
      assertThat(body).isEqualTo(row.reply().get());
    } else {
      assertThat(body).startsWith(row.contains());
    }
  }

  @ParameterizedTest
  @CsvSource({"low, 50", "normal, 100", "HIGH, 150", "Critical, 200", "whenever, 100", "7, 100"})
  void a_priority_is_a_word_in_any_case(String word, int urgency) {
    assertThat(keep(messages(Map.of()), OldReplies.sample("m").replace("\"normal\"", "\"" + word + "\"")).deliveries().get(0).urgency()).isEqualTo(urgency);
  }

  @Test
  void each_recipient_gets_one_and_the_client_is_told_of_all() {
    Notification notification = keep(messages(Map.of()), OldReplies.sample("m").replace("[\"0700987654\"]", "[\"a\", \"b\", \"a\"]"));

    assertThat(notification.deliveries()).extracting(d -> d.recipient()).containsExactly("a", "b");
    assertThat(notification.deliveries()).allSatisfy(d -> {
      assertThat(d.source()).isEqualTo("notification");
      assertThat(d.sourceId()).isEqualTo(Long.toString(notification.id()));
      assertThat(d.channel()).isEqualTo("dummy");
    });
    assertThat(notification.callback()).contains(new Notification.Callback("https://mydomain.com/callback/y7sdxl24df", false));
    assertThat(notification.fingerprint()).matches("[0-9a-f]{64}");
  }

  @Test
  void the_provider_that_was_named_alone_sends_where_there_are_several() {
    String sms = OldReplies.sample("m").replace("\"dummy\"", "\"sms\"").replace("0700987654", "+447700900123");
    assertThat(keep(messages(Map.of("DELIVERY_SMS_PROVIDER", "smpp, africastalking")), sms).deliveries().get(0).limits().only()).contains("africastalking");
    assertThat(keep(messages(Map.of("DELIVERY_SMS_PROVIDER", "smpp, africastalking")), sms.replace("\"m\"", "\"m2\"").replace("africas-talking", "smpp"))
        .deliveries().get(0).limits().only()).contains("smpp");
    assertThat(keep(messages(Map.of()), sms.replace("\"m\"", "\"m3\"")).deliveries().get(0).limits().only()).isEmpty();
  }

  @Test
  void clients_do_not_share_their_message_ids() {
    OldMessages messages = messages(Map.of());
    messages.keep(messages.read(OldReplies.sample("m").getBytes(StandardCharsets.UTF_8), "application/json", "one"), ANY);
    messages.keep(messages.read(OldReplies.sample("m").getBytes(StandardCharsets.UTF_8), "application/json", "two"), ANY);
    assertThat(kept.all).hasSize(2);
  }

  @Test
  void a_local_number_without_a_region_is_refused_with_what_to_write() {
    OldMessages messages = messages(Map.of());
    assertThatThrownBy(() -> messages.read(OldReplies.sample("m").replace("\"dummy\"", "\"sms\"").getBytes(StandardCharsets.UTF_8), "application/json", ""))
        .isInstanceOfSatisfying(RefusedMessage.class, e -> assertThat(e.body().toString()).contains("{0=[", "write it with plus and country code"));
  }

  @Test
  void says_of_broken_json_what_python_says() throws IOException {
    try (InputStream file = OldMessagesTest.class.getResourceAsStream("/old-messages/python-json.json")) {
      List<List<String>> cases = JSON.readValue(file, new TypeReference<>() {});
      assertThat(cases).hasSizeGreaterThan(300)
          .allSatisfy(pair -> assertThat(PythonJson.fault(pair.get(0), 64).orElse(null)).as(pair.get(0)).isEqualTo(pair.get(1)));
    }
  }

  @ParameterizedTest
  @CsvSource({"ff, 0xff in position 2: invalid start byte", "c3, 0xc3 in position 2: unexpected end of data", "c328, 0xc3 in position 2: invalid continuation byte"})
  void says_what_is_no_utf_8(String hex, String words) {
    byte[] bytes = ("{\"" + new String(java.util.HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1)).getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> messages(Map.of()).read(bytes, "application/json", "")).isInstanceOfSatisfying(RefusedMessage.class,
        e -> assertThat(e.body()).isEqualTo(Map.of("detail", "JSON parse error - 'utf-8' codec can't decode byte " + words)));
  }

  @Test
  void a_body_that_is_nested_too_deeply_is_refused() {
    assertThatThrownBy(() -> messages(Map.of()).read(("[".repeat(70) + "]".repeat(70)).getBytes(StandardCharsets.UTF_8), "application/json", ""))
        .isInstanceOfSatisfying(RefusedMessage.class, e -> assertThat(e.body().toString()).contains("JSON parse error - nested too deeply"));
  }

  private Notification keep(OldMessages messages, String body) {
    messages.keep(messages.read(body.getBytes(StandardCharsets.UTF_8), "application/json", "shop"), ANY);
    return kept.all.get(kept.all.size() - 1);
  }

  private OldMessages messages(Map<String, String> environment) {
    Settings settings = Settings.load(Path.of("").toAbsolutePath(), environment::get);
    AtomicLong ids = new AtomicLong();
    return new OldMessages(JsonReader.create(64, 10_000), settings, new PhoneNumbers(settings), TargetCheck.of(settings)::fault, kept, ids::incrementAndGet,
        Clock.systemUTC());
  }
}
