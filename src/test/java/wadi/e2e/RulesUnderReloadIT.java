package wadi.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wadi.camel.fraud.RuleBook;

/** While rules are edited again and again, each verdict is of one set of rules, and its version says of which. */
class RulesUnderReloadIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String RULES = "routes/fraud/rules.yaml";
  private static final int CLIENTS = 4;
  private static final long PAUSE_NANOS = 2_000_000;
  private static final int BELOW_REVIEW = 50;
  private static final String FIRST = """
      rules:
        - id: first-marker
          description: Edit %1$d
          when: "has(tx.order.name) && tx.order.name == 'marker'"
          score: %2$d
          reason: FIRST_MARKER
      """;
  private static final String LAST = """

        - id: last-marker
          description: Edit %1$d
          when: "has(tx.order.name) && tx.order.name == 'marker'"
          score: 0
          reason: LAST_MARKER
      """;

  @TempDir
  private Path folder;
  private EditedTree tree;
  private RunningWadi wadi;
  private Operator operator;
  private String shipped;
  /** Which edit each version is of. */
  private final Map<String, Integer> versions = new ConcurrentHashMap<>();
  private final Map<Integer, Boolean> seen = new ConcurrentHashMap<>();
  private final Queue<String> faults = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void start() throws Exception {
    tree = EditedTree.in(folder);
    shipped = tree.read(RULES);
    edit(0);
    wadi = new RunningWadi(folder.resolve("data")).startIn(tree.root());
    operator = new Operator(wadi);
  }

  @AfterEach
  void stop() throws Exception {
    wadi.close();
  }

  @Test
  void no_request_sees_half_a_set_of_rules() throws Exception {
    everyVerdictIsOfOneSetDuring(5);
  }

  @Test
  @Tag("soak")
  void no_request_sees_half_a_set_of_rules_in_a_hundred_edits() throws Exception {
    everyVerdictIsOfOneSetDuring(100);
  }

  private void everyVerdictIsOfOneSetDuring(int edits) throws Exception {
    AtomicBoolean running = new AtomicBoolean(true);
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      Thread client = new Thread(() -> ask(running), "client-" + i);
      client.start();
      clients.add(client);
    }
    for (int i = 1; i <= edits; i++) {
      edit(i);
      operator.reload();
    }
    running.set(false);
    for (Thread client : clients) {
      client.join();
    }
    assertThat(faults).isEmpty();
    assertThat(versions).hasSize(edits + 1);
    assertThat(seen.keySet()).as("edits whose verdicts were seen").hasSizeGreaterThan(edits / 2);
  }

  private void ask(AtomicBoolean running) {
    try {
      while (running.get()) {
        HttpResponse<String> reply = wadi.transact("{\"order\": {\"name\": \"marker\"}, \"paymentMethod\": \"card\", \"payment\": {\"amount\": 12.50, \"currency\": \"INR\"}}");
        look(reply.statusCode(), JSON.readTree(reply.body()).path("verdict"));
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    } catch (Exception e) {
      faults.add(e.toString());
    }
  }

  private void look(int status, JsonNode verdict) {
    Integer edit = versions.get(verdict.path("rules").asText());
    List<String> texts = new ArrayList<>();
    verdict.path("reasons").forEach(reason -> {
      if (reason.path("code").asText().endsWith("_MARKER")) {
        texts.add(reason.path("text").asText());
      }
    });
    if (status != 200 || edit == null || verdict.path("score").asInt() != edit % BELOW_REVIEW || !texts.equals(List.of("Edit " + edit, "Edit " + edit))) {
      faults.add(status + " of edit " + edit + ": " + verdict);
    } else {
      seen.put(edit, true);
    }
  }

  private void edit(int number) throws Exception {
    tree.write(RULES, shipped.replace("rules:\n", FIRST.formatted(number, number % BELOW_REVIEW)) + LAST.formatted(number));
    versions.put(RuleBook.load(tree.path(RULES)).version(), number);
  }
}
