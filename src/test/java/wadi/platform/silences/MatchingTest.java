package wadi.platform.silences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import wadi.domain.alerting.Matcher;

class MatchingTest {
  private static final Map<String, Object> ALERT = Map.of("site", "my shop", "severity", "high", "siteId", 7, "labels", Map.of("team", "web", "deep", Map.of("er", true)),
      "causes", List.of("connection refused", "no answer"), "reasons", List.of(Map.of("code", "LARGE_AMOUNT")), "text", "two\nlines", "quoted", "a \"b\" \\d");

  @ParameterizedTest
  @CsvSource(delimiter = ';', quoteCharacter = '`', value = {"site=\"my shop\";true", "site=my;false", "site!=my;true", "site=~my.*;true", "site=~my;false", "site!~my;true", "site!~\"my.*\";false",
      "severity=~\"high|critical\";true", "severity=high site=\"my shop\";true", "severity=high,site=other;false", "{severity=\"high\", siteId=\"7\"};true", "siteId=7;true",
      "labels.team=web;true", "labels.deep.er=true;true", "labels.nothing=;true", "missing=;true", "missing=~.+;false", "missing!=x;true", "causes=\"no answer\";true", "causes=~.*refused;true",
      "causes!=\"no answer\";false", "reasons.code=LARGE_AMOUNT;true", "text=~two.lines;true", "quoted=\"a \\\"b\\\" \\\\d\";true", "siteId=~\"\\d\";true"})
  void an_alert_is_as_matchers_want_it_or_not(String matchers, boolean holds) {
    List<Matcher> read = Matcher.read(matchers);
    assertThat(Matching.of(read).holds(ALERT)).isEqualTo(holds);
    assertThat(Matcher.read(read.stream().map(Matcher::toString).reduce("", (a, b) -> a + " " + b))).as("written and read again").isEqualTo(read);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "{}", "site", "=shop", "site==shop", "site=\"shop", "site=shop\"", "site=a b", "site = = a", "site=\"a\"b"})
  void what_is_no_matcher_is_said_to_be_none(String text) {
    assertThatThrownBy(() -> Matcher.read(text)).isInstanceOf(Matcher.Unreadable.class).hasMessageContaining("site=shop");
  }

  @Test
  void too_many_are_refused() {
    assertThatThrownBy(() -> Matcher.read("a=b ".repeat(21))).isInstanceOf(Matcher.Unreadable.class).hasMessageContaining("at most 20");
    assertThatThrownBy(() -> Matcher.read("a=" + "b".repeat(501))).isInstanceOf(Matcher.Unreadable.class).hasMessageContaining("500");
  }

  @Test
  void an_expression_that_is_none_is_said_to_be_none() {
    assertThatThrownBy(() -> Matching.of(Matcher.read("site=~\"(\""))).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("site=~\"(\" is no regular expression of RE2");
  }

  @Test
  void a_hostile_expression_takes_no_time() {
    Matching matching = Matching.of(Matcher.read("text=~\"(a+)+$\""));
    Assertions.assertTimeout(Duration.ofSeconds(2), () -> assertThat(matching.holds(Map.of("text", "a".repeat(100_000) + "b"))).isFalse());
  }
}
