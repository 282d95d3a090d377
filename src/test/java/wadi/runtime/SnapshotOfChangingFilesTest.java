package wadi.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.util.FileSystemUtils;
import wadi.platform.StartupException;

/** Files that others write while they are copied, and how a watcher learns that they have changed. */
class SnapshotOfChangingFilesTest {
  private static final int FILES = 200;

  @TempDir
  private Path folder;
  private Path source;

  @BeforeEach
  void create() throws IOException {
    source = folder.resolve("source");
    Files.createDirectories(source.resolve("routes/intake"));
    Files.writeString(source.resolve("routes/intake/accept.camel.yaml"), "one");
  }

  /** As the kubelet does it: a new hidden folder, a link to it beside the old link, one rename. */
  @Test
  void a_mounted_configmap_that_is_replaced_is_copied_before_or_after_never_half() throws Exception {
    Path mounted = source.resolve("routes/fraud");
    Files.createDirectories(mounted);
    publish(mounted, 0);
    for (int i = 0; i < FILES; i++) {
      Files.createSymbolicLink(mounted.resolve("file-" + i + ".yaml"), Path.of("..data", "file-" + i + ".yaml"));
    }
    try (Writing writer = new Writing(version -> publish(mounted, version), 150)) {
      while (writer.versions() < 20) {
        List<Integer> copied = copied("routes/fraud");
        assertThat(copied).hasSize(FILES).containsOnly(copied.get(0));
      }
    }
  }

  /** Whenever one looks, the first files are new, perhaps one is empty, the others are as they were. */
  @Test
  void files_that_are_written_one_after_the_other_are_copied_as_they_were_at_one_moment() throws Exception {
    writeAll(0);
    try (Writing writer = new Writing(this::writeAll, 300)) {
      while (writer.versions() < 8) {
        List<Integer> copied = copied("routes/all");
        List<Integer> written = copied.stream().filter(version -> version >= 0).toList();
        assertThat(written).hasSizeBetween(FILES - 1, FILES).isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(written.get(0) - written.get(written.size() - 1)).isBetween(0, 1);
      }
    }
  }

  @Test
  void files_that_keep_changing_are_refused() throws Exception {
    try (Writing writer = new Writing(this::writeAll, 0)) {
      // A writer whom the machine lets rest for long enough leaves a quiet moment, in which a copy is right.
      await().atMost(Duration.ofMinutes(2)).untilAsserted(() ->
          assertThatThrownBy(() -> Snapshot.take(source, folder.resolve("copy"))).isInstanceOf(StartupException.class)
              .hasMessage("The files in " + source + " keep changing. Write them elsewhere and put them in place when they are complete."));
      assertThat(writer.versions()).isGreaterThan(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_change_changes_the_fingerprint(Change change) throws IOException {
    String before = Snapshot.fingerprint(source);
    assertThat(Snapshot.fingerprint(source)).as("nothing has changed").isEqualTo(before);
    Snapshot.take(source, folder.resolve("copy")); // waits until a change can be told by its time
    change.make(source);

    assertThat(Snapshot.fingerprint(source)).isNotEqualTo(before);
  }

  enum Change {
    EDIT {
      @Override
      void make(Path source) throws IOException {
        Files.writeString(source.resolve("routes/intake/accept.camel.yaml"), "two");
      }
    },
    EDIT_WITH_THE_OLD_TIME {
      @Override
      void make(Path source) throws IOException {
        Path file = source.resolve("routes/intake/accept.camel.yaml");
        FileTime time = Files.getLastModifiedTime(file);
        Files.writeString(file, "two");
        Files.setLastModifiedTime(file, time);
      }
    },
    REPLACEMENT_WITH_THE_OLD_TIME {
      @Override
      void make(Path source) throws IOException {
        Path file = source.resolve("routes/intake/accept.camel.yaml");
        Path draft = Files.writeString(source.resolve("draft"), "two");
        Files.setLastModifiedTime(draft, Files.getLastModifiedTime(file));
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
      }
    },
    NEW_FILE {
      @Override
      void make(Path source) throws IOException {
        Files.writeString(source.resolve("application-prod.properties"), "");
      }
    },
    DELETED_FILE {
      @Override
      void make(Path source) throws IOException {
        Files.delete(source.resolve("routes/intake/accept.camel.yaml"));
      }
    },
    RENAMED_FILE {
      @Override
      void make(Path source) throws IOException {
        Files.move(source.resolve("routes/intake/accept.camel.yaml"), source.resolve("routes/intake/take.camel.yaml"));
      }
    },
    MOVED_FOLDER {
      @Override
      void make(Path source) throws IOException {
        Files.move(source.resolve("routes/intake"), source.resolve("routes/fraud"));
      }
    },
    NEW_FOLDER {
      @Override
      void make(Path source) throws IOException {
        Files.createDirectory(source.resolve("routes/fraud"));
      }
    },
    NEW_FILE_IN_A_NEW_FOLDER {
      @Override
      void make(Path source) throws IOException {
        Files.createDirectories(source.resolve("kamelets/deep"));
        Files.writeString(source.resolve("kamelets/deep/x.kamelet.yaml"), "");
      }
    },
    EVERYTHING_IS_GONE {
      @Override
      void make(Path source) throws IOException {
        FileSystemUtils.deleteRecursively(source);
      }
    };

    abstract void make(Path source) throws IOException;
  }

  @Test
  void a_mounted_configmap_that_is_replaced_changes_the_fingerprint() throws IOException {
    publish(source.resolve("routes/intake"), 0);
    Files.createSymbolicLink(source.resolve("routes/intake/x.yaml"), Path.of("..data", "file-1.yaml"));
    String before = Snapshot.fingerprint(source);
    publish(source.resolve("routes/intake"), 1);

    assertThat(Snapshot.fingerprint(source)).isNotEqualTo(before);
  }

  /** Of each file the number in it; -1 for an empty one. */
  private List<Integer> copied(String part) throws IOException {
    Snapshot snapshot = taken();
    List<Integer> versions = new ArrayList<>();
    for (int i = 0; i < FILES; i++) {
      String text = Files.readString(snapshot.folder().resolve(part).resolve("file-" + i + ".yaml"));
      versions.add(text.isEmpty() ? -1 : Integer.parseInt(text));
    }
    return versions;
  }

  /** A machine with much else to do may see nothing but changes for a while, and refuse. */
  private Snapshot taken() {
    while (true) {
      try {
        return Snapshot.take(source, folder.resolve("copy"));
      } catch (StartupException e) {
        assertThat(e).hasMessageContaining("keep changing");
      }
    }
  }

  private static void publish(Path mounted, int version) throws IOException {
    Path data = mounted.resolve("..2026_11_20_%06d".formatted(version));
    Files.createDirectories(data);
    for (int i = 0; i < FILES; i++) {
      Files.writeString(data.resolve("file-" + i + ".yaml"), String.valueOf(version));
    }
    Files.createSymbolicLink(mounted.resolve("..data_tmp"), data.getFileName());
    Files.move(mounted.resolve("..data_tmp"), mounted.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    FileSystemUtils.deleteRecursively(mounted.resolve("..2026_11_20_%06d".formatted(version - 1)));
  }

  private void writeAll(int version) throws IOException {
    Files.createDirectories(source.resolve("routes/all"));
    for (int i = 0; i < FILES; i++) {
      Files.writeString(source.resolve("routes/all/file-" + i + ".yaml"), String.valueOf(version));
    }
  }

  private interface Write {
    void version(int number) throws IOException;
  }

  /** Writes one version after the other, with a pause of milliseconds between them, until it is closed. */
  private static final class Writing implements AutoCloseable {
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger versions = new AtomicInteger();
    private final Thread thread;

    Writing(Write write, int pause) {
      thread = new Thread(() -> {
        while (!over.get()) {
          try {
            write.version(versions.incrementAndGet());
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          LockSupport.parkNanos(pause * 1_000_000L);
        }
      });
      thread.start();
    }

    int versions() {
      return versions.get();
    }

    @Override
    public void close() throws InterruptedException {
      over.set(true);
      thread.join();
    }
  }
}
