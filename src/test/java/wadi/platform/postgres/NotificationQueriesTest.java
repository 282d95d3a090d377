package wadi.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wadi.domain.delivery.Ageing;
import wadi.domain.delivery.Budget;
import wadi.domain.delivery.Delivery;
import wadi.domain.delivery.Outcome;
import wadi.domain.delivery.ReleasePlan;
import wadi.domain.notifications.Notification;
import wadi.domain.notifications.Notification.Api;
import wadi.platform.Doorbells;
import wadi.platform.SettableClock;
import wadi.platform.ports.NotificationStates;
import wadi.platform.ports.NotificationStates.Listing;

@Timeout(60)
class NotificationQueriesTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private final SettableClock clock = new SettableClock("2026-11-22T12:00:00Z");
  private final AtomicLong ids = new AtomicLong(1_000);
  private DeliveryTable deliveries;
  private NotificationTable table;
  private NotificationQueries queries;

  @BeforeEach
  void open() {
    deliveries = new DeliveryTable(database.database(), new Doorbells(), clock, "here", Ageing.NONE, TestEvents.NONE);
    table = new NotificationTable(database.database(), deliveries);
    queries = new NotificationQueries(database.database());
  }

  @AfterEach
  void close() {
    table.close();
    deliveries.close();
  }

  private long store(String client, String key, String... recipients) {
    long id = ids.incrementAndGet();
    List<Delivery> promised = Stream.of(recipients)
        .map(to -> new Delivery(ids.incrementAndGet(), Notification.SOURCE, Long.toString(id), "sms", to, 100, 0, clock.instant(), Map.of("text", "hello"))).toList();
    return table.store(new Notification(id, client, Api.V2, Optional.ofNullable(key), "f", clock.instant(), Optional.empty(), Map.of("order", 7), promised)).id();
  }

  private JsonNode json(Optional<String> text) throws JsonProcessingException {
    return new ObjectMapper().readTree(text.orElseThrow());
  }

  private void put(long notification, String... statuses) {
    List<Long> rows = database.database().sql().sql("select id from delivery where source_id = ? order by id").param(Long.toString(notification)).query(Long.class).list();
    for (int i = 0; i < statuses.length; i++) {
      database.database().sql().sql("update delivery set status = ? where id = ?").params(statuses[i], rows.get(i)).update();
    }
  }

  @Test
  void tells_each_recipient_with_its_attempts_in_the_order_of_the_request() throws Exception {
    long id = store("shop", "k1", "+447700900002", "+447700900001");
    List<Delivery> claimed = deliveries.claim(new BudgetTable.Lane("sms", "one", ReleasePlan.immediate(Budget.parse("unlimited", ZoneOffset.UTC))), 1, Duration.ofMinutes(1));
    deliveries.finish(claimed.get(0).id(), new Outcome.RetryLater("the gateway is away", clock.instant().plusSeconds(60))).join();
    JsonNode found = json(queries.find("shop", id));
    assertThat(found.get("id").asText()).isEqualTo(Long.toString(id));
    assertThat(found.get("key").asText()).isEqualTo("k1");
    assertThat(found.get("receivedAt").asText()).startsWith("2026-11-22T12:00:00");
    assertThat(found.get("metadata")).hasToString("{\"order\":7}");
    assertThat(found.get("status").asText()).isEqualTo("started");
    assertThat(found.get("recipients")).extracting(r -> r.get("to").asText()).containsExactly("+447700900002", "+447700900001");
    JsonNode tried = claimed.get(0).recipient().equals("+447700900002") ? found.at("/recipients/0") : found.at("/recipients/1");
    assertThat(tried.get("status").asText()).isEqualTo("started");
    assertThat(tried.at("/attempts/0/number").asInt()).isEqualTo(1);
    assertThat(tried.at("/attempts/0/provider").asText()).isEqualTo("one");
    assertThat(tried.at("/attempts/0/outcome").asText()).isEqualTo("retry");
    assertThat(tried.at("/attempts/0/reason").asText()).isEqualTo("the gateway is away");
    assertThat(tried.at("/attempts/0/began").asText()).startsWith("2026-11-22T12:00:00");
  }

  @Test
  void shows_a_client_only_what_it_asked_for() {
    long id = store("shop", "k1", "+447700900001");
    assertThat(queries.find("bank", id)).isEmpty();
    assertThat(queries.find("", id)).isEmpty();
    assertThat(queries.cancel("bank", id)).isEmpty();
    assertThat(queries.first("bank", Api.V2, "k1")).isEmpty();
    assertThat(queries.list("bank", Optional.empty(), Long.MAX_VALUE, 10).json()).isEqualTo("[]");
    assertThat(queries.find("shop", id)).get().asString().contains("received");
    assertThat(queries.first("shop", Api.V1, "k1")).isEmpty();
    assertThat(queries.first("shop", Api.V2, "k1")).contains(new NotificationStates.First(id, "f", List.of(new NotificationStates.Recipient("sms", "+447700900001"))));
  }

  @ParameterizedTest
  @CsvSource({"waiting waiting, received", "waiting delivered, started", "leased waiting, started", "submitted delivered, submitted", "submitted waiting, started",
      "delivered delivered, delivered", "delivered parked, failed", "expired parked, failed", "delivered expired, expired", "expired cancelled, expired",
      "delivered cancelled, cancelled"})
  void says_as_a_whole_how_it_fares(String statuses, String overall) throws Exception {
    long id = store("shop", null, "+447700900001", "+447700900002");
    put(id, statuses.split(" "));
    assertThat(json(queries.find("shop", id)).get("status").asText()).isEqualTo(overall);
  }

  @Test
  void cancels_what_has_not_left_and_nothing_else() throws Exception {
    long id = store("shop", null, "+447700900001", "+447700900002", "+447700900003", "+447700900004");
    long other = store("shop", null, "+447700900001");
    put(id, "waiting", "delayed", "leased", "delivered");
    assertThat(json(queries.cancel("shop", id)).get("recipients")).extracting(r -> r.get("status").asText())
        .containsExactly("cancelled", "cancelled", "started", "delivered");
    assertThat(json(queries.find("shop", other)).get("status").asText()).isEqualTo("received");
    assertThat(queries.cancel("shop", 1)).isEmpty();
  }

  @Test
  void lists_the_newest_first_page_by_page() throws Exception {
    List<Long> all = LongStream.range(0, 5).mapToObj(n -> store("shop", null, "+447700900001")).toList();
    List<String> seen = new ArrayList<>();
    Optional<Long> before = Optional.of(Long.MAX_VALUE);
    while (before.isPresent()) {
      Listing page = queries.list("shop", Optional.empty(), before.get(), 2);
      json(Optional.of(page.json())).forEach(row -> seen.add(row.get("id").asText()));
      before = page.next();
    }
    assertThat(seen).containsExactly(all.stream().sorted((a, b) -> Long.compare(b, a)).map(String::valueOf).toArray(String[]::new));
  }

  @Test
  void lists_those_of_one_status_also_when_they_are_rare() throws Exception {
    long failed = store("shop", null, "+447700900001");
    put(failed, "parked");
    database.database().sql().sql("""
        insert into notification (id, client, api, fingerprint, created_at) select 100000 + n, 'shop', 'v2', 'f', now() from generate_series(1, 2500) n""").update();
    Listing first = queries.list("shop", Optional.of("failed"), Long.MAX_VALUE, 10);
    assertThat(first.json()).isEqualTo("[]");
    assertThat(first.next()).isPresent();
    Listing second = queries.list("shop", Optional.of("failed"), first.next().orElseThrow(), 10);
    assertThat(json(Optional.of(second.json()))).extracting(row -> row.get("id").asText()).containsExactly(Long.toString(failed));
    assertThat(second.next()).isEmpty();
  }

  @Test
  void finds_what_it_looks_for_by_indexes() {
    database.database().sql().sql("insert into notification (id, client, api, fingerprint, created_at) select n, 'c' || n % 50, 'v2', 'f', now() from generate_series(1, 20000) n")
        .update();
    database.database().sql().sql("""
        insert into delivery (id, source, source_id, channel, recipient, urgency, rank, status, payload, created_at)
        select n, 'notification', n::text, 'sms', '+44', 100, n, 'delivered', '{}', now() from generate_series(1, 20000) n""").update();
    database.database().sql().sql("analyze notification, delivery").update();
    for (String query : NotificationQueries.plans()) {
      String plan = String.join("\n", database.database().sql().sql("explain " + query).params(Map.of("client", "c1", "id", 1L, "before", 900_000L, "scan", 21, "limit", 21,
          "status", "failed")).query(String.class).list());
      assertThat(plan).as(query).doesNotContain("Seq Scan on notification").doesNotContain("Seq Scan on delivery");
    }
  }
}
