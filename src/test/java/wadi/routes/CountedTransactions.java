package wadi.routes;

import java.util.function.Supplier;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;

/** Transactions on something in memory: a rollback puts back what was there at the beginning. */
final class CountedTransactions extends AbstractPlatformTransactionManager {
  private static final long serialVersionUID = 1L;

  private final transient Supplier<Runnable> remember;
  private transient Runnable putBack = () -> {};
  private int commits;
  private int rollbacks;

  /** @param remember keeps what is there now and returns what puts it back */
  CountedTransactions(Supplier<Runnable> remember) {
    this.remember = remember;
    setTransactionSynchronization(SYNCHRONIZATION_ALWAYS);
  }

  int commits() {
    return commits;
  }

  int rollbacks() {
    return rollbacks;
  }

  void forget() {
    commits = 0;
    rollbacks = 0;
  }

  @Override
  protected Object doGetTransaction() {
    return new Object();
  }

  @Override
  protected void doBegin(Object transaction, TransactionDefinition definition) {
    putBack = remember.get();
  }

  @Override
  protected void doCommit(DefaultTransactionStatus status) {
    commits++;
  }

  @Override
  protected void doRollback(DefaultTransactionStatus status) {
    putBack.run();
    rollbacks++;
  }
}
