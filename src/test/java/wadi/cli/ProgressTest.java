package wadi.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(shown, true, StandardCharsets.UTF_8);

  @Test
  void a_terminal_sees_a_bar_that_leaves_no_trace() {
    AtomicLong done = new AtomicLong(1);
    try (Progress progress = Progress.begin(done::get, () -> done.get() / 4.0, out, true)) {
      assertThat(progress.bar(4)).isEqualTo("[##########                              ] 25 %, 1 done, 0/s");
      await().until(() -> shown.toString(StandardCharsets.UTF_8).contains("25 %, 1 done"));
      done.set(8_000);
      assertThat(progress.bar(2)).as("more than was meant").isEqualTo("[" + "#".repeat(40) + "] 100 %, 8,000 done, 4,000/s");
    }
    assertThat(shown.toString(StandardCharsets.UTF_8)).endsWith(" \r").doesNotContain("\n");
  }

  @Test
  void when_nobody_knows_how_much_there_is_it_counts() {
    try (Progress progress = Progress.begin(() -> 7, () -> -1, out, true)) {
      assertThat(progress.bar(1)).isEqualTo("7 done, 7/s");
    }
  }
}
