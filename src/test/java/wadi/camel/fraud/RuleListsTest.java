package wadi.camel.fraud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cel.runtime.CelRuntime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wadi.camel.files.Check;
import wadi.camel.files.Finding;
import wadi.camel.files.InvalidFiles;
import wadi.domain.fraud.Decision;
import wadi.domain.fraud.Reason;
import wadi.domain.fraud.Verdict;
import wadi.domain.intake.Card;

class RuleListsTest {
  private static final String PRINT = "Rx3kV0b1qJt8Yw2nZ5sLmA";
  private static final String OTHER = "aB3kV0b1qJt8Yw2nZ5sL-_";
  private static final List<Card> CARD = List.of(new Card("411111******1111", "411111", "1111", PRINT, true));
  private static final String RULES = """
      thresholds: { review: 50, held: 100, critical: 200 }
      lists:
        cards: lists/cards.csv
      rules:
        - id: listed
          description: Listed
          when: "has(tx.card.fingerprint) && tx.card.fingerprint in lists.cards"
          score: 100
          reason: LISTED
      """;

  @TempDir
  private Path folder;
  private Path cards;

  @BeforeEach
  void makeFolder() throws IOException {
    cards = Files.createDirectory(folder.resolve("lists")).resolve("cards.csv");
  }

  @Test
  void a_card_on_the_list_is_found_and_no_other() throws IOException {
    Files.writeString(cards, OTHER + "\n" + PRINT + "\n");
    assertThat(score(RULES)).isEqualTo(100);
    Files.writeString(cards, OTHER + "\n");
    assertThat(score(RULES)).isZero();
    assertThat(book(RULES).check(Map.of(), List.of()).score()).isZero();
  }

  @Test
  void a_list_may_have_comments_notes_quotes_and_marks_of_other_systems() throws IOException {
    for (String written : List.of("# why\n\n%s", "%s,stolen, twice", "%s # stolen", "  %s\t, x\r\nother\r\n".replace("other", OTHER), "\uFEFF%s", "\"%s\",\"x\"")) {
      Files.writeString(cards, written.formatted(PRINT));
      assertThat(score(RULES)).as(written).isEqualTo(100);
    }
    Files.writeString(cards, "#" + PRINT + "\n");
    assertThat(score(RULES)).isZero();
  }

  @Test
  void a_list_may_be_yaml() throws IOException {
    String rules = RULES.replace("cards.csv", "cards.yaml").replace("tx.card.fingerprint", "tx.card.bin");
    Files.writeString(folder.resolve("lists/cards.yaml"), "# issuers\n- 411111 # one\n- '012345'\n");
    assertThat(score(rules)).isEqualTo(100);
    Files.writeString(folder.resolve("lists/cards.yaml"), "# none\n");
    assertThat(score(rules)).isZero();
    Files.writeString(folder.resolve("lists/cards.yaml"), "a: 1\n");
    assertThat(findings(rules)).containsExactly(finding("cards.yaml", 1, "is no list", "begin each entry with a dash and a space"));
    Files.writeString(folder.resolve("lists/cards.yaml"), "- 411111\n- [1]\n-\n");
    assertThat(findings(rules)).containsExactly(finding("cards.yaml", 2, "an entry is empty or no text", "write it behind the dash"),
        finding("cards.yaml", 3, "an entry is empty or no text", "write it behind the dash"));
  }

  @Test
  void a_hundred_thousand_entries_are_searched_without_reading_them() throws Exception {
    Files.write(cards, IntStream.range(0, 100_000).mapToObj("AAAAAAAAAAAAAAAA%06d"::formatted).toList());
    RuleBook book = book(RULES);
    assertThat(book.check(Map.of(), CARD).score()).isZero();
    assertThat(book.check(Map.of(), List.of(new Card("", "", "", "AAAAAAAAAAAAAAAA099999", true))).score()).isEqualTo(100);
    Entries entries = new Entries(IntStream.range(0, 100_000).mapToObj(String::valueOf).toList());
    assertThat(IntStream.range(0, 200_000).filter(i -> entries.contains(String.valueOf(i))).count()).isEqualTo(100_000);
  }

  @Test
  void cel_asks_a_list_whether_it_contains_a_text_and_reads_no_entry() throws Exception {
    List<String> unreadable = new AbstractList<>() {
      @Override
      public String get(int index) {
        throw new AssertionError("read");
      }

      @Override
      public int size() {
        return 100_000;
      }

      @Override
      public boolean contains(Object entry) {
        return entry.equals(PRINT);
      }
    };
    RuleLanguage language = new RuleLanguage(new RuleNames(Map.of(), List.of("cards")));
    CelRuntime.Program program = language.program(language.compile("tx.card.fingerprint in lists.cards"));
    for (String print : List.of(PRINT, OTHER)) {
      assertThat(program.eval(Map.of("tx", Map.of("card", Map.of("fingerprint", print)), "lists", Map.of("cards", unreadable)))).isEqualTo(print.equals(PRINT));
    }
  }

  @Test
  void a_list_that_is_missing_or_misnamed() throws IOException {
    assertThat(findings(RULES)).containsExactly(finding("../rules.yaml", 3, "list cards: lists/cards.csv cannot be read: NoSuchFileException",
        "it must stand beside this file; an empty file is an empty list"));
    for (String file : List.of("cards.csv", "lists/../../etc/passwd", "/etc/passwd", "lists/.csv", "lists/a/b.csv", "lists/cards.txt", "[]")) {
      assertThat(findings(RULES.replace("lists/cards.csv", file))).as(file).containsExactly(finding("../rules.yaml", 3,
          "list cards names no file of the right form", "a .csv or .yaml below lists/, such as lists/blocked-cards.csv"));
    }
    Files.writeString(cards, "");
    assertThat(findings(RULES.replace("cards:", "Cards-2:"))).contains(finding("../rules.yaml", 3,
        "the name \"Cards-2\" of a list is not in the right form", "lower case with underscores, such as blocked_cards: lists/blocked-cards.csv"));
    assertThat(findings(RULES.replace("in lists.cards", "in lists.cads"))).containsExactly(finding("../rules.yaml", 7,
        "when: undefined field 'cads' at column 68", "did you mean lists.cards?; or declare it in this file under lists: cads: lists/cads.csv"));
    assertThat(findings(RULES.replace("in lists.cards", "in lists"))).containsExactly(finding("../rules.yaml", 7,
        "when: found no matching overload for '@in' applied to '(string, Lists)' at column 60",
        "in asks a list for a text: tx.card.fingerprint in lists.blocked_cards"));
  }

  @Test
  void an_entry_that_stands_twice_or_is_too_long_or_no_text() throws IOException {
    Files.writeString(cards, PRINT + "\n# x\n" + PRINT + ",again\n" + "x".repeat(201) + "\n");
    assertThat(findings(RULES)).containsExactly(finding("cards.csv", 3, "an entry stands twice", "the first is in line 1"),
        finding("cards.csv", 4, "an entry is too long", "at most 200 characters"));
    Files.write(cards, new byte[] {'a', (byte) 0xC3});
    assertThat(findings(RULES)).containsExactly(finding("cards.csv", 1, "is not UTF-8", "save it as UTF-8"));
  }

  @Test
  void a_card_number_is_refused_and_not_repeated() throws IOException {
    for (String written : List.of("4111111111111111", "4111 1111 1111 1111,stolen", "4111-1111-1111-1111", "\"4111111111111111\"")) {
      Files.writeString(cards, written);
      assertThat(findings(RULES)).containsExactly(finding("cards.csv", 1,
          "an entry looks like a card number, which must not be kept in files", "write the card's fingerprint instead"));
    }
  }

  @Test
  void an_entry_that_can_never_match() throws IOException {
    Files.writeString(cards, "411111\n41111111\n4111 11\n");
    assertThat(findings(RULES.replace("tx.card.fingerprint", "tx.card.bin"))).containsExactly(
        finding("cards.csv", 2, "an entry that tx.card.bin can never equal", "its first six digits, such as 411111, or a range of them: 411100-411199"),
        finding("cards.csv", 3, "an entry that tx.card.bin can never equal", "its first six digits, such as 411111, or a range of them: 411100-411199"));
    Files.writeString(cards, "fingerprint,note\n" + PRINT + "\n");
    assertThat(findings(RULES)).containsExactly(finding("cards.csv", 1, "an entry that tx.card.fingerprint can never equal",
        "22 letters, digits, - and _, as stored with each transaction"));
    Files.writeString(cards, "anything at all\n");
    assertThat(score(RULES.replace("tx.card.fingerprint", "tx.order.name"))).isZero();
  }

  @Test
  void a_list_that_is_too_large_or_wrong_altogether() throws IOException {
    Files.writeString(cards, IntStream.rangeClosed(0, 100_000).mapToObj(i -> "e" + i).collect(Collectors.joining("\n", "# x\n", "\n")));
    assertThat(findings(RULES.replace("tx.card.fingerprint", "tx.order.name"))).containsExactly(finding("cards.csv", 100_003,
        "has more than 100000 entries, which is too large", "divide it into several lists"));
    Files.writeString(cards, (PRINT + "\n").repeat(1_000));
    assertThat(findings(RULES)).hasSize(20);
    Files.writeString(cards, "#".repeat(16 * 1024 * 1024 + 1));
    assertThat(findings(RULES)).containsExactly(finding("cards.csv", 0, "is too large", "at most 16 MiB"));
  }

  @Test
  void what_stands_behind_a_list_is_tried_too() throws IOException {
    Files.writeString(cards, "");
    Finding unguarded = finding("../rules.yaml", 7, "when: fails on a sample transaction: key 'amount' is not present in map.", "write has(tx.payment.amount) && ...");
    String rules = RULES.replace("in lists.cards", "in lists.cards && tx.payment.amount > 5.0");
    assertThat(findings(rules)).containsExactly(unguarded);
    Files.writeString(cards, PRINT);
    assertThat(findings(rules)).containsExactly(unguarded);
  }

  @Test
  void the_version_goes_with_the_lists() throws IOException {
    Files.writeString(cards, "");
    String empty = book(RULES).version();
    Files.writeString(cards, PRINT);
    String one = book(RULES).version();
    assertThat(one).isNotEqualTo(empty).matches("[0-9a-f]{12}");
    Files.writeString(cards, OTHER);
    assertThat(book(RULES).version()).isNotEqualTo(empty).isNotEqualTo(one);
    Files.writeString(cards, "");
    assertThat(book(RULES).version()).isEqualTo(empty);
  }

  @Test
  void findings_of_all_files_are_said_at_once_those_of_the_rules_first() throws IOException {
    Files.writeString(cards, PRINT + "\n" + PRINT);
    assertThat(findings(RULES.replace("LISTED", "Listed"))).extracting(Finding::line).containsExactly(9, 2);
  }

  @Test
  void the_shipped_lists_hold_nobody_and_their_rules_work() throws IOException {
    Path shipped = Path.of("routes/fraud");
    Files.copy(shipped.resolve("rules.yaml"), folder.resolve("rules.yaml"));
    Files.copy(shipped.resolve("rates.yaml"), folder.resolve("rates.yaml"));
    for (String list : List.of("blocked-cards", "blocked-bins", "allowed-cards")) {
      Files.copy(shipped.resolve("lists/" + list + ".csv"), folder.resolve("lists/" + list + ".csv"));
    }
    assertThat(shipped(25_000)).isEqualTo(new Verdict(Decision.HELD, 100, List.of(reason("LARGE_AMOUNT")), version()));
    Files.writeString(folder.resolve("lists/allowed-cards.csv"), PRINT + ",ours");
    assertThat(shipped(25_000)).isEqualTo(new Verdict(Decision.CLEAN, 0, List.of(reason("ALLOWED_CARD"), reason("LARGE_AMOUNT")), version()));
    Files.writeString(folder.resolve("lists/blocked-bins.csv"), "411111,theirs");
    assertThat(shipped(5)).isEqualTo(new Verdict(Decision.HELD, 100, List.of(reason("BLOCKED_BIN"), reason("ALLOWED_CARD")), version()));
    Files.writeString(folder.resolve("lists/blocked-cards.csv"), PRINT);
    assertThat(shipped(5).reasons()).extracting(Reason::code).containsExactly("BLOCKED_CARD", "BLOCKED_BIN", "ALLOWED_CARD");
  }

  private Verdict shipped(int amount) {
    Verdict verdict = RuleBook.load(folder.resolve("rules.yaml")).check(Map.of("payment", Map.of("amount", amount, "currency", "INR")), CARD);
    return new Verdict(verdict.decision(), verdict.score(), verdict.reasons().stream().map(r -> reason(r.code())).toList(), verdict.rules());
  }

  private String version() {
    return RuleBook.load(folder.resolve("rules.yaml")).version();
  }

  private static Reason reason(String code) {
    return new Reason(code, "");
  }

  private int score(String rules) {
    return book(rules).check(Map.of(), CARD).score();
  }

  private RuleBook book(String rules) {
    return RuleBook.read(folder.resolve("rules.yaml").toString(), rules.getBytes(StandardCharsets.UTF_8));
  }

  private List<Finding> findings(String rules) {
    InvalidFiles error = catchThrowableOfType(InvalidFiles.class, () -> book(rules));
    assertThat(error).as("no finding in %s", rules).isNotNull();
    return error.findings();
  }

  private Finding finding(String file, int line, String message, String hint) {
    return new Finding(Check.RULES, folder.resolve("lists").resolve(file).normalize().toString(), line, message, hint);
  }
}
