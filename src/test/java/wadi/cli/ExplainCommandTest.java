package wadi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import wadi.cli.FakeWadi.Ended;
import wadi.platform.CardKey;
import wadi.runtime.Snapshot;

/** What {@code ./wadi explain} prints and ends with. */
class ExplainCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HELD = """
      {"order": {"id": 7, "name": "shoes"}, "paymentMethod": "card",
       "payment": {"card": 4111111111111111, "amount": 25000.00, "currency": "INR"}}""";

  @RegisterExtension final FakeWadi wadi = new FakeWadi();
  @TempDir
  Path folder;
  private final String home = System.getProperty("wadi.home");
  private final String caller = System.getProperty("wadi.caller");

  @BeforeEach
  void files() {
    System.setProperty("wadi.home", Snapshot.take(Path.of("").toAbsolutePath(), folder.resolve("wadi")).folder().toString());
    System.setProperty("wadi.caller", folder.toString());
  }

  @AfterEach
  void restore() {
    restore("wadi.home", home);
    restore("wadi.caller", caller);
  }

  private static void restore(String name, String value) {
    if (value == null) {
      System.clearProperty(name);
    } else {
      System.setProperty(name, value);
    }
  }

  private Ended explain(String message, String... options) throws Exception {
    Files.writeString(folder.resolve("message.json"), message);
    String[] words = new String[options.length + 2];
    words[0] = "explain";
    words[1] = "message.json";
    System.arraycopy(options, 0, words, 2, options.length);
    return run(words);
  }

  private static Ended run(String... words) {
    return run(InputStream.nullInputStream(), words);
  }

  /** Without the address of a running Wadi. */
  private static Ended run(InputStream input, String... words) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    InputStream in = System.in;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    ByteArrayOutputStream complained = new ByteArrayOutputStream();
    try {
      System.setIn(input);
      System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
      int code = WadiCommand.execute(words);
      return new Ended(code, said.toString(StandardCharsets.UTF_8), complained.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
      System.setIn(in);
    }
  }

  @Test
  void tells_people_what_would_become_of_a_held_transaction_and_why() throws Exception {
    Ended ended = explain(HELD);

    assertThat(ended.err()).isEmpty();
    assertThat(ended.code()).isZero();
    assertThat(ended.out()).doesNotContain("4111111111111111").contains("""
          large-amount: matches (score 100)
              has(tx.amount) && tx.amount >= 20000.0
              tx.amount = 25000.0
        """, """
          very-large-amount: does not match (score 100)
              not true: tx.amount >= 100000.0
              tx.amount = 25000.0
        """, """
        Verdict
          held, score 100, by rules \
        """.stripTrailing(), "  LARGE_AMOUNT: The amount is 20,000 or more (100)\n", """
          route-alert
            by-severity
              -> when-known: ${body[severity]} in 'low,normal,high,critical'
                   ${body[severity]} = high
                 when-unknown  (not asked)
        """, """
            by-urgency
              -> when-urgent: ${variable.severity} in 'high,critical'
                   ${variable.severity} = high
                 none of them  (not asked)
        """, "  email to fraud-desk@example.com, severity high, urgency 150\n      [high] Transaction ", "  sms to +447700900123, severity high, urgency 150\n      high: ",
        "  Nothing is known of budgets and of what waits here: --live asks a running Wadi.", "  Nothing is known of earlier transactions here");
  }

  @Test
  void tells_programs_the_same_as_json() throws Exception {
    JsonNode explanation = JSON.readTree(explain(HELD, "--json").out());

    assertThat(explanation.properties()).extracting(Map.Entry::getKey)
        .containsExactly("transaction", "rules", "verdict", "alert", "routes", "deliveries", "notes");
    assertThat(explanation.at("/deliveries/0/channel").asText()).isEqualTo("email");
  }

  @Test
  void reads_an_alert_from_standard_input() {
    Ended ended = run(new ByteArrayInputStream("{\"severity\": \"low\"}".getBytes(StandardCharsets.UTF_8)), "explain", "-");

    assertThat(ended.code()).isZero();
    assertThat(ended.out()).startsWith("Alert\n").contains("  email to fraud-review@example.com, severity low, urgency 50\n",
        "         when-urgent: ${variable.severity} in 'high,critical'  (not true)\n           ${variable.severity} = low\n").doesNotContain("sms to", "Verdict");
  }

  @Test
  void a_clean_transaction_raises_none_and_nobody_gets_anything() throws Exception {
    assertThat(explain(HELD.replace("25000.00", "25.00")).out()).contains("Verdict\n  clean, score 0", "Alert\n  none: ", "Deliveries\n  none\n");
  }

  @Test
  void what_cannot_be_explained_is_told_with_file_line_and_column() throws Exception {
    assertFails(explain("{\"order\": {},\n \"payment\": }"), "wadi: message.json: it is not JSON at line 2, column 13.\n");
    assertFails(explain("{\"order\": {}}"), "wadi: message.json: it is not a transaction: /paymentMethod is required; /payment is required.\n");
    assertFails(explain(" "), "wadi: message.json: it is empty.\n");
    assertFails(run("explain", "none.json"), "wadi: There is no file none.json.\n");
    Files.write(folder.resolve("latin.json"), new byte[] {'{', (byte) 0xe9, '}'});
    assertFails(run("explain", "latin.json"), "wadi: latin.json is not written in UTF-8.\n");
    assertFails(run("explain", "."), "wadi: . cannot be read: IOException\n");
  }

  @Test
  void what_is_larger_than_any_message_is_refused_whole() throws Exception {
    byte[] large = new byte[16 * 1024 * 1024 + 1];
    Arrays.fill(large, (byte) ' ');
    System.arraycopy("{\"severity\": \"low\"}".getBytes(StandardCharsets.UTF_8), 0, large, 0, 19);
    Files.write(folder.resolve("large.json"), large);

    assertFails(run(new ByteArrayInputStream(large), "explain", "-"), "wadi: standard input is too large: at most 16 MiB.\n");
    assertFails(run("explain", "large.json"), "wadi: large.json is too large: at most 16 MiB.\n");
    assertFails(run("explain", "large.json", "--live"), "wadi: large.json is too large: at most 16 MiB.\n");
  }

  @Test
  void without_the_key_of_fingerprints_those_printed_are_others_each_time() throws Exception {
    assertThat(fingerprint()).hasSize(22).isNotEqualTo(CardKey.forSpecs().fingerprint("4111111111111111")).isNotEqualTo(fingerprint());
  }

  private String fingerprint() throws Exception {
    for (JsonNode rule : JSON.readTree(explain(HELD, "--json").out()).get("rules")) {
      if (rule.get("values").has("tx.card.fingerprint")) {
        return rule.get("values").get("tx.card.fingerprint").asText();
      }
    }
    throw new AssertionError("no rule asks for the fingerprint");
  }

  @Test
  void files_that_cannot_run_are_told_with_file_and_line() throws Exception {
    Path rules = Path.of(System.getProperty("wadi.home"), "routes/fraud/rules.yaml");
    Files.writeString(rules, Files.readString(rules).replaceFirst("score: 100", "score: many"));
    Ended ended = explain(HELD);

    assertThat(ended.code()).isOne();
    assertThat(ended.err()).contains("routes/fraud/rules.yaml:").contains("score").doesNotContain("wadi-explain");
  }

  @Test
  void asks_a_running_wadi_with_live() throws Exception {
    wadi.answers().put("POST /ops/explain", """
        200 {"transaction": null, "rules": [], "verdict": null, "alert": null, "routes": [], "deliveries": [], "notes": ["Live."]}""");
    Files.writeString(folder.resolve("message.json"), HELD);

    assertThat(wadi.run("explain", "message.json", "--live").out()).contains("Notes\n  Live.\n");
    assertThat(wadi.asked()).singleElement().asString().startsWith("POST /ops/explain ").endsWith(" application/json");
  }

  @Test
  void says_what_a_running_wadi_says_is_wrong() throws Exception {
    wadi.answers().put("POST /ops/explain", "400 {\"detail\": \"The message is empty.\"}");
    Files.writeString(folder.resolve("message.json"), "");
    assertThat(wadi.run("explain", "message.json", "--live").err()).isEqualTo("wadi: message.json: The message is empty.\n");

    wadi.answers().put("POST /ops/explain", "429 {\"detail\": \"Another message is being explained.\"}");
    assertFails(wadi.run("explain", "message.json", "--live"), "wadi: Another message is being explained.\n");
  }

  private static void assertFails(Ended ended, String error) {
    assertThat(ended.err()).isEqualTo(error);
    assertThat(ended.code()).isOne();
    assertThat(ended.out()).isEmpty();
  }
}
