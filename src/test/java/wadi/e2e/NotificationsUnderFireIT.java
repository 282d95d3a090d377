package wadi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import wadi.platform.webhooks.Receiver;
import wadi.push.FcmStandIn;
import wadi.sms.SimulatorProcess;

/**
 * Notifications over every channel, to providers that fail one send in ten, while the process dies twice: each recipient ends in one state,
 * the one its provider knows, and nothing is sent twice but what nobody answered for. SMS have two providers, of which the first takes nothing for
 * a while.
 */
@Timeout(1800)
class NotificationsUnderFireIT {
  private static final String SECRET = "0123456789abcdef";
  private static final int CLIENTS = 8;
  /** Each notification says its number in its text. */
  private static final Pattern NUMBER = Pattern.compile("parcel (\\d+)!");
  private static final List<String> FINAL = List.of("delivered", "failed", "expired", "cancelled");
  private static final Receiver.Answer BUSY = Receiver.status(503);
  private static final Receiver.Answer HANGS_UP = (request, in, out) -> {
    throw new IOException("it hangs up");
  };
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir
  private Path folder;
  private final Random dice = new Random(8);
  private final MoodySmtpServer mails = server();
  private final FcmStandIn devices = new FcmStandIn(Clock.systemUTC());
  private final Receiver webhooks = new Receiver();
  private final Receiver callbacks = new Receiver();
  /** The numbers of notifications whose webhook was taken, answered or not. */
  private final Queue<Integer> posted = new ConcurrentLinkedQueue<>();
  private Duration patience = Duration.ofMinutes(1);
  private SimulatorProcess centre;
  private SimulatorProcess gateway;
  private RunningWadi wadi;

  /** One of a notification's recipients. */
  private record Recipient(int notification, String channel) {}

  private static MoodySmtpServer server() {
    try {
      return new MoodySmtpServer();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterEach
  void stop() throws Exception {
    if (wadi != null) {
      wadi.close();
    }
    Stream.of(centre, gateway).filter(Objects::nonNull).forEach(SimulatorProcess::close);
    mails.close();
    devices.close();
    webhooks.close();
    callbacks.close();
  }

  @Test
  void every_recipient_of_hundreds_ends_in_the_state_its_provider_knows() throws Exception {
    run(300);
  }

  @Tag("soak")
  @Test
  void every_recipient_of_ten_thousand_ends_in_the_state_its_provider_knows() throws Exception {
    patience = Duration.ofMinutes(20);
    run(10_000);
  }

  private void run(int count) throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    centre = SimulatorProcess.smpp();
    wadi = new RunningWadi(folder.resolve("data"), "DELIVERY_SMS_PROVIDER=smpp, africastalking", "DELIVERY_SMS_SMPP_PORT=" + centre.port(),
        "DELIVERY_SMS_SMPP_PASSWORD=secret", "DELIVERY_SMS_AFRICASTALKING_RECEIPTS_SECRET=" + SECRET, "DELIVERY_SMS_BUDGET=unlimited",
        "DELIVERY_EMAIL_SMTP_HOST=127.0.0.1", "DELIVERY_EMAIL_SMTP_PORT=" + mails.port(), "DELIVERY_EMAIL_BUDGET=unlimited",
        "DELIVERY_PUSH_BUDGET=unlimited", "DELIVERY_PUSH_FCM_URL=" + devices.url(), "DELIVERY_PUSH_FCM_PROJECT=" + FcmStandIn.PROJECT,
        "DELIVERY_PUSH_FCM_SERVICE_ACCOUNT=" + devices.serviceAccount(folder), "WEBHOOKS_HTTP=true", "WEBHOOKS_ALLOW=127.0.0.1");
    gateway = SimulatorProcess.africasTalking(wadi.http() + "/receipts/africastalking/" + SECRET);
    wadi.with("DELIVERY_SMS_AFRICASTALKING_URL", "http://127.0.0.1:" + gateway.port()).with("DELIVERY_SMS_AFRICASTALKING_API_KEY", "key").start();
    setProvidersUp();
    long began = System.nanoTime();
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    AtomicInteger accepted = new AtomicInteger();
    CountDownLatch third = new CountDownLatch(count / 3);
    CountDownLatch twoThirds = new CountDownLatch(2 * count / 3);
    List<Future<?>> sent = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      int number = n;
      sent.add(clients.submit(() -> {
        post(number);
        accepted.incrementAndGet();
        third.countDown();
        twoThirds.countDown();
        return null;
      }));
    }
    third.await();
    centre.tell("/faults?full=100"); // the other provider takes over
    wadi.killHard();
    wadi.start();
    twoThirds.await();
    wadi.killHard();
    wadi.start();
    await().atMost(patience).until(() -> gateway.ask("/messages").size() > 0);
    centre.tell("/faults?full=2");
    for (Future<?> one : sent) {
      one.get();
    }
    clients.shutdown();
    assertEnds("""
        select channel, status, count(*), max(last_error) from delivery where source in ('notification', 'status-event')
          and status not in ('delivered', 'parked', 'expired', 'cancelled') group by channel, status""");
    assertEnds("select state, promised_at is null as unpromised, count(*) from status_event where done_at is null group by 1, 2");
    judge(count, Duration.ofNanos(System.nanoTime() - began));
  }

  private void setProvidersUp() throws Exception {
    centre.tell("/faults?throttled=4&full=2&drop=2&lost=2&failed=3&expired=2&early=5&repeated=5");
    gateway.tell("/faults?throttled=4&full=2&drop=2&lost=2&failed=3&expired=2&early=5&repeated=5");
    devices.retryAfter(1);
    devices.fail(10, "UNAVAILABLE", "INTERNAL", "QUOTA_EXCEEDED", "lose");
    mails.judge(mail -> chance(10) ? "451 4.3.0 not now" : "250 2.0.0 taken");
    webhooks.answers((request, in, out) -> {
      Receiver.Answer answer = moody();
      if (answer != BUSY) {
        posted.add(numberIn(request.body()));
      }
      answer.give(request, in, out);
    });
    callbacks.answers((request, in, out) -> moody().give(request, in, out));
  }

  private Receiver.Answer moody() {
    return chance(5) ? BUSY : chance(5) ? HANGS_UP : Receiver.status(200);
  }

  private synchronized boolean chance(int percent) {
    return dice.nextInt(100) < percent;
  }

  /** Every notification goes over two of the four channels. */
  private static List<String> channels(int number) {
    return List.of(List.of("sms", "email"), List.of("push", "webhook"), List.of("sms", "push"), List.of("email", "webhook")).get(number % 4);
  }

  private static String token(int number) {
    return "device-%07d-token".formatted(number);
  }

  /** A client asks until it has an answer, under the same key. */
  private void post(int number) throws Exception {
    Map<String, List<String>> recipients = new TreeMap<>();
    for (String channel : channels(number)) {
      recipients.put(channel, List.of(switch (channel) {
        case "sms" -> "+447700900%03d".formatted(number % 1_000);
        case "push" -> token(number);
        case "email" -> "someone%d@example.org".formatted(number);
        default -> webhooks.url("/hook/" + number);
      }));
    }
    String body = JSON.writeValueAsString(Map.of("recipients", recipients, "subject", "Your parcel", "text", "Your parcel %d! is on its way.".formatted(number),
        "callback", Map.of("url", callbacks.url("/status"), "events", number % 3 == 0 ? "all" : "final"), "metadata", Map.of("number", number)));
    await().atMost(patience).ignoreExceptions().until(() -> wadi.send("/v2/notifications", body, "key-" + number).get().statusCode() == 202);
  }

  private void judge(int count, Duration took) throws Exception {
    Map<Recipient, String> states = new HashMap<>();
    Map<Recipient, Integer> unknown = new HashMap<>();
    Map<Recipient, String> names = new HashMap<>();
    try (Connection database = wadi.database(); ResultSet rows = database.createStatement().executeQuery("""
        select n.metadata->>'number', d.channel, notification_state(d.status, d.attempts),
            d.attempts - count(a.number) + count(a.number) filter (where a.reason like 'perhaps sent%'),
            (array_agg(a.provider_id order by a.number desc))[1]
          from delivery d join notification n on d.source_id = n.id::text left join delivery_attempt a on a.delivery_id = d.id
          where d.source = 'notification' group by n.id, d.id""")) {
      while (rows.next()) {
        Recipient recipient = new Recipient(rows.getInt(1), rows.getString(2));
        assertThat(states.put(recipient, rows.getString(3))).as("promised twice: " + recipient).isNull();
        unknown.put(recipient, rows.getInt(4));
        names.put(recipient, String.valueOf(rows.getString(5)));
      }
    }
    assertThat(states).hasSize(2 * count);
    assertThat(states.values()).isSubsetOf(FINAL);

    Map<Recipient, Integer> copies = new HashMap<>();
    Map<String, String> receipts = new HashMap<>();
    for (SimulatorProcess provider : List.of(centre, gateway)) {
      JsonNode messages = provider.ask("/messages");
      assertThat(messages).as("each provider has taken some").isNotEmpty();
      for (JsonNode message : messages) {
        copies.merge(new Recipient(numberIn(message.get("text").asText()), "sms"), 1, Integer::sum);
        receipts.put(message.get("ids").get(0).asText(), message.get("receipts").get(0).asText().toUpperCase(Locale.ROOT));
      }
    }
    mails.mails().forEach(mail -> copies.merge(new Recipient(numberIn(mail), "email"), 1, Integer::sum));
    posted.forEach(number -> copies.merge(new Recipient(number, "webhook"), 1, Integer::sum));
    for (int number = 0; number < count; number++) {
      if (channels(number).contains("push")) {
        copies.put(new Recipient(number, "push"), devices.accepted(token(number)).size());
      }
    }
    List<String> wrong = new ArrayList<>();
    int repeated = 0;
    for (Map.Entry<Recipient, String> one : states.entrySet()) {
      Recipient recipient = one.getKey();
      int times = copies.getOrDefault(recipient, 0);
      repeated += Math.max(0, times - 1);
      String expected = !recipient.channel().equals("sms") ? "delivered"
          : Map.of("DELIVRD", "delivered", "SUCCESS", "delivered", "EXPIRED", "expired").getOrDefault(receipts.get(names.get(recipient)), "failed");
      if (times == 0 || times - 1 > unknown.get(recipient) || !one.getValue().equals(expected)) {
        wrong.add("%s is %s, its provider says %s and took %d, of which %d unanswered".formatted(recipient, one.getValue(), expected, times, unknown.get(recipient)));
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(told()).as("what callbacks said in the end").isEqualTo(states);
    System.out.printf("%d recipients, 2 kills, %d s: %s; sent again: %d; SMS: %d over SMPP, %d over Africa's Talking; %d callbacks%n", states.size(), took.toSeconds(),
        states.values().stream().collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting())), repeated,
        centre.ask("/messages").size(), gateway.ask("/messages").size(), callbacks.requests().size());
  }

  /** The state in which callbacks said each ended; nothing is told after the end. */
  private Map<Recipient, String> told() throws IOException {
    Map<Recipient, Set<String>> finals = new HashMap<>();
    for (Receiver.Request request : callbacks.requests()) {
      JsonNode data = JSON.readTree(request.body()).get("data");
      Recipient recipient = new Recipient(data.get("metadata").get("number").asInt(), data.get("channel").asText());
      String status = data.get("status").asText();
      if (FINAL.contains(status)) {
        finals.computeIfAbsent(recipient, r -> new TreeSet<>()).add(status);
      } else {
        assertThat(finals).as(status + " after the end").doesNotContainKey(recipient);
      }
    }
    return finals.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, one -> String.join(" and ", one.getValue())));
  }

  private static int numberIn(String text) {
    Matcher found = NUMBER.matcher(text);
    assertThat(found.find()).as(text).isTrue();
    return Integer.parseInt(found.group(1));
  }

  /** Waits until there are no such rows. */
  private void assertEnds(String sql) {
    await().atMost(patience).untilAsserted(() -> {
      List<String> rows = new ArrayList<>();
      try (Connection database = wadi.database(); ResultSet row = database.createStatement().executeQuery(sql)) {
        while (row.next()) {
          List<String> columns = new ArrayList<>();
          for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
            columns.add(row.getString(i));
          }
          rows.add(String.join(" ", columns.stream().map(String::valueOf).toList()));
        }
      }
      assertThat(rows).isEmpty();
    });
  }
}
