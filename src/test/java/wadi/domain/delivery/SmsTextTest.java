package wadi.domain.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SmsTextTest {
  private static final String CUT = " ...";

  @Test
  void leaves_a_short_text_as_it_is() {
    assertThat(SmsText.fit("high: transaction 7 is held. 25000.00 INR")).isEqualTo("high: transaction 7 is held. 25000.00 INR");
  }

  @Test
  void holds_160_characters_of_the_gsm_alphabet_and_cuts_the_161st() {
    String full = "word ".repeat(31) + "words";
    assertThat(full).hasSize(160);
    assertThat(SmsText.fit(full)).isEqualTo(full);
    assertThat(SmsText.fit(full + "!")).isEqualTo("word ".repeat(31).strip() + CUT);
  }

  @Test
  void counts_characters_of_the_extension_table_twice() {
    String full = "€".repeat(80);
    assertThat(SmsText.fit(full)).isEqualTo(full);
    assertThat(SmsText.fit(full + " €")).isEqualTo("€".repeat(78) + CUT);
  }

  @Test
  void holds_70_units_with_any_other_character() {
    String full = "ж".repeat(34) + " " + "ж".repeat(35);
    assertThat(SmsText.fit(full)).isEqualTo(full);
    assertThat(SmsText.fit(full + "ж")).isEqualTo("ж".repeat(34) + CUT);
    assertThat(SmsText.fit("🙂".repeat(35))).isEqualTo("🙂".repeat(35));
    assertThat(SmsText.fit("🙂".repeat(36))).isEqualTo("🙂".repeat(33) + CUT);
  }

  @Test
  void takes_more_before_a_character_that_would_leave_less_room() {
    String start = "word ".repeat(20).strip();
    assertThat(SmsText.fit(start + " ж" + " word".repeat(20))).isEqualTo(start + CUT);
  }

  @Test
  void never_cuts_a_number_also_where_blanks_group_its_digits() {
    String words = "word ".repeat(29);
    assertThat(SmsText.fit(words + "amount 25 000 000.00 INR more")).isEqualTo(words + "amount" + CUT);
    assertThat(SmsText.fit(words + "2500000000.00 more words")).isEqualTo(words.strip() + CUT);
  }

  @Test
  void writes_with_the_gsm_alphabet_what_it_can() {
    assertThat(SmsText.fit("“held” – it’s…\u00a0now\r\n\tor  later\u0007")).isEqualTo("\"held\" - it's... now\nor later");
  }

  @Test
  void loses_the_loose_end_before_the_dots() {
    assertThat(SmsText.fit("word ".repeat(29) + "twelve, words-and-more")).endsWith("word twelve" + CUT);
  }

  @Property
  void always_fits_one_message(@ForAll("texts") String text) {
    assertThat(GsmAlphabet.fitsOneMessage(SmsText.fit(text))).isTrue();
  }

  @Property
  void is_the_whole_text_or_its_start_up_to_the_end_of_a_word(@ForAll("texts") String text) {
    String fitted = SmsText.fit(text);
    if (!GsmAlphabet.fitsOneMessage(text)) {
      assertThat(fitted).endsWith(CUT);
      String start = fitted.substring(0, fitted.length() - CUT.length());
      assertThat(text).startsWith(start);
      String rest = text.substring(start.length()).replaceAll("^[,;:(-]+", "");
      boolean oneWord = !text.substring(0, start.length() + 1).contains(" ");
      assertThat(oneWord || rest.startsWith(" ")).as(fitted).isTrue();
      assertThat(!oneWord && start.matches(".*\\d") && rest.matches("(?s) \\d.*")).as(fitted).isFalse();
    } else {
      assertThat(fitted).isEqualTo(text);
    }
  }

  @Property
  void changes_nothing_the_second_time(@ForAll("texts") String text) {
    assertThat(SmsText.fit(SmsText.fit(text))).isEqualTo(SmsText.fit(text));
  }

  @Property
  void never_leaves_half_a_character(@ForAll String any) {
    String whole = any.codePoints().filter(c -> c < 0xD800 || c > 0xDFFF).collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    assertThat(SmsText.fit(whole).codePoints().anyMatch(c -> c >= 0xD800 && c <= 0xDFFF)).isFalse();
  }

  /** Tidy texts: words, amounts, numbers grouped by blanks, one blank between two. */
  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> word = Arbitraries.of("held", "transaction", "25000.00", "INR", "LARGE_AMOUNT,", "card", "411111******1111", "€", "{x}", "(held)", "twice:",
        "Größe", "жук", "🙂", "12", "345", "x".repeat(30), "9".repeat(40), "y".repeat(170));
    return word.list().ofMinSize(1).ofMaxSize(45).map(words -> String.join(" ", words));
  }
}
