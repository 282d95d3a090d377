package wadi.platform.sites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPathTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"$|``", "$.a.b|/a/b", "$.a[0].b|/a/0/b", "$['a b']['c']|/a b/c", "$[\"a.b\"]|/a.b", "$.a-b|/a-b", "/a/0|/a/0",
      "$['a/b~c']|/a~1b~0c", "$.gr\u00fcn|/gr\u00fcn"})
  void names_one_place(String path, String pointer) {
    assertThat(JsonPath.parse(path).toString()).isEqualTo(pointer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "$.", "$..a", "$.*", "$[*]", "$[?(@.a)]", "$[-1]", "$[1:2]", "$.a[", "$.a b", "$['a','b']", "$x"})
  void what_could_be_many_places_or_none_is_refused(String path) {
    assertThatThrownBy(() -> JsonPath.parse(path)).isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith("a path ");
  }

  @Test
  void a_very_long_number_is_no_place() {
    assertThatThrownBy(() -> JsonPath.parse("$[99999999999]")).isInstanceOf(IllegalArgumentException.class);
  }
}
