package wadi.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class VersionTest {
  @Test
  void is_the_one_of_the_build() throws IOException {
    assertThat(Files.readString(Path.of("pom.xml"))).containsPattern("<artifactId>wadi</artifactId>\\s*<version>" + Version.TEXT + "(-SNAPSHOT)?</version>");
  }
}
