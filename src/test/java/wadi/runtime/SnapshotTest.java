package wadi.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import wadi.platform.StartupException;

class SnapshotTest {
  @TempDir
  private Path folder;
  private Path source;

  @BeforeEach
  void write() throws IOException {
    source = folder.resolve("source");
    write("application.properties", "a=1");
    write("routes/intake/accept.camel.yaml", "- route");
    write("templates/email/fraud.txt.mustache", "Dear {{name}}");
    write("kamelets/log-action.kamelet.yaml", "kind: Kamelet");
  }

  @Test
  void holds_properties_routes_templates_and_kamelets_and_nothing_else() throws IOException {
    write("application-prod.properties", "a=2");
    write("application.properties.bak", "a=3");
    write("README.md", "words");
    write("data/secret", "s");

    assertThat(take().digests().keySet()).containsExactly("application-prod.properties", "application.properties",
        "kamelets/log-action.kamelet.yaml", "routes/intake/accept.camel.yaml", "templates/email/fraud.txt.mustache");
  }

  @ParameterizedTest
  @ValueSource(strings = {"routes/.hidden.camel.yaml", "routes/intake/.accept.camel.yaml.swp", "routes/intake/accept.camel.yaml~",
      "routes/#accept.camel.yaml#", "routes/x.swp", "templates/y.tmp", "routes/intake/4913", "routes/.git/config", "kamelets/..data/x.kamelet.yaml",
      "routes/intake/accept.camel.yaml___jb_tmp___"})
  void hidden_files_and_leftovers_of_editors_are_not_part_of_it(String leftover) throws IOException {
    Snapshot without = take();
    String fingerprint = Snapshot.fingerprint(source);
    write(leftover, "- half a rou");

    assertThat(Snapshot.fingerprint(source)).isEqualTo(fingerprint);
    Snapshot with = take();
    assertThat(with.hash()).isEqualTo(without.hash());
    assertThat(files(with.folder())).isEqualTo(List.copyOf(without.digests().keySet()));
  }

  @Test
  void the_digests_tell_which_files_were_added_changed_and_removed() throws IOException {
    Snapshot before = take();
    write("routes/new.camel.yaml", "- route");
    write("application.properties", "a=2");
    Files.delete(source.resolve("templates/email/fraud.txt.mustache"));
    Snapshot after = take();

    assertThat(after.digests()).containsKey("routes/new.camel.yaml").doesNotContainKey("templates/email/fraud.txt.mustache");
    assertThat(after.digests().get("application.properties")).hasSize(12).isNotEqualTo(before.digests().get("application.properties"));
    assertThat(after.digests().get("routes/intake/accept.camel.yaml")).isEqualTo(before.digests().get("routes/intake/accept.camel.yaml"));
  }

  @Test
  void a_copy_holds_nothing_of_an_earlier_one() throws IOException {
    write("routes/old.camel.yaml", "- route");
    take();
    Files.delete(source.resolve("routes/old.camel.yaml"));

    assertThat(files(take().folder())).doesNotContain("routes/old.camel.yaml");
  }

  @Test
  void refuses_a_folder_without_routes() {
    assertThatThrownBy(() -> Snapshot.take(folder.resolve("nothing"), folder.resolve("copy"))).isInstanceOf(StartupException.class)
        .hasMessage("There is no folder " + folder.resolve("nothing/routes") + ".");
  }

  @Test
  void a_link_in_a_circle_is_named() throws IOException {
    Files.createSymbolicLink(source.resolve("routes/intake/again"), source.resolve("routes"));

    assertThatThrownBy(this::take).isInstanceOf(StartupException.class)
        .hasMessage(source.resolve("routes/intake/again") + " is a link that leads back to a folder around it.");
  }

  @Test
  void a_link_that_leads_nowhere_is_named() throws IOException {
    Files.createSymbolicLink(source.resolve("routes/gone.camel.yaml"), Path.of("nowhere"));

    assertThatThrownBy(this::take).isInstanceOf(StartupException.class)
        .hasMessage(source.resolve("routes/gone.camel.yaml") + " is a link that leads nowhere.");
  }

  @Test
  void comes_back_from_its_archive_with_the_same_hash() throws IOException {
    Snapshot taken = take();
    Snapshot back = Snapshot.unpack(taken.archive(), source, folder.resolve("back"));

    assertThat(back.hash()).isEqualTo(taken.hash());
    assertThat(back.digests()).isEqualTo(taken.digests());
    assertThat(files(back.folder())).isEqualTo(files(taken.folder()));
    assertThat(back.folder().resolve("application.properties")).hasContent("a=1");
    assertThat(back.inWordsOfTheSource(back.folder() + "/routes/x " + back.folder())).isEqualTo("routes/x " + source);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../outside", "/etc/cron.d/x", "routes/../../outside", "routes/./x", "routes\\..\\x", "routes", "routes/", "data/db", "routes//x",
      "routes/.hidden", "application.yaml", "routes/x\u0000.yaml"})
  void an_archive_with_a_file_that_is_none_of_a_generation_is_refused(String name) throws IOException {
    byte[] archive = zip(name);

    assertThatThrownBy(() -> Snapshot.unpack(archive, source, folder.resolve("back/in"))).isInstanceOf(StartupException.class)
        .hasMessageContaining("which is no file of a generation");
    assertThat(folder.resolve("back/outside")).doesNotExist();
    assertThat(folder.resolve("outside")).doesNotExist();
  }

  @Test
  void a_damaged_archive_is_refused() {
    byte[] archive = take().archive();

    for (int i = 0; i < archive.length - 1; i += 7) {
      byte[] damaged = archive.clone();
      damaged[i] ^= 0x55;
      byte[] cut = Arrays.copyOf(archive, i);
      assertThatThrownBy(() -> Snapshot.unpack(cut, source, folder.resolve("back"))).as("cut at " + i).isInstanceOf(StartupException.class);
      try {
        assertThat(Snapshot.unpack(damaged, source, folder.resolve("back")).hash()).as("damaged at " + i).isEqualTo(take().hash());
      } catch (StartupException refused) {
        assertThat(refused).hasMessageStartingWith("The archive of files cannot be unpacked");
      }
    }
  }

  private Snapshot take() {
    return Snapshot.take(source, folder.resolve("copy"));
  }

  private void write(String name, String text) throws IOException {
    Files.createDirectories(source.resolve(name).getParent());
    Files.writeString(source.resolve(name), text);
  }

  private static byte[] zip(String name) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(1);
    }
    return bytes.toByteArray();
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).map(file -> folder.relativize(file).toString()).sorted().toList();
    }
  }
}
