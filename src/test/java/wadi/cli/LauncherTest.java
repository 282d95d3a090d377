package wadi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script {@code wadi} in a tree of its own, with a Java that only says what it was given. */
@Timeout(60)
class LauncherTest {
  @TempDir
  private Path tree;

  private record Said(int status, String out, String err) {}

  @BeforeEach
  void plant() throws IOException {
    Files.copy(Path.of("wadi"), tree.resolve("wadi"));
    Files.createDirectories(tree.resolve("src/main"));
    Files.createDirectories(tree.resolve("java/bin"));
    Files.writeString(tree.resolve("pom.xml"), "");
    Files.writeString(tree.resolve("java/release"), "JAVA_VERSION=\"17.0.1\"\n");
    Path java = Files.writeString(tree.resolve("java/bin/java"), "#!/bin/sh\necho \"$@\"\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(tree.resolve("wadi"), PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void build() throws IOException {
    Files.createDirectories(tree.resolve("target/lib"));
    Files.setLastModifiedTime(Files.writeString(tree.resolve("target/wadi.jar"), ""), FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
  }

  private Said wadi(String... words) throws Exception {
    Path out = tree.resolve("out");
    Path err = tree.resolve("err");
    ProcessBuilder process = new ProcessBuilder("./wadi").directory(tree.toFile()).redirectOutput(out.toFile()).redirectError(err.toFile());
    process.command().addAll(List.of(words));
    process.environment().put("JAVA_HOME", tree.resolve("java").toString());
    Process run = process.start();
    assertThat(run.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Said(run.exitValue(), Files.readString(out, StandardCharsets.UTF_8), Files.readString(err, StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"status", "keys", "reload", "--help"})
  void while_the_sources_are_newer_an_operators_command_uses_what_was_built_before(String command) throws Exception {
    build();
    Said said = wadi(command, "x");
    assertThat(said.out()).endsWith("-jar target/wadi.jar " + command + " x\n");
    assertThat(said.err()).contains("sources are newer").contains("./wadi build");
    assertThat(said.status()).isZero();
  }

  @Test
  void what_was_built_of_these_sources_runs_without_a_word() throws Exception {
    build();
    Files.setLastModifiedTime(tree.resolve("target/wadi.jar"), FileTime.from(Instant.now().plusSeconds(60)));
    assertThat(wadi("status")).isEqualTo(new Said(0, wadi("status").out(), ""));
  }

  @Test
  void where_nothing_was_built_an_operators_command_says_what_builds() throws Exception {
    Said said = wadi("status");
    assertThat(said.status()).isEqualTo(2);
    assertThat(said.err()).contains("not built yet").contains("run, spec, check, build");
    assertThat(wadi("--help").out()).contains("It is not built yet");
  }
}
