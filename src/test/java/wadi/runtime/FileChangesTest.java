package wadi.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wadi.runtime.FileChanges.Changed;
import wadi.runtime.files.Archive;

class FileChangesTest {
  @TempDir
  private Path folder;

  @Test
  void each_file_that_differs_is_shown_with_the_lines_around_and_no_other() throws IOException {
    byte[] before = archive("before", Map.of("routes/a.yaml", "one\ntwo\nthree\n", "routes/gone.yaml", "old\n", "routes/same.yaml", "same\n"));
    byte[] after = archive("after", Map.of("routes/a.yaml", "one\n2\nthree\n", "routes/new.yaml", "new\n", "routes/same.yaml", "same\n"));

    assertThat(FileChanges.between(before, after)).extracting(Changed::file, Changed::change, changed -> String.join("|", changed.lines())).containsExactly(
        tuple("routes/a.yaml", "changed", "@@ -1,3 +1,3 @@| one|-two|+2| three"),
        tuple("routes/gone.yaml", "removed", "@@ -1,1 +1,0 @@|-old"),
        tuple("routes/new.yaml", "added", "@@ -1,0 +1,1 @@|+new"));
    assertThat(FileChanges.between(after, after)).isEmpty();
  }

  @Test
  void what_is_no_text_is_named_and_a_very_long_difference_is_cut() throws IOException {
    byte[] before = archive("before", Map.of("templates/long.txt", ""));
    byte[] after = archive("after", Map.of("templates/long.txt", "x\n".repeat(3_000)));
    assertThat(FileChanges.between(before, after)).singleElement().satisfies(changed -> {
      assertThat(changed.lines()).hasSize(2_000);
      assertThat(changed.cut()).isTrue();
    });
    Files.write(folder.resolve("after/templates/long.txt"), new byte[] {(byte) 0xff, (byte) 0xfe});
    byte[] binary = Archive.pack(folder.resolve("after"), new TreeSet<>(Set.of("templates/long.txt")), "h");
    assertThat(FileChanges.between(before, binary)).singleElement().satisfies(changed -> assertThat(changed.lines()).isEmpty());
  }

  private byte[] archive(String name, Map<String, String> files) throws IOException {
    Path root = folder.resolve(name);
    for (Map.Entry<String, String> file : files.entrySet()) {
      Files.createDirectories(root.resolve(file.getKey()).getParent());
      Files.writeString(root.resolve(file.getKey()), file.getValue());
    }
    return Archive.pack(root, new TreeSet<>(files.keySet()), "h");
  }
}
