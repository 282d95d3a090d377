package wadi.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wadi.platform.Version;

/** target/wadi-VERSION.tar.gz as somebody has it who unpacks it on a machine with a runtime of Java and nothing to build with. */
class DistributionIT {
  private static final List<String> TOOLS = List.of("bash", "cat", "cksum", "dirname", "env", "mkdir", "readlink", "realpath", "rm", "sed", "setpriv", "stat",
      "tail", "touch", "unshare");
  private static final Pattern LISTED = Pattern.compile("\\(([\\w.-]+):([\\w.-]+):([\\w.-]+) - ");

  @TempDir
  private static Path folder;
  private static Path unpacked;

  @BeforeAll
  static void unpack() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x")); // the database may be another user
    Path archive = RunningWadi.HOME.resolve("target/wadi-" + Version.TEXT + ".tar.gz");
    assertThat(new ProcessBuilder("tar", "-xzf", archive.toString(), "-C", folder.toString()).inheritIO().start().waitFor()).isZero();
    unpacked = folder.resolve("wadi-" + Version.TEXT);
  }

  @Test
  void runs_without_maven_and_compiler_and_goes_on_elsewhere_from_its_backup() throws Exception {
    // What the first run does by itself; on a busy machine it takes longer than a start is waited for.
    ProcessBuilder preparing = new ProcessBuilder(unpacked.resolve("wadi").toString(), "prepare").directory(new File("/")).inheritIO();
    preparing.environment().putAll(Map.of("PATH", tools(), "JAVA_HOME", System.getProperty("java.home")));
    assertThat(preparing.start().waitFor()).isZero();
    assertThat(unpacked.resolve("wadi.jsa")).as("archive of classes").isNotEmptyFile();

    Path backup = folder.resolve("backup.zip");
    String held;
    try (RunningWadi wadi = wadi().startIn(unpacked)) {
      HttpResponse<String> answer = wadi.transact("{\"order\": {}, \"paymentMethod\": \"amazonpay\", \"payment\": {\"card\": 4111111111111111, \"amount\": 25000, \"currency\": \"INR\"}}");
      assertThat(answer.statusCode()).isEqualTo(402);
      held = answer.body();
      assertThat(run(wadi(), "backup", backup.toString())).contains("rows and the keys of this Wadi");
      assertThat(wadi.output()).contains("Wadi is ready").doesNotContain("slower", "Preparing");
      assertThat(unpacked.resolve("data")).as("nothing is written in its own folder").doesNotExist();
    }

    assertThat(run(wadi("new"), "restore", backup.toString())).contains("./wadi run starts with them");
    assertThat(run(wadi("new"), "restore", backup.toString())).contains("is not empty");
    try (RunningWadi restored = wadi("new").startIn(unpacked)) {
      String id = held.replaceFirst("(?s).*\"transactionID\" *: *(\\d+).*", "$1");
      assertThat(restored.get("/ops/transactions/" + id).statusCode()).isEqualTo(200);
      assertThat(folder.resolve("new/secrets/card-key")).hasSameBinaryContentAs(folder.resolve("data/secrets/card-key"));
    }
  }

  /** What a command printed that has ended. */
  private static String run(RunningWadi wadi, String... command) throws Exception {
    wadi.beginIn(unpacked, command).exitCode();
    return wadi.output();
  }

  @Test
  void tells_its_version_with_commit_and_camel() throws Exception {
    RunningWadi wadi = new RunningWadi(folder.resolve("version")).with("PATH", tools()).with("JAVA_HOME", System.getProperty("java.home"))
        .beginIn(unpacked, "--version");

    assertThat(wadi.exitCode()).isZero();
    assertThat(wadi.output()).startsWith("wadi " + Version.TEXT + ", commit ").contains("Camel " + Version.CAMEL);
  }

  @Test
  void says_what_is_missing_on_a_machine_without_java() throws Exception {
    RunningWadi wadi = new RunningWadi(folder.resolve("no-java")).with("PATH", tools()).with("JAVA_HOME", folder.toString()).beginIn(unpacked, "run");

    assertThat(wadi.exitCode()).isEqualTo(1);
    assertThat(wadi.output()).contains("Java is missing", "openjdk-17-jre-headless").doesNotContain("Maven");
  }

  @Test
  void lists_each_library_it_brings_with_its_licence() throws IOException {
    Set<String> listed = LISTED.matcher(Files.readString(unpacked.resolve("THIRD-PARTY.txt"))).results()
        .map(found -> found.group(2) + "-" + found.group(3) + ".jar").collect(Collectors.toSet());
    assertThat(files("lib")).as("run: mvn -Plicences generate-resources   and commit THIRD-PARTY.txt").isEqualTo(listed);
  }

  @Test
  void brings_what_an_operator_needs() {
    assertThat(Stream.of("application.properties", "routes/alerting/route-alert.camel.yaml", "templates/sms/default.txt.mustache", "openapi.yaml", "asyncapi.yaml",
        "schemas/alert.schema.json", "ops/prometheus/rules.yml", "LICENSE", "README.md", "docs/operate.md").map(unpacked::resolve)).allMatch(Files::exists);
  }

  @Test
  void lists_its_parts_for_scanners() throws IOException {
    JsonNode parts = new ObjectMapper().readTree(unpacked.resolve("wadi.cdx.json").toFile());
    assertThat(parts.get("bomFormat").asText()).isEqualTo("CycloneDX");
    assertThat(parts.at("/metadata/component/name").asText()).isEqualTo("wadi");
    Set<String> listed = new HashSet<>();
    parts.get("components").forEach(part -> listed.add(part.get("name").asText() + "-" + part.get("version").asText()));
    assertThat(listed).allMatch(name -> files("lib").stream().anyMatch(jar -> jar.startsWith(name)));
    assertThat(files("lib")).allMatch(jar -> listed.stream().anyMatch(jar::startsWith));
  }

  private static RunningWadi wadi() throws IOException {
    return wadi("data");
  }

  private static RunningWadi wadi(String data) throws IOException {
    return new RunningWadi(folder.resolve(data)).fromNothing().with("PATH", tools()).with("JAVA_HOME", System.getProperty("java.home"));
  }

  /** A path with neither Maven nor a compiler on it. */
  private static String tools() throws IOException {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    for (String tool : TOOLS) {
      Path found = Stream.of("/usr/bin", "/bin").map(Path::of).map(of -> of.resolve(tool)).filter(Files::exists).findFirst().orElseThrow();
      if (!Files.exists(bin.resolve(tool))) {
        Files.createSymbolicLink(bin.resolve(tool), found);
      }
    }
    return bin.toString();
  }

  private static Set<String> files(String of) {
    try (Stream<Path> all = Files.list(unpacked.resolve(of))) {
      return all.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
