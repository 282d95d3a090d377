package wadi.runtime.spec;

import java.util.Map;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;

/** Transactions of nothing: records that they began and how they ended. */
final class RecordedTransactions extends AbstractPlatformTransactionManager {
  private final transient Recorder recorder;
  private final String name;
  private final transient ThreadLocal<Boolean> active = ThreadLocal.withInitial(() -> false);

  RecordedTransactions(String name, Recorder recorder) {
    this.name = name;
    this.recorder = recorder;
    setNestedTransactionAllowed(true);
  }

  @Override
  protected Object doGetTransaction() {
    return this;
  }

  @Override
  protected boolean isExistingTransaction(Object transaction) {
    return active.get();
  }

  @Override
  protected void doBegin(Object transaction, TransactionDefinition definition) {
    record("begin", false);
    active.set(true);
  }

  @Override
  protected void doCommit(DefaultTransactionStatus status) {
    active.set(false);
    record("commit", true);
  }

  @Override
  protected void doRollback(DefaultTransactionStatus status) {
    active.set(false);
    record("rollback", true);
  }

  @Override
  protected void doSetRollbackOnly(DefaultTransactionStatus status) {
    status.setRollbackOnly();
  }

  @Override
  protected void doCleanupAfterCompletion(Object transaction) {
    active.set(false);
  }

  private void record(String method, boolean mustBeListed) {
    Answer answer = recorder.leaves(new Left(Left.Kind.PORT, name + "." + method, mustBeListed, Map.of()));
    answer.fails().flatMap(Failures::of).ifPresent(failure -> {
      throw failure instanceof RuntimeException unchecked ? unchecked : new TransactionSystemException("failed", failure);
    });
  }
}
