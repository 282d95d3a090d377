package wadi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BacktestCommandTest {
  private static final String CARD = "4111111111111111";
  private static final Pattern CARD_NUMBER = Pattern.compile("\\d{12,19}");
  private static final String OLD = """
      thresholds: { review: 50, held: 100, critical: 200 }
      windows:
        card_10m: { key: card, of: 10m }
      lists: {}
      rules:
        - { id: large, description: Large, when: "has(tx.payment.amount) && tx.payment.amount >= 1000.0", score: 100, reason: LARGE }
      """;
  private static final String NEW = OLD + """
        - { id: often, description: Often, when: "has(velocity.card_10m.count) && velocity.card_10m.count > 2", score: 50, reason: OFTEN }
        - { id: tried, description: Tried, when: "has(tx.payment.amount) && tx.payment.amount >= 10.0", score: 50, reason: TRIED, shadow: true }
      """;

  @TempDir
  private Path folder;

  private String out;
  private String err;

  @BeforeEach
  void rules() throws IOException {
    Files.writeString(folder.resolve("old.yaml"), OLD);
    Files.writeString(folder.resolve("new.yaml"), NEW);
  }

  @Test
  void says_what_new_rules_decide_differently_and_how_right_they_are() throws IOException {
    String file = write(row("10:00:00", "fraud", "burst", 20), row("10:00:10", "fraud", "burst", 20), row("10:00:20", "fraud", "burst", 20),
        row("11:00:00", "genuine", null, 2_000), row("12:00:00", "genuine", null, 5));

    JsonNode report = json(file);

    assertThat(report.at("/rows").asInt()).isEqualTo(5);
    assertThat(report.at("/oldToNew/clean/review").asInt()).isOne();
    assertThat(report.at("/oldToNew/held/held").asInt()).isOne();
    assertThat(report.at("/decidedDifferently").asInt()).isOne();
    assertThat(report.at("/new/fraud/alarmShare").asDouble()).isEqualTo(1 / 3.0);
    assertThat(report.at("/old/fraud/alarmShare").asDouble()).isZero();
    assertThat(report.at("/new/genuine/heldShare").asDouble()).isEqualTo(0.5);
    assertThat(report.at("/new/patterns/0/pattern").asText()).isEqualTo("burst");
    assertThat(report.at("/new/shadowHits/0/rule").asText()).isEqualTo("tried");
    assertThat(report.at("/new/shadowHits/0/matched").asInt()).isEqualTo(4);
    assertThat(report.at("/examples")).hasSize(1);
    assertThat(report.at("/examples/0/line").asInt()).isEqualTo(3);
    assertThat(report.at("/examples/0/new/reasons/0/code").asText()).isEqualTo("OFTEN");
    assertThat(report.at("/old/rules").asText()).isNotEqualTo(report.at("/new/rules").asText()).hasSize(12);
    assertThat(report.at("/from").asText()).isEqualTo("2026-11-01T10:00:00Z");
  }

  @Test
  void people_read_tables() throws IOException {
    String file = write(row("10:00:00", "fraud", "burst", 20), row("10:00:10", "fraud", "burst", 20), row("10:00:20", "fraud", "burst", 20));

    assertThat(backtest("--rules", path("new.yaml"), "--against", path("old.yaml"), file)).isZero();
    assertThat(out).contains("3 transactions, 2026-11-01T10:00:00Z to 2026-11-01T10:00:20Z", "old clean   2          1           0",
        "1 decided differently", "line 3, 2026-11-01T10:00:20Z, fraud (burst), 411111******1111, 20 INR", "old: clean, score 0", "new: review, score 50: OFTEN", "rows/s");
    assertThat(out).containsPattern("fraud +3 +caught \\(review or held\\) +0\\.00 % +33\\.33 %");
    assertThat(err).isEmpty();
  }

  @Test
  void windows_slide_by_the_time_of_the_rows() throws IOException {
    String file = write(row("10:00:00", "fraud", null, 20), row("10:20:00", "fraud", null, 20), row("10:40:00", "fraud", null, 20));
    assertThat(json(file).at("/decidedDifferently").asInt()).isZero();
  }

  @Test
  void bare_messages_come_one_second_after_the_other_and_have_no_label() throws IOException {
    JsonNode report = json(write(message(20), message(20), message(20), ""));
    assertThat(report.at("/new/unknown/review").asInt()).isOne();
    assertThat(report.at("/from").asText()).endsWith("T00:00:00Z");
    assertThat(report.at("/until").asText()).endsWith("T00:00:02Z");
  }

  @Test
  void lines_that_cannot_be_read_are_told_with_their_number_and_left_out() throws IOException {
    String file = write(row("10:00:00", "fraud", null, 20), "{\"order\": " + CARD, "[1]", "{\"transaction\": 5}", message(20).replace("\"paymentMethod\"", "\"method\""),
        row("10:00:00", "maybe " + CARD, null, 20), row("25:00:00", "fraud", null, 20), row("10:00:05", "fraud", null, 20).replace("\"label\"", "\"lable\""));

    assertThat(backtest("--rules", path("new.yaml"), "--against", path("old.yaml"), file)).isZero();
    assertThat(err.lines().map(line -> line.substring(line.indexOf(": ") + 2))).containsExactly(
        "line 2: is no JSON, from column 27 on",
        "line 3: is no JSON object",
        "line 4: transaction is no object",
        "line 5: the transaction has no paymentMethod, so the intake would refuse it",
        "line 6: label is \"maybe 411111******1111\", neither \"fraud\" nor \"genuine\"",
        "and 2 more lines that cannot be read");
    assertThat(out).startsWith("1 transactions").contains("7 lines could not be read and were left out");
  }

  @Test
  void a_name_beside_the_transaction_that_is_not_known_is_told() throws IOException {
    backtest("--rules", path("new.yaml"), "--against", path("old.yaml"), write(row("10:00:05", "fraud", null, 20).replace("\"label\"", "\"lable\"")));
    assertThat(err).contains("line 1: beside transaction there is \"lable\": only at, label and pattern may be there");
  }

  @Test
  void nothing_to_judge_and_wrong_rules_are_failures_and_a_wrong_call_another() throws IOException {
    String good = write(message(20));
    assertThat(backtest("--rules", path("new.yaml"), "--against", path("old.yaml"), write("{", "{"))).isOne();
    assertThat(err).contains("has no transaction that can be judged");
    Files.writeString(folder.resolve("wrong.yaml"), NEW.replace("tx.payment.amount >= 10.0", "tx.payment.amout >= 10.0"));
    assertThat(backtest("--rules", path("wrong.yaml"), "--against", path("old.yaml"), good)).isOne();
    assertThat(err).contains("wrong.yaml:8: ", "amout");
    assertThat(backtest("--rules", path("new.yaml"), path("no-such.ndjson"))).isEqualTo(2);
    assertThat(backtest(good)).isEqualTo(2);
    assertThat(backtest("--rules", path("new.yaml"), "--examples", "-1", good)).isEqualTo(2);
  }

  @Test
  void rows_against_the_order_of_time_are_counted() throws IOException {
    assertThat(json(write(row("10:00:00", "fraud", null, 20), row("09:00:00", "fraud", null, 20))).at("/outOfOrder").asInt()).isOne();
  }

  @Test
  void no_card_number_is_ever_printed() throws IOException {
    String pattern = row("10:00:00", "fraud", "seen with " + CARD, 20);
    String currency = pattern.replace("\"INR\"", "\"" + CARD + "\"").replace("10:00:00", "10:00:01");
    String file = write(pattern, currency, currency, currency, "{ \"" + CARD + "\": 1 }", "{\"transaction\": {}, \"" + CARD + "\": 1}", CARD + " {");
    for (String form : new String[] {"--json", "--examples=9"}) {
      assertThat(backtest("--rules", path("new.yaml"), "--against", path("old.yaml"), form, file)).isZero();
      assertThat(CARD_NUMBER.matcher((out + err).replace(folder.toString(), "").replaceAll("\\d+\\.\\d+", "")).results().map(found -> found.group())).isEmpty();
      assertThat(out).contains("411111******1111");
    }
  }

  @Test
  void a_line_that_is_too_long_is_left_out_and_the_next_one_judged() throws IOException {
    String file = write("{\"order\": \"" + "x".repeat(2_000_000) + "\"}", message(20));
    assertThat(backtest("--rules", path("new.yaml"), "--against", path("old.yaml"), file)).isZero();
    assertThat(err).contains("line 1: is longer than 1100000 bytes");
    assertThat(out).startsWith("1 transactions");
  }

  private JsonNode json(String file) throws IOException {
    assertThat(backtest("--rules", path("new.yaml"), "--against", path("old.yaml"), "--json", file)).as(() -> err).isZero();
    return new ObjectMapper().readTree(out);
  }

  private int backtest(String... arguments) {
    StringWriter said = new StringWriter();
    StringWriter complained = new StringWriter();
    int code = new CommandLine(new BacktestCommand()).setOut(new PrintWriter(said)).setErr(new PrintWriter(complained)).execute(arguments);
    out = said.toString();
    err = complained.toString();
    return code;
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private String write(String... lines) throws IOException {
    return Files.writeString(folder.resolve("rows.ndjson"), String.join("\n", lines)).toString();
  }

  private static String row(String time, String label, String pattern, int amount) {
    return "{\"at\": \"2026-11-01T" + time + "Z\", \"label\": \"" + label + "\", " + (pattern == null ? "" : "\"pattern\": \"" + pattern + "\", ")
        + "\"transaction\": " + message(amount) + "}";
  }

  private static String message(int amount) {
    return "{\"order\": {\"id\": 1}, \"paymentMethod\": \"card\", \"payment\": {\"card\": " + CARD + ", \"amount\": " + amount + ", \"currency\": \"INR\"}}";
  }
}
