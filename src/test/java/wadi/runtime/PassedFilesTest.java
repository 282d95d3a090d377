package wadi.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PassedFilesTest {
  @TempDir
  private Path folder;

  @Test
  void remembers_files_that_passed_and_how_many_style_findings_they_had() {
    new PassedFiles(folder, folder.resolve("shipped"), "program").add("aaa", 3);
    new PassedFiles(folder, folder.resolve("shipped"), "program").add("bbb", 0);

    assertThat(new PassedFiles(folder, folder.resolve("shipped"), "program").style("aaa")).isEqualTo(OptionalInt.of(3));
    assertThat(new PassedFiles(folder, folder.resolve("shipped"), "program").style("bbb")).isEqualTo(OptionalInt.of(0));
    assertThat(new PassedFiles(folder, folder.resolve("shipped"), "program").style("ccc")).isEmpty();
  }

  @Test
  void another_program_checks_again() {
    new PassedFiles(folder, folder.resolve("shipped"), "program").add("aaa", 3);

    assertThat(new PassedFiles(folder, folder.resolve("shipped"), "newer").style("aaa")).isEmpty();
  }

  @Test
  void a_program_that_cannot_be_told_from_others_always_checks() {
    new PassedFiles(folder, folder.resolve("shipped"), "").add("aaa", 3);

    assertThat(new PassedFiles(folder, folder.resolve("shipped"), "").style("aaa")).isEmpty();
  }

  @Test
  void forgets_the_oldest() {
    PassedFiles passed = new PassedFiles(folder, folder.resolve("shipped"), "program");
    for (int i = 0; i < 30; i++) {
      passed.add("hash" + i, i);
    }

    assertThat(passed.style("hash0")).isEmpty();
    assertThat(passed.style("hash29")).isEqualTo(OptionalInt.of(29));
  }

  @Test
  void a_memory_that_cannot_be_read_costs_one_check() throws IOException {
    Files.writeString(folder.resolve("checked"), "no number here\n");
    PassedFiles passed = new PassedFiles(folder, folder.resolve("shipped"), "program");

    assertThat(passed.style("aaa")).isEmpty();
    passed.add("aaa", 1);
    assertThat(passed.style("aaa")).isEqualTo(OptionalInt.of(1));
  }

  @Test
  void a_folder_that_cannot_be_written_stops_nothing() {
    PassedFiles passed = new PassedFiles(folder.resolve("missing"), folder.resolve("shipped"), "program");
    passed.add("aaa", 1);

    assertThat(passed.style("aaa")).isEmpty();
  }

  @Test
  void knows_what_the_build_has_checked_with_the_same_program() throws IOException {
    PassedFiles built = new PassedFiles(folder, folder.resolve("shipped"), "program");
    built.add("aaa", 3);
    built.ship();
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));

    assertThat(new PassedFiles(elsewhere, folder.resolve("shipped"), "program").style("aaa")).isEqualTo(OptionalInt.of(3));
    assertThat(new PassedFiles(elsewhere, folder.resolve("shipped"), "newer").style("aaa")).isEmpty();
  }

  @Test
  void the_program_may_be_in_a_folder_with_a_space() throws Exception {
    Path jar = folder.resolve("a copy/wadi.jar");
    assertThat(PassedFiles.path(jar.toUri().toURL())).isEqualTo(jar);
  }
}
