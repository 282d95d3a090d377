package wadi.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PropertyFileTest {
  @TempDir
  Path folder;

  @Test
  void reads_sections_and_the_comment_above_each_property() throws IOException {
    List<PropertyFile.Section> sections = read("""
        # About the whole file.

        # ---- http: where it comes in
        # Address to listen on;
        # loopback by default.
        http.host=127.0.0.1

        # ---- fraud
        # Who decides.
        fraud.mode=rules
        """);
    assertThat(sections).extracting(PropertyFile.Section::name).containsExactly("http", "fraud");
    assertThat(sections).extracting(PropertyFile.Section::about).containsExactly("where it comes in", "");
    assertThat(sections.get(0).entries()).containsExactly(
        new PropertyFile.Entry("http.host", "127.0.0.1", "Address to listen on; loopback by default."));
  }

  @Test
  void names_the_line_of_a_property_without_a_comment() {
    assertThatThrownBy(() -> read("# ---- http\n# The port.\nhttp.port=1\nhttp.host=x\n"))
        .hasMessage("application.properties:4: http.host has no comment; write above it what it means, in a sentence");
  }

  @Test
  void a_comment_before_an_empty_line_is_about_no_property() {
    assertThatThrownBy(() -> read("# ---- http\n# Far away.\n\nhttp.port=1\n")).hasMessageContaining(":4: http.port has no comment");
  }

  @Test
  void names_the_line_of_a_property_outside_of_sections_and_of_one_that_cannot_be_read() {
    assertThatThrownBy(() -> read("# The port.\nhttp.port=1\n")).hasMessageContaining(":2: http.port stands in no section");
    assertThatThrownBy(() -> read("# ---- http\n# The port.\nhttp.Port=1\n")).hasMessageContaining(":3: this is neither");
  }

  @Test
  void bars_in_a_meaning_or_a_value_do_not_end_the_cell() {
    assertThat(Markdown.cell("per second|minute <b>")).isEqualTo("per second\\|minute &lt;b>");
    assertThat(Markdown.code("a|b")).isEqualTo("`a\\|b`");
    assertThat(Markdown.code("")).isEqualTo("(empty)");
  }

  private List<PropertyFile.Section> read(String text) throws IOException {
    return PropertyFile.read(Files.writeString(folder.resolve("application.properties"), text));
  }
}
