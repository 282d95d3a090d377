package wadi.platform.connect;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import wadi.platform.Beside;

/**
 * How it went with one neighbour.
 *
 * @param failure why not, in plain words; empty when it answered
 * @param took until the answer or the failure
 */
public record Reached(Neighbour neighbour, Optional<String> failure, Duration took) {

  /** Tries all of them side by side; those that are inside are left out. What has not answered within the limit has failed. */
  public static List<Reached> each(List<Neighbour> neighbours, Duration limit) {
    List<CompletableFuture<Reached>> tries = new ArrayList<>();
    for (Neighbour neighbour : neighbours) {
      neighbour.contact().ifPresent(contact -> tries.add(Beside.run("reach-" + neighbour.name(), () -> one(neighbour, contact))
          .completeOnTimeout(new Reached(neighbour, Optional.of(Reason.late(limit)), limit), limit.toMillis(), TimeUnit.MILLISECONDS)
          .exceptionally(failure -> new Reached(neighbour, Optional.of(Reason.of(failure instanceof CompletionException ? failure.getCause() : failure)), limit))));
    }
    return tries.stream().map(CompletableFuture::join).toList();
  }

  private static Reached one(Neighbour neighbour, Neighbour.Contact contact) {
    long began = System.nanoTime();
    Optional<String> failure = Optional.empty();
    try {
      contact.make();
    } catch (Exception e) {
      failure = Optional.of(Reason.of(e));
    }
    return new Reached(neighbour, failure, Duration.ofNanos(System.nanoTime() - began));
  }
}
