package wadi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process ends in the middle of a reload. The order of the moments is chosen by a seed: -Dcrash.seed=N repeats a run. */
class KilledReloadIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final String HELD = """
      {"order": {}, "paymentMethod": "amazonpay", "payment": {"card": 4111111111111111, "amount": 25000, "currency": "INR"}}""";

  @TempDir
  private Path folder;
  private EditedTree tree;
  private RunningWadi wadi;
  private Operator operator;

  @BeforeEach
  void start() throws Exception {
    tree = EditedTree.in(folder);
    tree.greeting("as copied");
    wadi = new RunningWadi(folder.resolve("data")).startIn(tree.root());
    operator = new Operator(wadi);
  }

  @AfterEach
  void stop() throws Exception {
    wadi.close();
  }

  @Test
  void the_next_start_runs_the_files_if_they_pass_and_otherwise_the_last_good_ones_and_says_so() throws Exception {
    List<Integer> moments = moments();
    Set<Long> held = new HashSet<>();
    String good = "as copied";
    for (int i = 0; i < moments.size(); i++) {
      boolean broken = i % 2 == 0;
      edit("attempt " + i, broken, i == 0);
      killDuringReload(moments.get(i));
      int printed = wadi.output().length();

      wadi.startIn(tree.root());

      good = broken ? good : "attempt " + i;
      assertThat(wadi.ask("/hello").get().body()).isEqualTo(good);
      if (broken) {
        assertThat(wadi.output().substring(printed)).contains("wadi: The files are not those that run. They do not pass. Those of generation ",
            i == 0 ? EditedTree.GREETING_SPEC : "lots");
        assertThat(operator.lastReload().get("state").asText()).isEqualTo("REFUSED");
        assertThat(operator.lastReload().get("detail").asText()).contains("Those of generation ");
        assertThat(operator.metric("runtime_last_reload_successful")).isZero();
      } else {
        assertThat(operator.lastReload().get("state").asText()).isEqualTo("OK");
      }
      assertThat(operator.generation(operator.running()).get("way").asText()).isEqualTo("start");
      assertThat(outcomes()).doesNotContain("began");
      held.add(hold());
    }
    assertThat(outcomes()).contains("interrupted");
    await().atMost(PATIENCE).until(() -> mailed().containsAll(held));
    assertThat(new HashSet<>(mailed())).isEqualTo(held);
    assertThat(mailed().size() - held.size()).as("sent twice: a mail on its way at a kill, whose end nobody wrote down").isLessThan(moments.size());

    tree.replace(EditedTree.GREETING, "setBody", "setBoddy");
    wadi.close();
    RunningWadi nothing = new RunningWadi(wadi.data(), "DELIVERY_EMAIL_BUDGET=lots").beginIn(tree.root(), "run");
    assertThat(nothing.exitCode()).isEqualTo(1);
    assertThat(nothing.output().substring(wadi.output().lastIndexOf("Wadi has stopped."))).contains("setBoddy", "lots").doesNotContain("\tat ");
  }

  @Test
  void told_to_stop_it_ends_in_order() throws Exception {
    Set<Long> held = new HashSet<>(Set.of(hold()));
    edit("stopped", false, false);
    CompletableFuture<HttpResponse<String>> reload = reloadFor(300);
    held.add(hold());

    assertThat(wadi.signal("TERM")).isEqualTo(143);

    assertThat(wadi.output()).endsWith("Wadi has stopped.\n").doesNotContain("Exception", "\tat ");
    wadi.startIn(tree.root());
    assertThat(wadi.ask("/hello").get().body()).isEqualTo("stopped");
    assertThat(outcomes()).doesNotContain("began");
    await().atMost(PATIENCE).until(() -> mailed().containsAll(held));
    assertThat(mailed()).doesNotHaveDuplicates();
    assertThat(reload).isDone();
  }

  /** In milliseconds after a reload has begun. */
  private static List<Integer> moments() {
    long seed = Long.getLong("crash.seed", System.nanoTime());
    System.out.println("crash.seed=" + seed);
    List<Integer> moments = new ArrayList<>(List.of(50, 200, 500, 1_000));
    Collections.shuffle(moments, new Random(seed));
    return moments;
  }

  private void edit(String words, boolean broken, boolean bySpec) throws Exception {
    tree.greeting(words);
    tree.property("delivery.email.budget", broken && !bySpec ? "lots" : "unlimited");
    if (broken && bySpec) {
      tree.replace(EditedTree.GREETING_SPEC, words, "something else");
    }
  }

  /** Begins a reload; returns after this time, or when it has ended. */
  private CompletableFuture<HttpResponse<String>> reloadFor(int millis) throws Exception {
    CompletableFuture<HttpResponse<String>> reload = operator.begin("/ops/reload");
    try {
      reload.get(millis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      // it is under way
    }
    return reload;
  }

  private void killDuringReload(int millis) throws Exception {
    reloadFor(millis);
    wadi.killHard();
  }

  private long hold() throws Exception {
    return JSON.readTree(wadi.transact(HELD).body()).get("transactionID").asLong();
  }

  private List<Long> mailed() throws Exception {
    return Mailbox.of(wadi).mails().stream().map(Mailbox::transactionOf).toList();
  }

  private List<String> outcomes() throws Exception {
    return operator.generations().stream().map(row -> row.get("outcome").asText()).toList();
  }
}
