package wadi.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import wadi.camel.fraud.RuleBook;
import wadi.platform.Platform;

/** How one generation takes over from another, on a real platform. */
@Timeout(300)
class SwitchIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration DRAIN = Duration.ofSeconds(20);
  private static final String CLOCK = """
      - route:
          id: probe-%1$s
          nodePrefixId: probe-%1$s.
          description: Beats
          from:
            uri: %2$s
            steps:
              - bean:
                  beanType: wadi.runtime.Beats
                  method: %1$s
      """;

  private static final AtomicInteger NUMBERS = new AtomicInteger();
  private static Path folder;
  private static ReloadTree tree;
  private static Platform platform;

  private final List<Generation> ended = new CopyOnWriteArrayList<>();
  private Switchboard switchboard;

  @BeforeAll
  static void start(@TempDir Path temporary) throws Exception {
    folder = Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwx--x--x")); // the database may be another user
    tree = ReloadTree.in(folder.resolve("wadi"));
    tree.write("routes/load/probe-beat.camel.yaml", CLOCK.formatted("beat", "timer:beat?period=200"));
    tree.write("routes/load/probe-work.camel.yaml", CLOCK.formatted("work", "scheduler:work?delay=100"));
    platform = Platform.start(tree.settings());
  }

  @AfterAll
  static void stop() {
    platform.close();
  }

  @BeforeEach
  void begin() {
    Beats.AT.clear();
    Beats.MOST_AT_ONCE.set(0);
    switchboard = new Switchboard(platform.meters().http());
    switchboard.open(generation());
    switchboard.consume();
  }

  private Generation generation() {
    int number = NUMBERS.incrementAndGet();
    Snapshot snapshot = Snapshot.take(tree.home(), folder.resolve("copies/" + number));
    return new GenerationFactory(platform, switchboard.ticks()).build(number, new Generation.Files(snapshot, new byte[0],
        ReloadTree.settings(snapshot.folder()), CompletableFuture.completedFuture(RuleBook.load(snapshot.folder().resolve("routes/fraud/rules.yaml")))));
  }

  @Test
  void goes_back_when_a_consumer_does_not_start() {
    Generation old = switchboard.current().orElseThrow();
    tree.write("routes/load/probe-stubborn.camel.yaml", CLOCK.formatted("beat", "stubborn:x").replace("probe-beat", "probe-stubborn"));
    Generation next = generation();
    tree.delete("routes/load/probe-stubborn.camel.yaml");

    assertThatThrownBy(() -> switchboard.replace(next, DRAIN, ended::add)).hasMessageContaining("I will not");

    assertThat(switchboard.current()).contains(old);
    await().atMost(PATIENCE).until(() -> ended.equals(List.of(next)));
    int beats = Beats.AT.size();
    await().atMost(PATIENCE).until(() -> Beats.AT.size() > beats + 2);
    assertThat(switchboard.draining()).isZero();
    switchboard.close();
  }

  @Test
  void a_clock_keeps_its_beat_and_works_alone() throws Exception {
    await().atMost(PATIENCE).until(() -> Beats.AT.size() > 2);
    for (int i = 0; i < 10; i++) {
      Generation old = switchboard.current().orElseThrow();
      switchboard.replace(generation(), DRAIN, ended::add);
      await().atMost(PATIENCE).until(() -> ended.contains(old));
    }
    int beats = Beats.AT.size();
    await().atMost(PATIENCE).until(() -> Beats.AT.size() > beats + 2);
    switchboard.close();

    List<Long> gaps = new ArrayList<>();
    for (int i = 1; i < Beats.AT.size(); i++) {
      gaps.add((Beats.AT.get(i) - Beats.AT.get(i - 1)) / 1_000_000);
    }
    assertThat(gaps).as("milliseconds from beat to beat").allMatch(gap -> gap > 50);
    assertThat(gaps.stream().mapToLong(Long::longValue).average().orElseThrow()).isLessThan(450);
    assertThat(Beats.MOST_AT_ONCE.get()).isOne();
  }
}
