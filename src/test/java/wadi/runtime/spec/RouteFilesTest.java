package wadi.runtime.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteFilesTest {
  @TempDir
  private Path folder;

  @BeforeEach
  void two_files_with_routes() throws IOException {
    write("one", "- route:\n    id: one\n    from: { uri: direct:one, steps: [] }\n");
    write("pair", "- route:\n    id: left\n    from: { uri: direct:left, steps: [] }\n- route:\n    id: right\n    from: { uri: direct:right, steps: [] }\n");
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve("routes/some/" + name + ".camel.yaml");
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private String file(String name) {
    return "file:" + folder.resolve("routes/some/" + name + ".camel.yaml");
  }

  private String with(String... routes) {
    return new RouteFiles(folder).with(Set.of(routes)).orElse("all");
  }

  @Test
  void a_route_needs_its_file_and_those_of_others_are_left_out() {
    assertThat(with("one")).isEqualTo(file("one"));
    assertThat(with("right")).isEqualTo(file("pair"));
    assertThat(with("one", "left")).isEqualTo(file("one") + "," + file("pair"));
  }

  @Test
  void what_any_route_may_need_is_there_always() throws IOException {
    write("errors", "- routeConfiguration:\n    id: errors\n");
    write("template", "- route:\n    id: beside\n    from: { uri: direct:beside, steps: [] }\n- routeTemplate:\n    id: template\n    from: { uri: direct:x, steps: [] }\n");
    write("nameless", "- from: { uri: direct:nameless, steps: [] }\n");

    assertThat(with("one")).isEqualTo(String.join(",", file("errors"), file("nameless"), file("one"), file("template")));
  }

  @Test
  void a_file_that_is_no_yaml_is_left_to_whoever_loads_it() throws IOException {
    write("broken", "- route: {");

    assertThat(with("one")).isEqualTo(file("broken") + "," + file("one"));
  }

  @Test
  void a_route_that_no_file_has_and_a_name_that_camel_could_misread_need_all() throws IOException {
    assertThat(with("in-java")).isEqualTo("all");

    write("a,b", "- route:\n    id: odd\n    from: { uri: direct:odd, steps: [] }\n");
    assertThat(with("odd")).isEqualTo("all");
    assertThat(with("one")).isEqualTo(file("one"));
  }
}
