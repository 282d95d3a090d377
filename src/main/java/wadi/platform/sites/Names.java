package wadi.platform.sites;

import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks names up on threads of its own: nothing ends a look-up that waits for a name server, so whoever asks goes away when its time is over. Those who
 * ask for the same name wait for one look-up.
 */
final class Names implements AutoCloseable {
  /** How a name becomes addresses; a stand-in in tests. */
  interface Source {
    InetAddress[] addresses(String host) throws UnknownHostException;
  }

  private static final int THREADS = 128;
  private static final long IDLE_SECONDS = 30;
  private static final long STACK_BYTES = 256 * 1024;

  private final Source source;
  private final Map<String, CompletableFuture<InetAddress[]>> running = new ConcurrentHashMap<>();
  private final ThreadPoolExecutor threads = new ThreadPoolExecutor(THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Names::thread);

  Names(Source source) {
    this.source = source;
    threads.allowCoreThreadTimeOut(true);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(null, work, "site-names", STACK_BYTES);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * The addresses of a name.
   *
   * @throws UnknownHostException when it has none, or the name server cannot be asked
   * @throws SocketTimeoutException when the time is over
   */
  InetAddress[] addresses(String host, Deadline deadline) throws UnknownHostException, SocketTimeoutException {
    CompletableFuture<InetAddress[]> answer = start(host);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return answer.get(deadline.left(), TimeUnit.NANOSECONDS).clone();
        } catch (InterruptedException e) {
          interrupted = true; // that somebody is in a hurry says nothing of the site
        }
      }
    } catch (TimeoutException e) {
      throw new SocketTimeoutException(host);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownHostException unknown) {
        throw unknown;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private CompletableFuture<InetAddress[]> start(String host) {
    CompletableFuture<InetAddress[]> answer = new CompletableFuture<>();
    CompletableFuture<InetAddress[]> other = running.putIfAbsent(host, answer);
    if (other != null) {
      return other;
    }
    threads.execute(() -> look(host, answer));
    return answer;
  }

  private void look(String host, CompletableFuture<InetAddress[]> answer) {
    try {
      answer.complete(source.addresses(host));
    } catch (UnknownHostException | RuntimeException e) {
      answer.completeExceptionally(e);
    } finally {
      running.remove(host, answer);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
