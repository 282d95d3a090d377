package wadi.domain.sites;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class JudgementTest {
  private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");
  private final Page page = new Page("Welcome", false, false);

  /** Whose regular expressions are plain texts. */
  private record Page(String text, boolean isCut, boolean isSlow) implements Content {
    @Override
    public Optional<Boolean> has(String regexp) {
      return isSlow ? Optional.empty() : Optional.of(text.contains(regexp));
    }

    @Override
    public Optional<String> at(String path) {
      return path.equals("$.state") ? Optional.of("ok") : Optional.empty();
    }

    @Override
    public List<String> headers(String name) {
      return name.equals("X") ? List.of("one", "two") : List.of();
    }

    @Override
    public Optional<Boolean> matches(String regexp, String value) {
      return isSlow ? Optional.empty() : Optional.of(value.contains(regexp));
    }
  }

  private static Expectations all(String present, String absent, String state, String header) {
    return new Expectations(List.of(200, 204), Optional.of(present), Optional.of(absent), Map.of("$.state", state), Map.of("X", header), Optional.of(Duration.ofSeconds(1)),
        OptionalInt.of(14), Optional.of("https://h.example/"));
  }

  private static Answer answer(int status) {
    return new Answer(status, Duration.ofMillis(500), Optional.of("https://h.example/"), Optional.of(NOW.plus(Duration.ofDays(30))));
  }

  private static List<String> texts(Judgement judgement) {
    return judgement.causes().stream().map(Cause::text).toList();
  }

  @Test
  void an_answer_that_is_all_that_is_expected_has_no_causes() {
    Judgement judgement = Judgement.of(all("Wel", "Error", "ok", "two"), answer(204), page, NOW);
    assertThat(judgement.causes()).isEmpty();
    assertThat(judgement.hasRegexp()).contains(true);
  }

  @Test
  void nothing_but_a_good_status_is_expected_of_a_site_without_expectations() {
    assertThat(Judgement.of(Expectations.NONE, answer(299), page, NOW)).isEqualTo(new Judgement(List.of(), Optional.empty()));
    assertThat(texts(Judgement.of(Expectations.NONE, answer(304), page, NOW))).containsExactly("status 304 instead of 2xx");
  }

  @Test
  void each_expectation_that_fails_is_a_cause_of_its_own() {
    Answer late = new Answer(200, Duration.ofSeconds(2), Optional.empty(), Optional.of(NOW.plus(Duration.ofDays(3))));
    Judgement judgement = Judgement.of(all("Hello", "Wel", "fine", "three"), late, page, NOW);
    assertThat(texts(judgement)).containsExactly("\"Hello\" is not on the page", "\"Wel\" is on the page", "the JSON value at $.state is not \"fine\"",
        "the header X does not match \"three\"", "it does not redirect to https://h.example/", "its headers took longer than 1000 ms", "the certificate expires on 2026-11-25");
    assertThat(Outcome.of(judgement.causes())).isEqualTo(Outcome.FAILED);
  }

  @Test
  void with_a_bad_status_the_page_is_not_judged_and_time_and_certificate_are() {
    Answer late = new Answer(500, Duration.ofSeconds(2), Optional.empty(), Optional.of(NOW.plus(Duration.ofDays(3))));
    assertThat(texts(Judgement.of(all("Hello", "Wel", "fine", "three"), late, page, NOW))).containsExactly("status 500 instead of 200 or 204", "its headers took longer than 1000 ms",
        "the certificate expires on 2026-11-25");
  }

  @Test
  void what_takes_too_largeto_find_is_a_fault_of_the_settings_and_no_outage() {
    Judgement judgement = Judgement.of(all("Hello", "Wel", "ok", "two"), answer(200), new Page("Welcome", false, true), NOW);
    assertThat(judgement.causes()).hasSize(3).allSatisfy(cause -> assertThat(cause.kind()).isEqualTo(Cause.Kind.SETTINGS));
    assertThat(judgement.hasRegexp()).isEmpty();
    assertThat(Outcome.of(judgement.causes())).isEqualTo(Outcome.UP);
  }

  @Test
  void what_may_stand_behind_the_limit_is_told_as_such() {
    assertThat(texts(Judgement.of(all("Hello", "Error", "ok", "two"), answer(200), new Page("Welcome", true, false), NOW)))
        .containsExactly("\"Hello\" is not in the part of the page that is read");
  }

  @Test
  void causes_are_one_line_of_some_length() {
    Expectations large = new Expectations(List.of(), Optional.of("x\n\ud83d\ude00".repeat(100)), Optional.empty(), Map.of(), Map.of(), Optional.empty(), OptionalInt.empty(), Optional.empty());
    assertThat(texts(Judgement.of(large, answer(200), page, NOW))).allSatisfy(text -> assertThat(text).hasSizeLessThan(110).doesNotContain("\n").contains("\u2026"));
  }
}
