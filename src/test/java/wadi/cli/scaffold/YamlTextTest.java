package wadi.cli.scaffold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlTextTest {
  private static final String ITEM = "- name: new\n  url: x\n";

  private static String with(String text) {
    return new YamlText("sites.yaml", text).withItem(ITEM, "sites");
  }

  @Test
  void an_item_comes_after_the_last_one_and_all_else_stays_as_it_is() {
    assertThat(with("""
        # head
        sites:
            # the first
            - name: a   # known
              url: >
                long

                text
              # about a

        # tail
        other: 1
        """)).isEqualTo("""
        # head
        sites:
            # the first
            - name: a   # known
              url: >
                long

                text
              # about a
            - name: new
              url: x

        # tail
        other: 1
        """);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sites: []", "sites:", "sites: [ ]", "sites:   # none yet", "sites: [] # none yet"})
  void an_empty_list_gets_its_first_item(String line) {
    String comment = line.contains("#") ? line.substring(line.indexOf('#')) : "";
    assertThat(with("# head\n" + line + "\n").replaceFirst(" *# none", " # none"))
        .isEqualTo("# head\nsites:" + (comment.isEmpty() ? "" : " " + comment) + "\n  - name: new\n    url: x\n");
  }

  @Test
  void line_ends_stay_those_of_the_file_and_a_missing_last_one_is_added() {
    assertThat(with("sites:\r\n- name: a\r\n")).isEqualTo("sites:\r\n- name: a\r\n- name: new\r\n  url: x\r\n");
    assertThat(with("sites:\n- name: a")).isEqualTo("sites:\n- name: a\n- name: new\n  url: x\n");
    assertThat(new YamlText("r.yaml", "sms: {}").withKey("chat", "chat:\n  low: []\n")).isEqualTo("sms: {}\nchat:\n  low: []\n");
  }

  @Test
  void aliases_and_tags_are_no_matter() {
    String text = "cases:\n  - it: a\n    given: &g { card: !Card { bin: '4' } }\n  - it: b\n    given: *g\n";
    assertThat(new YamlText("a.spec.yaml", text).withItem("- it: c\n", "cases")).isEqualTo(text + "  - it: c\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sites: [{name: a}]\n", "sites: {}\n", "sites:\n  -\n    name: a\n", "{sites: []}\n", "sites: text\n"})
  void what_only_a_person_can_add_to_is_refused_with_the_lines_to_add(String text) {
    assertThatThrownBy(() -> with(text)).isInstanceOf(Refused.class).hasMessageContaining("sites.yaml:").hasMessageContaining("by hand").hasMessageContaining(ITEM.strip());
  }

  @Test
  void a_list_that_is_not_there_and_text_that_is_no_yaml_are_refused() {
    assertThatThrownBy(() -> with("other: 1\n")).isInstanceOf(Refused.class).hasMessageContaining("sites.yaml:1: there is no sites");
    assertThatThrownBy(() -> with("sites: [\n")).isInstanceOf(Refused.class).hasMessageContaining("is not YAML");
    assertThatThrownBy(() -> new YamlText("r.yaml", "sms: {}\n").withKey("sms", "sms: {}\n")).hasMessage("r.yaml:1: there is sms already.");
  }
}
