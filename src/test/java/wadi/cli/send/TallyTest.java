package wadi.cli.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import wadi.cli.send.Outlet.Result;

/** What a run of {@code wadi send} shows, and how it keeps its pace. */
@Timeout(60)
class TallyTest {
  private final Tally tally = new Tally();
  private final ConcurrentLinkedQueue<CompletableFuture<Result>> waiting = new ConcurrentLinkedQueue<>();

  /** Confirms nothing by itself. */
  private final Outlet outlet = new Outlet() {
    @Override
    public CompletableFuture<Result> send(Outgoing message) {
      CompletableFuture<Result> result = new CompletableFuture<>();
      waiting.add(result);
      return result;
    }

    @Override
    public int window() {
      return 10;
    }

    @Override
    public String destination() {
      return "nowhere";
    }

    @Override
    public void close() {}
  };

  private static List<Outgoing> messages(int count) {
    return IntStream.range(0, count).mapToObj(number -> new Outgoing("id", null, new byte[0])).toList();
  }

  @Test
  void no_more_than_the_window_is_on_its_way_and_a_stop_does_not_wait_for_answers_that_never_come() throws Exception {
    Dispatch dispatch = new Dispatch(outlet, tally, 0);
    CompletableFuture<Void> run = CompletableFuture.runAsync(() -> {
      try {
        dispatch.run(messages(100).iterator());
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    });
    await().until(() -> waiting.size() == 10);
    waiting.poll().complete(Result.confirmed("status 200"));
    waiting.poll().complete(Result.refused("status 422"));
    waiting.poll().completeExceptionally(new IllegalStateException("gone"));
    await().until(() -> waiting.size() == 10);
    assertThat(run).isNotDone();
    dispatch.stop();
    run.get(30, TimeUnit.SECONDS);
    assertThat(tally.isGood(100)).isFalse();
    assertThat(tally.summary("things", "nowhere", 100).lines().skip(1)).containsExactly(
        "  confirmed         1  status 200: 1", "  refused           1  status 422: 1", "  failed            1  gone: 1",
        "  unanswered       10  they may have arrived", "  not sent         87  no answer for 2 s");
  }

  @Test
  void a_rate_is_kept() throws Exception {
    Outlet quick = new HttpOutlet(URI.create("http://127.0.0.1:9/"), Set.of(), Optional.empty());
    long begun = System.nanoTime();
    new Dispatch(quick, tally, 50).run(messages(26).iterator());
    assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(500));
    assertThat(tally.known()).isEqualTo(26);
  }
}
