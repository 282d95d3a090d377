package wadi.platform.sites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegexpTest {
  private static final Deadline LATE = Deadline.in(Duration.ofMinutes(1));

  @ParameterizedTest
  @ValueSource(strings = {"(a+)+$", "(a|aa)+!$", "(.*a){3}!"})
  void no_pattern_takes_long_on_a_mebibyte_of_letters(String pattern) {
    String letters = "a".repeat(1 << 20);
    Regexp regexp = Regexp.of(pattern);
    Duration fastest = Duration.ofDays(1);
    for (int i = 0; i < 5; i++) {
      long began = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      assertThat(regexp.isIn(letters, LATE)).contains(!pattern.contains("!"));
      Duration took = Duration.ofNanos(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - began);
      fastest = took.compareTo(fastest) < 0 ? took : fastest;
    }
    assertThat(fastest).as("of the processor").isLessThan(Duration.ofMillis(pattern.equals("(a+)+$") ? 200 : 800));
  }

  @Test
  void a_search_ends_when_its_time_is_over() {
    Regexp large = Regexp.of("(?:.*(?:a|b|c)){40}!");
    long began = System.nanoTime();
    assertThat(large.isIn("a".repeat(1 << 20), Deadline.in(Duration.ofMillis(50)))).isEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "a**", "[z-a]", "(?=x)", "\\1", "((a{100}){100}){100}", "(a{1000}){1000}", "a{999}b{999}"})
  void a_pattern_that_cannot_be_used_is_refused_in_one_line(String pattern) {
    assertThatThrownBy(() -> Regexp.of(pattern)).isInstanceOf(IllegalArgumentException.class).satisfies(e -> assertThat(e.getMessage()).isNotBlank().doesNotContain("\n"));
  }

  @Test
  void a_pattern_that_is_long_or_deep_is_refused() {
    assertThatThrownBy(() -> Regexp.of("a".repeat(3_000))).isInstanceOf(IllegalArgumentException.class).hasMessage("it is longer than 2048 characters");
    assertThatThrownBy(() -> Regexp.of("(".repeat(1_010) + ")".repeat(1_010))).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"(a)(b)", "(?P<one>a)b", "\\(a\\)", "[(]a[)]", "[^]()]+", "[]()]+", "[[:alpha:]()]+", "\\Q(a)\\E(b)", "(?i)(A)", "(?i:(A))b", "(?:(a)|(b))+", "[\\](]", "(\\x{61})",
      "\\pL(a)", "a\\Q("})
  void without_groups_it_finds_the_same(String pattern) {
    for (String text : List.of("ab", "(a)b", "(a)", "]", "", "xyz()", "A", "(", "aa", "a(", "?a)", ":", "?")) {
      assertThat(Regexp.of(pattern).isIn(text, LATE)).as(pattern + " in " + text).contains(Pattern.compile(pattern).matcher(text).find());
    }
  }

  @Property
  void whatever_the_pattern_it_finds_the_same_without_groups(@ForAll("patterns") String pattern, @ForAll("texts") String text) {
    boolean found;
    try {
      found = Pattern.compile(pattern).matcher(text).find();
    } catch (PatternSyntaxException e) {
      Assume.that(false);
      return;
    }
    assertThat(Pattern.compile(WithoutGroups.of(pattern)).matcher(text).find()).isEqualTo(found);
    assertThat(Regexp.of(pattern).isIn(text, LATE)).contains(found);
  }

  @Provide
  Arbitrary<String> patterns() {
    return Arbitraries.of("a", "b", "(", "(", ")", ")", "(?:", "(?P<n>", "(?i)", "[", "]", "[^", "[:alpha:]", "\\(", "\\\\", "\\Q", "\\E", "*", "+?", "|", "^", "$", ".", "{2}", "-")
        .list().ofMaxSize(8).map(parts -> String.join("", parts));
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withChars("ab()[]\\QE*?:").ofMaxLength(6);
  }
}
