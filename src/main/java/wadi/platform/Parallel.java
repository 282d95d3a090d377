package wadi.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Parts that start side by side, each on a thread of its own. */
final class Parallel {
  private final Executor threads = task -> new Thread(task, "start").start();
  private final List<CompletableFuture<?>> parts = new ArrayList<>();

  <T> CompletableFuture<T> start(Supplier<T> part) {
    return add(CompletableFuture.supplyAsync(part, threads));
  }

  <S, T> CompletableFuture<T> startAfter(CompletableFuture<S> before, Function<S, T> part) {
    return add(before.thenApplyAsync(part, threads));
  }

  private <T> CompletableFuture<T> add(CompletableFuture<T> part) {
    parts.add(part);
    return part;
  }

  /**
   * Waits for all of them, hands over those that started, in the order they were begun here, then throws the failure
   * of the first that did not.
   */
  void awaitEach(Consumer<AutoCloseable> started) {
    RuntimeException failure = null;
    for (CompletableFuture<?> part : parts) {
      try {
        Object value = part.join();
        if ((value instanceof Optional<?> optional ? optional.orElse(null) : value) instanceof AutoCloseable closeable) {
          started.accept(closeable);
        }
      } catch (CompletionException e) {
        if (failure == null) {
          failure = e.getCause() instanceof RuntimeException cause ? cause : e;
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
