package wadi.domain.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmsPartsTest {
  private static String hex(String text) {
    return HexFormat.of().formatHex(SmsParts.of(text, 0, true).parts().get(0));
  }

  @Test
  void writes_the_octets_that_the_standard_lists() {
    assertThat(hex("@£$\n Å_Æ0Az¡ÄàΔΞ")).isEqualTo("000102" + "0a" + "20" + "0e" + "11" + "1c" + "30" + "41" + "7a" + "40" + "5b" + "7f" + "10" + "1a");
    assertThat(hex("€{}[]~\\|^\f")).isEqualTo("1b651b281b291b3c1b3e1b3d1b2f1b401b141b0a");
    assertThat(hex("\u0439\uD83D\uDE00")).isEqualTo("0439d83dde00");
  }

  @ParameterizedTest
  @CsvSource({"a, 160, 1", "a, 161, 2", "a, 306, 2", "a, 307, 3", "€, 80, 1", "€, 81, 2", "я, 70, 1", "я, 71, 2", "я, 134, 2", "я, 135, 3"})
  void takes_as_many_messages_as_the_standard_says(String character, int times, int messages) {
    SmsParts parts = SmsParts.of(character.repeat(times), 7, true);
    assertThat(parts.parts()).hasSize(messages);
    assertThat(parts.isDivided()).isEqualTo(messages > 1);
    if (messages > 1) {
      assertThat(parts.parts().get(1)).startsWith(5, 0, 3, 7, messages, 2);
    }
    assertThat(parts.parts()).allSatisfy(part -> assertThat(part.length).isLessThanOrEqualTo(parts.gsm() ? 160 : 140));
  }

  @Test
  void no_part_ends_within_a_character() {
    SmsParts emoji = SmsParts.of("\uD83D\uDE00".repeat(60), 1, true);
    assertThat(emoji.parts()).hasSizeGreaterThan(1).allSatisfy(part -> {
      String text = new String(part, 6, part.length - 6, StandardCharsets.UTF_16BE);
      assertThat(text.codePoints()).allMatch(c -> c == 0x1F600);
    });
    SmsParts euros = SmsParts.of("€".repeat(200), 1, true);
    assertThat(euros.parts()).allSatisfy(part -> assertThat(part[part.length - 1]).isEqualTo((byte) 0x65));
  }

  @Test
  void is_ucs_2_where_that_is_wanted_and_refused_where_it_is_too_long() {
    assertThat(SmsParts.of("a", 0, false).gsm()).isFalse();
    assertThat(SmsParts.of("a".repeat(255 * 153), 0, true).parts()).hasSize(255);
    assertThatThrownBy(() -> SmsParts.of("a".repeat(255 * 153 + 1), 0, true)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("256");
  }
}
