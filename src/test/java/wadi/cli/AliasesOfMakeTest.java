package wadi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Makefile's names and what a shell completes: both know the commands there are. */
class AliasesOfMakeTest {
  private static final Pattern TARGET = Pattern.compile("(?m)^([a-z_-]+):(?! =)(.*)$");

  @Test
  void the_names_people_know_are_there_and_each_says_what_it_does() throws IOException {
    String makefile = Files.readString(Path.of("Makefile"));
    List<String> targets = TARGET.matcher(makefile).results().map(target -> target.group(1)).toList();
    assertThat(targets).contains("start", "start-detached", "stop", "check-logs", "run_aiven", "start_consumer", "start_producer").doesNotHaveDuplicates();
    assertThat(TARGET.matcher(makefile).results().map(target -> target.group(2))).allMatch(rest -> rest.matches(".* ## \\S.*"));
    String phony = makefile.lines().filter(line -> line.startsWith(".PHONY: ")).findFirst().orElseThrow();
    assertThat(Set.of(phony.substring(".PHONY: ".length()).split(" "))).isEqualTo(Set.copyOf(targets));
  }

  @Test
  void each_runs_commands_that_wadi_has() throws IOException {
    Set<String> used = Pattern.compile("\\./wadi ([a-z-]+)").matcher(Files.readString(Path.of("Makefile"))).results().map(word -> word.group(1)).collect(Collectors.toSet());
    used.remove("build"); // the launcher's own
    used.remove("command"); // in the first comment
    assertThat(used).hasSizeGreaterThan(5).isSubsetOf(WadiCommand.line().getSubcommands().keySet());
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh"})
  void a_shell_can_read_what_completes_it(String shell) throws Exception {
    String script = CompletionCommand.script(CompletionCommand.Shell.valueOf(shell));
    assertThat(script).contains("complete -F", "deliveries", "--status", "backup").doesNotContain("warm-up");
    Process bash = new ProcessBuilder("bash", "-n").redirectErrorStream(true).start();
    bash.getOutputStream().write(script.getBytes(StandardCharsets.UTF_8));
    bash.getOutputStream().close();
    assertThat(new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).isEmpty();
    assertThat(bash.waitFor()).isZero();
  }
}
