package wadi.platform.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Many small writes, one commit: what arrives while a commit is under way goes together with the next. A row the
 * database refuses fails alone; its neighbours are written without it.
 */
public final class GroupCommit<T> implements AutoCloseable {
  private static final int MOST_ROWS = 500;
  private static final int MOST_WAITING = 20_000;

  private final BlockingQueue<Pending<T>> waiting;
  private final Database database;
  private final Consumer<List<T>> write;
  private final Thread writer;
  /** Wakes the writer when it closes; when there is no room for it, the writer is awake. */
  private final Pending<T> end = new Pending<>(null, new CompletableFuture<>());
  private volatile boolean closed;

  record Pending<T>(T row, CompletableFuture<Void> committed) {}

  /**
   * @param write writes rows into the database; runs in a transaction, on one thread of this object
   */
  public GroupCommit(String name, Database database, Consumer<List<T>> write) {
    this(name, database, write, new ArrayBlockingQueue<>(MOST_WAITING));
  }

  GroupCommit(String name, Database database, Consumer<List<T>> write, BlockingQueue<Pending<T>> waiting) {
    this.waiting = waiting;
    this.database = database;
    this.write = write;
    this.writer = new Thread(this::run, name);
    this.writer.start();
  }

  /** Completes when the row is committed, or exceptionally with what the database said. */
  public CompletableFuture<Void> submit(T row) {
    Pending<T> pending = new Pending<>(row, new CompletableFuture<>());
    if (closed || !waiting.offer(pending) || closed && waiting.remove(pending)) {
      pending.committed().completeExceptionally(
          new RejectedExecutionException(writer.getName() + (closed ? " is closed" : ": too many rows wait")));
    }
    return pending.committed();
  }

  /** Returns when the row is committed; throws what the database said. */
  public void commit(T row) {
    try {
      submit(row).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private void run() {
    List<Pending<T>> batch = new ArrayList<>(MOST_ROWS);
    while (!closed || !waiting.isEmpty()) {
      try {
        batch.clear();
        batch.add(waiting.take());
        waiting.drainTo(batch, MOST_ROWS - 1);
        batch.remove(end);
        writeTogether(batch);
      } catch (InterruptedException e) {
        // nobody interrupts this thread: an interrupt could fail a row that is being written
      }
    }
  }

  private void writeTogether(List<Pending<T>> batch) {
    Throwable failure = batch.isEmpty() ? null : tryTo(batch);
    if (failure == null) {
      batch.forEach(pending -> pending.committed().complete(null));
    } else if (batch.size() > 1 && isAboutARow(failure)) {
      writeEach(batch);
    } else {
      batch.forEach(pending -> pending.committed().completeExceptionally(failure));
    }
  }

  /** When the database fails meanwhile, the rest fails with it instead of asking again for each row. */
  private void writeEach(List<Pending<T>> batch) {
    Throwable gone = null;
    for (Pending<T> pending : batch) {
      Throwable failure = gone == null ? tryTo(List.of(pending)) : gone;
      if (failure == null) {
        pending.committed().complete(null);
      } else {
        pending.committed().completeExceptionally(failure);
        gone = isAboutARow(failure) ? null : failure;
      }
    }
  }

  /** Null when it is committed; also an Error must not end the thread that everybody waits for. */
  private Throwable tryTo(List<Pending<T>> batch) {
    try {
      database.inTransaction(() -> write.accept(batch.stream().map(Pending::row).toList()));
      return null;
    } catch (RuntimeException | Error e) {
      return e;
    }
  }

  private static boolean isAboutARow(Throwable e) {
    return e instanceof RuntimeException
        && !(e instanceof NonTransientDataAccessResourceException)
        && !(e instanceof TransientDataAccessException)
        && !(e instanceof RecoverableDataAccessException)
        && !(e instanceof TransactionException);
  }

  /** Writes what waits, then ends. */
  @Override
  public void close() {
    closed = true;
    waiting.offer(end);
    try {
      writer.join(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
