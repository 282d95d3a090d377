package wadi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With {@code reload.watch=true} files go live by themselves, each change as one, when nobody has touched them for a while. */
class ReloadWatchIT {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final String UNCHANGED = "runtime_reloads_total{outcome=\"unchanged\"}";

  @TempDir
  private static Path folder;
  private static EditedTree tree;
  private static RunningWadi wadi;
  private static Operator operator;
  private long before;

  @BeforeAll
  static void start() throws Exception {
    tree = EditedTree.in(folder);
    tree.property("reload.watch", "true");
    tree.property("trial.words", "as copied");
    tree.greeting("{{trial.words}}");
    wadi = new RunningWadi(folder.resolve("data")).startIn(tree.root());
    operator = new Operator(wadi);
  }

  @BeforeEach
  void look_what_runs() throws Exception {
    before = operator.generations().get(0).get("number").asLong();
  }

  @AfterAll
  static void stop() throws Exception {
    wadi.close();
  }

  @Test
  void edited_new_and_deleted_files_and_new_folders_go_live() throws Exception {
    tree.answer("routes/intake", "older", "older");
    tree.greeting("edited");
    awaitGreeting("edited");
    before = operator.running();

    tree.greeting("edited again");
    tree.answer("routes/intake/deep/down", "newer", "from a new folder");
    tree.delete("routes/intake/answer-older.camel.yaml");
    tree.delete("routes/intake/answer-older.spec.yaml");

    awaitGreeting("edited again");
    assertThat(wadi.ask("/newer").get().body()).isEqualTo("from a new folder");
    assertThat(wadi.ask("/older").get().statusCode()).isEqualTo(404);
    awaitTriedSince("watch live");
  }

  @Test
  void a_file_that_is_still_being_written_never_goes_live_half() throws Exception {
    tree.greeting("complete at last");
    String whole = tree.read(EditedTree.GREETING);
    int half = whole.indexOf("from:");
    tree.write(EditedTree.GREETING, whole.substring(0, half));

    append(EditedTree.GREETING, whole.substring(half), 12, Duration.ofMillis(300));

    awaitGreeting("complete at last");
    awaitTriedSince("watch live");
  }

  @Test
  void files_that_do_not_pass_are_refused_once_and_tried_again_when_they_have_changed() throws Exception {
    tree.greeting("mended");
    tree.replace(EditedTree.GREETING, "setBody", "setBoddy");
    await().atMost(PATIENCE).until(() -> operator.lastReload().get("state").asText(), "REFUSED"::equals);

    Files.writeString(tree.path("routes/intake/.note"), "hidden files are nobody's business");
    tree.greeting("mended");

    awaitGreeting("mended");
    awaitTriedSince("watch live", "watch refused");
    assertThat(operator.lastReload().get("state").asText()).isEqualTo("OK");
  }

  @Test
  void a_mounted_config_map_goes_live_as_one_when_kubernetes_turns_its_link() throws Exception {
    tree.property("trial.words", "old");
    tree.greeting("{{trial.words}} old");
    awaitGreeting("old old");
    double unchanged = operator.metric(UNCHANGED);
    mount("..2026_11_21_10_00_00.1");
    await().atMost(PATIENCE).until(() -> operator.metric(UNCHANGED) > unchanged);
    before = operator.running();
    Path next = tree.path("..2026_11_21_10_05_00.2");
    CopiedTree.all(tree.path("..2026_11_21_10_00_00.1"), next);
    replace(next.resolve(EditedTree.PROPERTIES), "trial.words=old", "trial.words=new");
    replace(next.resolve(EditedTree.GREETING), "{{trial.words}} old", "{{trial.words}} new");

    Set<String> greetings = new TreeSet<>();
    Files.createSymbolicLink(tree.path("..data_tmp"), next.getFileName());
    Files.move(tree.path("..data_tmp"), tree.path("..data"), StandardCopyOption.ATOMIC_MOVE);
    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> {
      greetings.add(greeting());
      return greetings.contains("new new");
    });

    assertThat(greetings).containsExactlyInAnyOrder("old old", "new new");
    awaitTriedSince("watch live");
  }

  /** Lays the files out as Kubernetes mounts a ConfigMap: links to ..data, which is a link to a folder with a date. */
  private static void mount(String date) throws IOException {
    Files.createDirectory(tree.path(date));
    Files.createSymbolicLink(tree.path("..data"), Path.of(date));
    for (String entry : List.of(EditedTree.PROPERTIES, "routes", "templates")) {
      Files.move(tree.path(entry), tree.path(date).resolve(entry));
      Files.createSymbolicLink(tree.path(entry), Path.of("..data", entry));
    }
  }

  private static void replace(Path file, String text, String by) throws IOException {
    assertThat(file).content().contains(text);
    Files.writeString(file, Files.readString(file).replace(text, by));
  }

  /** Writes the rest in so many parts with pauses between them; returns when all is written. */
  private static void append(String file, String rest, int parts, Duration pause) throws InterruptedException {
    AtomicInteger next = new AtomicInteger();
    CountDownLatch written = new CountDownLatch(parts);
    ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor();
    writer.scheduleAtFixedRate(() -> {
      int part = next.getAndIncrement();
      try {
        Files.writeString(tree.path(file), rest.substring(rest.length() * part / parts, rest.length() * (part + 1) / parts), StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      written.countDown();
      if (part == parts - 1) {
        writer.shutdown();
      }
    }, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    assertThat(written.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  /** @param rows way and outcome of what came into the history, the newest first */
  private void awaitTriedSince(String... rows) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(operator.generations().stream().filter(row -> row.get("number").asLong() > before)
        .map(row -> row.get("way").asText() + " " + row.get("outcome").asText())).containsExactly(rows));
  }

  private static void awaitGreeting(String words) {
    await().atMost(PATIENCE).until(ReloadWatchIT::greeting, words::equals);
  }

  private static String greeting() throws Exception {
    return wadi.ask("/hello").get().body();
  }
}
