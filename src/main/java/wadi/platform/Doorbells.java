package wadi.platform;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** One {@link Doorbell} for each kind of work, by name: {@code outbox:alerts}, {@code delivery:email}. */
public final class Doorbells {
  private final Map<String, Doorbell> bells = new ConcurrentHashMap<>();

  public Doorbell of(String name) {
    return bells.computeIfAbsent(name, n -> new Doorbell());
  }

  /** Rings when this thread's transaction has committed, or now when it has none. */
  public void ringAfterCommit(String name) {
    if (!TransactionSynchronizationManager.isSynchronizationActive()) {
      of(name).ring();
      return;
    }
    TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
      @Override
      public void afterCommit() {
        of(name).ring();
      }
    });
  }
}
