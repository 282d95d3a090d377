package wadi.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class VersionTest {
  @Test
  void is_the_one_of_the_build() throws IOException {
    assertThat(Files.readString(Path.of("pom.xml"))).containsPattern("<artifactId>wadi</artifactId>\\s*<version>" + Version.TEXT + "(-SNAPSHOT)?</version>")
        .contains("<camel.version>" + Version.CAMEL + "</camel.version>");
  }

  @Test
  void knows_its_commit_where_there_is_a_history() {
    assertThat(Version.COMMIT).matches(Files.isDirectory(Path.of(".git")) ? "[0-9a-f]{12}" : "[0-9a-f]{12}|unknown");
  }
}
