package wadi.camel.fraud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wadi.camel.files.Check;
import wadi.camel.files.Finding;
import wadi.camel.files.InvalidFiles;

class RuleFindingsTest {
  private static final String GOOD = """
      thresholds: { review: 50, held: 100, critical: 200 }
      rules:
        - id: large
          description: Large
          when: "has(tx.payment.amount) && tx.payment.amount >= 20000.0"
          score: 100
          reason: LARGE
      """;

  @Test
  void the_file_the_other_tests_break_is_good() {
    assertThat(RuleBook.read("rules.yaml", bytes(GOOD)).thresholds().held()).isEqualTo(100);
  }

  @Test
  void an_unknown_key() {
    assertOne(GOOD.replace("score: 100", "score: 100\n    scor: 3"), 7, "unknown key \"scor\"", "did you mean score?");
    assertOne(GOOD + "defaults: {}\n", 8, "unknown key \"defaults\"", "there are thresholds, rules, zone, rates, windows, lists");
    assertOne(GOOD.replace("review: 50", "review: 50, rewiev: 5"), 1, "unknown key \"rewiev\"", "did you mean review?");
  }

  @Test
  void a_missing_key() {
    assertOne(GOOD.replace("    score: 100\n", ""), 3, "a rule has no score", "it needs score: 0 to 1000, or allow: true, or block: true");
    assertOne(GOOD.replace(", critical: 200", ""), 1, "thresholds has no critical", "it needs review, held, critical");
    assertOne("rules:\n" + GOOD.substring(GOOD.indexOf("  - id")), 1, "the file has no thresholds", "it needs thresholds, rules");
  }

  @Test
  void a_rule_with_no_clear_effect() {
    assertOne(GOOD.replace("score: 100", "score: 100\n    allow: true"), 3, "a rule has score and allow", "keep one of them");
    assertOne(GOOD.replace("score: 100", "allow: true\n    block: true"), 3, "a rule has allow and block", "keep one of them");
    assertOne(GOOD.replace("score: 100", "allow: false"), 6, "allow \"false\" is not in the right form", "true; leave the key out when it is not");
    assertOne(GOOD.replace("score: 100", "block: yes"), 6, "block \"yes\" is not in the right form", "true; leave the key out when it is not");
  }

  @Test
  void an_empty_value() {
    assertOne(GOOD.replace("description: Large", "description:"), 4, "description is empty or no text", "write it on one line, or below description: |");
    assertOne(GOOD.replace("description: Large", "description: [a]"), 4, "description is empty or no text", "write it on one line, or below description: |");
  }

  @Test
  void a_repeated_key_or_id() {
    assertOne(GOOD.replace("score: 100", "score: 100\n    score: 90"), 7, "\"score\" stands twice", "the first is in line 6");
    assertOne(GOOD + GOOD.substring(GOOD.indexOf("  - id")), 8, "id large stands twice", "the first is in line 3");
  }

  @Test
  void a_bad_id_reason_score_or_threshold() {
    assertOne(GOOD.replace("id: large", "id: Large_One"), 3, "id \"Large_One\" is not in the right form", "lower case with dashes, such as large-amount");
    assertOne(GOOD.replace("reason: LARGE", "reason: Large"), 7, "reason \"Large\" is not in the right form", "UPPER_SNAKE, such as LARGE_AMOUNT");
    assertOne(GOOD.replace("reason: LARGE", "reason: RULE_ERROR"), 7, "reason RULE_ERROR is used by Wadi itself", "choose another code");
    assertOne(GOOD.replace("score: 100", "score: 1001"), 6, "score \"1001\" is no usable number", "a whole number from 0 to 1000");
    assertOne(GOOD.replace("score: 100", "score: -1"), 6, "score \"-1\" is no usable number", "a whole number from 0 to 1000");
    assertOne(GOOD.replace("score: 100", "score: high"), 6, "score \"high\" is no usable number", "a whole number from 0 to 1000");
    assertOne(GOOD.replace("held: 100", "held: 40"), 1,
        "thresholds are out of order: held (40) must not be below review (50)", "review <= held <= critical");
  }

  @Test
  void an_expression_that_does_not_compile() {
    assertOne(when("tx.payment.amount >"), 5, "when: mismatched input '<EOF>' at column 31", "check operators, quotes and brackets");
    assertOne(when("has(tx.order.name) && tx.order.name.matches('(')"), 5, "when: error parsing regexp: missing closing ): `(` at column 55",
        "patterns are RE2's: no look-around, no back references");
  }

  @Test
  void an_assignment_in_place_of_a_comparison() {
    List<Finding> findings = findings(when("tx.payment.currency = 'INR'"));
    assertThat(findings.get(0)).isEqualTo(new Finding(Check.RULES, "rules.yaml", 5, "when: token recognition error at: '= ' at column 32", "equality is written =="));
  }

  @Test
  void an_unknown_field_or_name() {
    assertOne(when("tx.payment.amout > 5.0"), 5, "when: undefined field 'amout' at column 22", "did you mean tx.payment.amount?");
    assertOne(when("amount > 5.0"), 5, "when: undeclared reference to 'amount' at column 12", "a rule knows tx, velocity, lists and CEL's own functions only");
  }

  @Test
  void a_wrong_type() {
    assertOne(when("has(tx.payment.amount) && tx.payment.amount > 'x'"), 5,
        "when: found no matching overload for '_>_' applied to '(double, string)' at column 56",
        "both sides must be of one kind: 20000.0 for an amount, 'INR' for a text");
    assertOne(when("tx.payment.amount"), 5, "when: expected type 'bool' but found 'double' at column 22",
        "it must say true or false, such as tx.payment.amount >= 20000.0");
  }

  @Test
  void a_field_that_may_be_missing() {
    String message = "when: fails on a sample transaction: key 'amount' is not present in map.";
    assertOne(when("tx.payment.amount > 5.0"), 5, message, "write has(tx.payment.amount) && ...");
    assertOne(when("has(tx.order.currency) && tx.payment.currency == 'INR'"), 5, message.replace("amount", "currency"),
        "write has(tx.payment.currency) && ...");
    assertOne(when("has(tx.payment.amount) && tx.payment.amount > 90000.0 && tx.card.bin == '411111'"), 5, message.replace("amount", "bin"),
        "write has(tx.card.bin) && ...");
    assertOne(when("has(tx.order.name) && tx.order.name == 'gift' && tx.card.luhn"), 5, message.replace("amount", "luhn"),
        "write has(tx.card.luhn) && ...");
    assertOne(when("tx.payment.currency == 'INR'"), 5, message.replace("amount", "currency"), "write has(tx.payment.currency) && ...");
    assertOne(when("has(tx.payment.amount) && has(tx.order.name) && tx.card.luhn"), 5, message.replace("amount", "luhn"),
        "write has(tx.card.luhn) && ...");
    assertOne(when("has(tx.payment.amount) && !has(tx.order.name) && tx.card.luhn"), 5, message.replace("amount", "luhn"),
        "write has(tx.card.luhn) && ...");
    assertOne(when("1 / 0 == 1"), 5, "when: fails on a sample transaction: / by zero", "guard it so that it holds for every transaction");
  }

  @Test
  void an_expression_that_is_too_large() {
    String large = "it is too large: at most 2000 characters and 32 nested brackets; make two rules of it";
    assertOne(when("true" + " || true".repeat(300)), 5, "when: expression code point size exceeds limit: size: 2404, limit 2000", large);
    assertOne(when("(".repeat(40) + "true" + ")".repeat(40)), 5, "when: Expression recursion limit exceeded. limit: 32 at column 12", large);
    String ten = "[0,1,2,3,4,5,6,7,8,9].all(";
    assertOne(when(ten + "a, " + ten + "b, " + ten + "c, " + ten + "d, a + b + c + d >= 0))))"), 5,
        "when: fails on a sample transaction: Iteration budget exceeded: 1000", "it is too large: shorten its lists");
  }

  @Test
  void a_pattern_that_could_fill_the_memory() {
    String name = "has(tx.order.name) && tx.order.name.matches(";
    assertOne(when(name + "'((a{1000}){1000}){30}')"), 5, "when: pattern is too large at column 55", "nest no counted repeats");
    assertOne(when(name + "'(a{99999999999}){2}')"), 5, "when: pattern is too large at column 55", "nest no counted repeats");
    assertOne(when(name + "'a{600}b{600}')"), 5, "when: pattern is too large at column 55", "use smaller counts in { }");
    assertOne(when(name + "tx.order.name)"), 5, "when: a pattern that is no literal text at column 55", "write it as matches('...')");
    assertOne(when(name + "'(a' + '{1000}){1000}')"), 5, "when: a pattern that is no literal text at column 55", "write it as matches('...')");
  }

  @Test
  void java_cannot_be_reached() {
    for (String when : List.of("''.getClass() == 1", "tx.getClass().getName() == ''", "java.lang.System.exit(0) == 1", "type(tx).forName('x')",
        "T(java.lang.Runtime) == 1", "new java.io.File('/') == 1", "tx.payment.class == 1")) {
      assertThat(findings(when(when))).as(when).isNotEmpty();
    }
  }

  @Test
  void the_place_in_an_expression_of_several_lines() {
    String block = GOOD.replace("when: \"has(tx.payment.amount) && tx.payment.amount >= 20000.0\"",
        "when: |\n      has(tx.payment.amount) &&\n        tx.payment.amout >= 20000.0");
    assertOne(block, 7, "when: undefined field 'amout' at column 19", "did you mean tx.payment.amount?");
    String plain = GOOD.replace("\"has(tx.payment.amount) && tx.payment.amount >= 20000.0\"", "tx.payment.amout > 1.0");
    assertOne(plain, 5, "when: undefined field 'amout' at column 21", "did you mean tx.payment.amount?");
    String folded = GOOD.replace("\"has(tx.payment.amount) && tx.payment.amount >= 20000.0\"", ">\n      tx.payment.amout\n      > 1.0");
    assertOne(folded, 5, "when: undefined field 'amout'", "did you mean tx.payment.amount?");
  }

  @Test
  void what_is_no_rules_file_at_all() {
    assertOne("a: [", 1, "is not YAML: while parsing a flow node", "check indentation and quotes");
    assertOne("", 1, "the file must be an object", "with the keys thresholds, rules");
    assertOne("- a\n", 1, "the file must be an object", "with the keys thresholds, rules");
    assertOne(GOOD.substring(0, GOOD.indexOf("  - id")).replace("rules:", "rules: []"), 2, "rules has no rule, so that everything would pass",
        "begin each rule with - id: ...");
    assertOne(GOOD + "---\na: 1\n", 9, "a second document begins", "keep one document, without ---");
    assertOne(GOOD.replace("description: Large", "description: &d Large").replace("reason: LARGE", "reason: *d"), 7, "an alias stands here",
        "write the value out", 2);
    Finding encoding = findings(new byte[] {'a', (byte) 0xC3}).get(0);
    assertThat(encoding).isEqualTo(new Finding(Check.RULES, "rules.yaml", 1, "is not UTF-8", "save it as UTF-8"));
  }

  @Test
  void a_file_that_is_missing_or_too_large(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("rules.yaml");
    assertThat(loading(file)).containsExactly(new Finding(Check.RULES, file.toString(), 0, "cannot be read: NoSuchFileException", ""));
    Files.writeString(file, "#".repeat(256 * 1024 + 1));
    assertThat(loading(file)).containsExactly(new Finding(Check.RULES, file.toString(), 0, "is too large", "at most 256 KiB"));
  }

  @Test
  void a_file_with_too_many_rules() {
    StringBuilder many = new StringBuilder(GOOD);
    for (int i = 0; i < 500; i++) many.append("  - id: r").append(i).append('\n');
    assertOne(many.toString(), 3, "has 501 rules, which is too large", "at most 500");
  }

  @Test
  void everything_that_is_wrong_is_said_at_once_in_the_order_of_the_file() {
    String second = GOOD.substring(GOOD.indexOf("  - id")).replace("id: large", "id: other").replace("tx.payment.amount >=", "tx.payment.amt >=");
    List<Finding> findings = findings(GOOD.replace("held: 100", "held: no").replace("reason: LARGE", "reason: x").replace("0.0\"", "'\"") + second);
    assertThat(findings).extracting(Finding::line).containsExactly(1, 5, 7, 10);
    InvalidFiles error = catchThrowableOfType(InvalidFiles.class, () -> RuleBook.read("rules.yaml", bytes("- a\n")));
    assertThat(error).hasMessage("rules.yaml:1: error: the file must be an object. With the keys thresholds, rules");
  }

  private static String when(String expression) {
    return GOOD.replace("has(tx.payment.amount) && tx.payment.amount >= 20000.0", expression);
  }

  private static void assertOne(String yaml, int line, String message, String hint) {
    assertOne(yaml, line, message, hint, 1);
  }

  private static void assertOne(String yaml, int line, String message, String hint, int count) {
    assertThat(findings(yaml)).hasSize(count).contains(new Finding(Check.RULES, "rules.yaml", line, message, hint));
  }

  private static List<Finding> findings(String yaml) {
    return findings(bytes(yaml));
  }

  private static List<Finding> findings(byte[] content) {
    InvalidFiles error = catchThrowableOfType(InvalidFiles.class, () -> RuleBook.read("rules.yaml", content));
    assertThat(error).as("no finding in %s", new String(content, StandardCharsets.UTF_8)).isNotNull();
    return error.findings();
  }

  private static List<Finding> loading(Path file) {
    return catchThrowableOfType(InvalidFiles.class, () -> RuleBook.load(file)).findings();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
