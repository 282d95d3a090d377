package wadi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A transaction's whole way, from the request to the mail. */
class PipelineIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir
  private static Path folder;
  private static RunningWadi wadi;

  @BeforeAll
  static void start() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    wadi = new RunningWadi(folder.resolve("data")).start();
  }

  @AfterAll
  static void stop() throws Exception {
    wadi.close();
  }

  @Test
  void of_a_thousand_transactions_each_held_one_becomes_one_mail() throws Exception {
    Map<Long, String> held = new ConcurrentHashMap<>();
    Set<Long> answered = ConcurrentHashMap.newKeySet();
    ExecutorService clients = Executors.newFixedThreadPool(16);
    List<Future<?>> requests = new ArrayList<>();
    for (int n = 0; n < 1_000; n++) {
      String card = Cards.number(n, 16);
      String amount = n % 10 == 9 ? "2" + (1000 + n) + ".50" : "123.00";
      requests.add(clients.submit(() -> {
        HttpResponse<String> reply = wadi.transact(transaction(card, amount));
        long id = JSON.readTree(reply.body()).get("transactionID").asLong();
        answered.add(id);
        assertThat(reply.statusCode()).isEqualTo(amount.equals("123.00") ? 200 : 402);
        if (reply.statusCode() == 402) {
          held.put(id, Cards.masked(card) + " " + amount);
        }
        return id;
      }));
    }
    for (Future<?> request : requests) {
      request.get();
    }
    clients.shutdown();
    assertThat(held).hasSize(100);
    assertThat(answered).hasSize(1_000);

    await().atMost(PATIENCE).until(() -> Mailbox.of(wadi).mails().size() >= 100);
    List<JsonNode> mails = Mailbox.of(wadi).mails();

    assertThat(mails.stream().map(Mailbox::transactionOf)).containsExactlyInAnyOrderElementsOf(held.keySet());
    for (JsonNode mail : mails) {
      String[] card = held.get(Mailbox.transactionOf(mail)).split(" ");
      for (String part : List.of("text", "html")) {
        assertThat(mail.get(part).asText()).contains(card[0], card[1] , "INR", "LARGE_AMOUNT", Long.toString(Mailbox.transactionOf(mail)))
            .containsPattern("20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d");
      }
      assertThat(mail.get("channel").asText()).isEqualTo("email");
    }
    await().atMost(PATIENCE).until(() -> Mailbox.of(wadi).texts().size() >= 100);
    List<JsonNode> texts = Mailbox.of(wadi).texts();
    assertThat(texts).hasSize(100).allSatisfy(text -> assertThat(text.get("to").asText()).isEqualTo("+447700900123"));
    held.forEach((id, card) -> assertThat(texts).anySatisfy(text -> assertThat(text.get("text").asText())
        .contains(Long.toString(id), card.split(" ")[0], card.split(" ")[1], "INR", "LARGE_AMOUNT").hasSizeLessThan(161)));
    await().atMost(PATIENCE).until(() -> count("select count(*) from delivery where status <> 'delivered' and ? is not null", answered) == 0);
    assertThat(count("select count(*) from delivery_attempt a join delivery d on d.id = a.delivery_id where d.channel = 'sms'"
        + " and a.outcome = 'delivered' and a.provider_id like 'ATXid%' and ? is not null", answered)).isEqualTo(100);
    assertThat(count("select count(*) from transaction where id = any (?)", answered)).isEqualTo(1_000);
    assertThat(count("select count(*) from delivery where status <> 'delivered' and ? is not null", answered)).isZero();
  }

  @Test
  void no_card_number_stands_anywhere_in_full() throws Exception {
    Random random = new Random(20261120);
    Set<String> cards = new HashSet<>();
    Set<Long> held = new HashSet<>();
    StringBuilder replies = new StringBuilder();
    for (int length = 13; length <= 19; length++) {
      for (String shape : List.of("%s", "\"%s\"", "\"spaced\"", "[[{\"x\": \"%s\"}]]", "{\"number\": %s}")) {
        String card = Cards.number(random.nextInt(1_000_000), length);
        cards.add(card);
        String value = shape.equals("\"spaced\"") ? "\"" + card.replaceAll("(.{4})", "$1 ").strip() + "\"" : shape.formatted(card);
        String free = Cards.number(random.nextInt(1_000_000), length);
        cards.add(free);
        HttpResponse<String> reply = wadi.transact("""
            {"order": {"id": 1, "name": "please charge %s, thanks", "%s": 1}, "paymentMethod": "card %s", "payment":
             {"card": %s, "cvv": "737", "amount": 30000.5, "currency": "INR", "note": %s}}""".formatted(
            free, free, free.replaceAll("(.{5})", "$1-"), value, value));
        assertThat(reply.statusCode()).isEqualTo(402);
        held.add(JSON.readTree(reply.body()).get("transactionID").asLong());
        replies.append(reply.body());
        for (String broken : List.of("{\"payment\": %s", "%s", "{\"order\": %s}", "{\"a\": %s, \"b\": x%s}")) {
          replies.append(wadi.transact(broken.replace("%s", card)).body());
        }
        replies.append(wadi.transact("{}", "Idempotency-Key", card, "X-Card", card).body());
      }
    }
    await().atMost(PATIENCE).until(() -> Mailbox.of(wadi).mails().stream().map(Mailbox::transactionOf).toList().containsAll(held));

    String everything = replies + wadi.get("/inbox").body() + wadi.output() + wadi.get("/observe/metrics").body() + rows() + files();
    String digitsOnly = everything.replaceAll("[ -]", "");
    for (String card : cards) {
      assertThat(everything.contains(card)).as(card).isFalse();
      assertThat(digitsOnly.contains(card)).as(card + " with blanks or dashes").isFalse();
    }
    assertThat(rows()).contains(Cards.masked(cards.iterator().next())).contains("\"\"cvv\"\": \"\"***\"\"").doesNotContain("\"\"737\"\"");
  }

  private static String transaction(String card, String amount) {
    return """
        {"order": {"id": 7, "name": "book", "cost": %s, "currency": "INR"}, "paymentMethod": "amazonpay",
         "payment": {"card": %s, "type": "wallet", "amount": %s, "currency": "INR"}}""".formatted(amount, card, amount);
  }

  private static long count(String query, Set<Long> ids) throws Exception {
    try (Connection database = wadi.database(); var select = database.prepareStatement(query)) {
      select.setArray(1, database.createArrayOf("bigint", ids.toArray()));
      ResultSet row = select.executeQuery();
      row.next();
      return row.getLong(1);
    }
  }

  /** Every row of every table. */
  private static String rows() throws Exception {
    StringBuilder text = new StringBuilder();
    try (Connection database = wadi.database(); var sql = database.createStatement(); var more = database.createStatement()) {
      ResultSet tables = sql.executeQuery("select tablename from pg_tables where schemaname = 'public'");
      while (tables.next()) {
        ResultSet rows = more.executeQuery("select t::text from \"" + tables.getString(1) + "\" t");
        while (rows.next()) {
          text.append(rows.getString(1)).append('\n');
        }
      }
    }
    return text.toString();
  }

  /** Every file of the data directory but the database's own: broker journal and logs among them. */
  private static String files() throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> all = Files.walk(wadi.data())) {
      for (Path file : all.filter(Files::isRegularFile).filter(f -> !f.toString().contains("/cluster/") && !f.toString().contains("/bin-")).toList()) {
        text.append(Files.readString(file, StandardCharsets.ISO_8859_1));
        text.append(Files.readString(file, StandardCharsets.ISO_8859_1).replace("\u0000", ""));
      }
    }
    return text.toString();
  }
}
