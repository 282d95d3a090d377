package wadi.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wadi.platform.Settings;

/** ops/systemd/wadi.service: no service is started here. */
class ServiceUnitTest {
  private static final Path UNIT = Path.of("ops/systemd/wadi.service").toAbsolutePath();

  @TempDir
  private Path folder;

  @Test
  void it_has_time_to_drain_and_ends_its_database_itself() throws IOException {
    Map<String, String> unit = Files.readAllLines(UNIT).stream().filter(line -> line.matches("[A-Z]\\w+=.*")).map(line -> line.split("=", 2))
        .collect(Collectors.toMap(line -> line[0], line -> line[1], (first, second) -> first + " " + second));
    Properties properties = new Properties();
    try (var reader = Files.newBufferedReader(Path.of("application.properties"))) {
      properties.load(reader);
    }
    Duration drain = Settings.duration("reload.drain-timeout", properties.getProperty("reload.drain-timeout"));
    assertThat(Duration.ofSeconds(Long.parseLong(unit.get("TimeoutStopSec")))).isGreaterThan(drain.plusSeconds(30));
    assertThat(unit).containsEntry("KillMode", "mixed").containsEntry("SuccessExitStatus", "143").containsEntry("ProtectSystem", "strict").containsEntry("DynamicUser", "yes")
        .containsEntry("Environment", "DATA_DIR=/var/lib/" + unit.get("StateDirectory"));
  }

  @Test
  void systemd_understands_each_line() throws Exception {
    if (Files.isExecutable(Path.of("/usr/bin/systemd-analyze"))) {
      Path here = folder.resolve("wadi.service");
      Files.writeString(here, Files.readString(UNIT).replace("/opt/wadi/wadi", Path.of("wadi").toAbsolutePath().toString()));
      Process verify = new ProcessBuilder("/usr/bin/systemd-analyze", "verify", "--man=no", here.toString()).redirectErrorStream(true).start();
      assertThat(new String(verify.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).doesNotContain("wadi.service");
      assertThat(verify.waitFor()).isZero();
    }
  }
}
