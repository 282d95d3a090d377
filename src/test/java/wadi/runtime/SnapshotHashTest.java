package wadi.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;
import org.springframework.util.FileSystemUtils;

/** The hash says whether two sets of files are the same, and nothing else changes it. */
class SnapshotHashTest {
  private Path folder;

  @BeforeTry
  void create() throws IOException {
    folder = Files.createTempDirectory("snapshot");
  }

  @AfterTry
  void delete() throws IOException {
    FileSystemUtils.deleteRecursively(folder);
  }

  @Property(tries = 40)
  void order_time_and_place_of_the_files_do_not_change_it(@ForAll("sets") Map<String, byte[]> files, @ForAll Random random) throws IOException {
    Snapshot one = snapshot("one", files, new Random(1));
    Snapshot other = snapshot("two", files, random);

    assertThat(other.hash()).isEqualTo(one.hash()).hasSize(12);
    assertThat(other.archive()).isEqualTo(one.archive());
    assertThat(Snapshot.unpack(one.archive(), folder, folder.resolve("back")).hash()).isEqualTo(one.hash());
  }

  @Property(tries = 40)
  void every_change_of_a_content_or_a_name_changes_it(@ForAll("sets") Map<String, byte[]> files, @ForAll Random random) throws IOException {
    Snapshot before = snapshot("one", files, random);
    Map<String, byte[]> changed = change(files, random);
    Snapshot after = snapshot("two", changed, random);

    assertThat(after.hash()).isNotEqualTo(before.hash());
    assertThat(after.digests()).isNotEqualTo(before.digests());
  }

  private static Map<String, byte[]> change(Map<String, byte[]> files, Random random) {
    Map<String, byte[]> changed = new TreeMap<>(files);
    String name = new ArrayList<>(files.keySet()).get(random.nextInt(files.size()));
    byte[] content = changed.remove(name);
    switch (random.nextInt(3)) {
      case 0 -> changed.put(name + "a", content);
      case 1 -> changed.put(name, longer(content));
      default -> { } // it is gone
    }
    return changed;
  }

  private static byte[] longer(byte[] content) {
    byte[] longer = new byte[content.length + 1];
    System.arraycopy(content, 0, longer, 1, content.length);
    return longer;
  }

  /** Names and contents of the same few characters, so that one could pass for the other. */
  @Provide
  Arbitrary<Map<String, byte[]>> sets() {
    Arbitrary<String> names = Arbitraries.strings().withChars("ab").ofMinLength(1).ofMaxLength(3).map(name -> "routes/" + name);
    Arbitrary<byte[]> contents = Arbitraries.bytes().between((byte) 'a', (byte) 'b').array(byte[].class).ofMaxSize(3);
    return Arbitraries.maps(names, contents).ofMinSize(1).ofMaxSize(6);
  }

  private Snapshot snapshot(String name, Map<String, byte[]> files, Random random) throws IOException {
    Path source = folder.resolve(name);
    Files.createDirectories(source.resolve("routes"));
    List<String> names = new ArrayList<>(files.keySet());
    Collections.shuffle(names, random);
    for (String file : names) {
      Files.write(source.resolve(file), files.get(file));
      Files.setLastModifiedTime(source.resolve(file), FileTime.fromMillis(random.nextInt(1_000_000)));
    }
    return Snapshot.take(source, folder.resolve(name + "-copy"));
  }
}
