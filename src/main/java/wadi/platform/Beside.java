package wadi.platform;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Work beside other work. */
public final class Beside {
  private Beside() {}

  /** In a thread that does not keep the process alive, and ends with its work. */
  public static <T> CompletableFuture<T> run(String name, Supplier<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread thread = new Thread(() -> {
      try {
        result.complete(work.get());
      } catch (RuntimeException | Error e) {
        result.completeExceptionally(e);
      }
    }, name);
    thread.setDaemon(true);
    thread.start();
    return result;
  }
}
