package wadi.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DataDirectoryTest {
  @TempDir Path folder;

  @Test
  void belongs_to_one_process_until_that_closes_it() throws Exception {
    Path root = folder.resolve("new/data");
    String pid = String.valueOf(ProcessHandle.current().pid());
    try (DataDirectory data = DataDirectory.open(root)) {
      assertThat(data.resolve("x")).isEqualTo(root.resolve("x"));
      assertThat(openElsewhere(root)).contains("in use", root.toString(), "data.dir", "process " + pid);
    }
    assertThat(openElsewhere(root)).isEqualTo("opened");
    DataDirectory.open(root).close();
  }

  @Test
  void stays_ours_when_we_try_to_open_it_twice() throws Exception {
    try (DataDirectory data = DataDirectory.open(folder)) {
      assertThatThrownBy(() -> DataDirectory.open(folder.resolve("."))).isInstanceOf(StartupException.class)
          .hasMessageContaining("in use").hasMessageContaining("process " + ProcessHandle.current().pid());
      assertThat(openElsewhere(folder)).contains("in use");
      assertThat(data.resolve("x")).isNotNull();
    }
    DataDirectory.open(folder).close();
  }

  @Test
  void is_free_when_its_process_was_killed() throws Exception {
    Process owner = java(folder, "wait");
    try (var lines = owner.inputReader()) {
      assertThat(lines.readLine()).isEqualTo("opened");
      assertThatThrownBy(() -> DataDirectory.open(folder)).hasMessageContaining("process " + owner.pid());
    } finally {
      owner.destroyForcibly().waitFor();
    }
    DataDirectory.open(folder).close();
  }

  @Test
  void says_what_is_wrong_with_a_path_that_is_a_file() throws Exception {
    Path file = Files.writeString(folder.resolve("data"), "x");
    for (Path path : new Path[] {file, file.resolve("below")}) {
      assertThatThrownBy(() -> DataDirectory.open(path)).isInstanceOf(StartupException.class)
          .hasMessageContaining(path.toString()).hasMessageContaining("data.dir").hasMessageMatching("(?i).*not a (folder|directory).*");
    }
  }

  @Test
  void makes_a_secret_once_for_the_owners_eyes() throws Exception {
    String first;
    try (DataDirectory data = DataDirectory.open(folder)) {
      first = data.secret("token", () -> DataDirectory.random(16));
      assertThat(first).matches("[0-9a-f]{32}");
      assertThat(data.secret("token", () -> "another")).isEqualTo(first);
      assertThat(data.secret("other", () -> DataDirectory.random(16))).isNotEqualTo(first);
    }
    try (DataDirectory data = DataDirectory.open(folder)) {
      assertThat(data.secret("token", () -> "another")).isEqualTo(first);
    }
    assertThat(Files.getPosixFilePermissions(folder.resolve("secrets/token"))).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    try (var files = Files.list(folder.resolve("secrets"))) {
      assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder("token", "other");
    }
  }

  @Test
  void takes_a_secret_somebody_put_there() throws Exception {
    Files.createDirectory(folder.resolve("secrets"));
    Files.writeString(folder.resolve("secrets/token"), "mine\n");
    try (DataDirectory data = DataDirectory.open(folder)) {
      assertThat(data.secret("token", () -> "another")).isEqualTo("mine");
    }
  }

  private static String openElsewhere(Path root) throws Exception {
    Process process = java(root, "leave");
    try (var lines = process.inputReader()) {
      return lines.readLine();
    } finally {
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static Process java(Path root, String then) throws IOException {
    return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx32m", "-Xshare:auto",
        "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), Other.class.getName(), root.toString(), then)
        .redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** Another process that opens the directory. */
  static final class Other {
    public static void main(String[] arguments) throws Exception {
      try (DataDirectory data = DataDirectory.open(Path.of(arguments[0]))) {
        System.out.println(data.resolve("x").startsWith(arguments[0]) ? "opened" : "opened something else");
        if (arguments[1].equals("wait")) {
          Thread.currentThread().join();
        }
      } catch (StartupException e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
