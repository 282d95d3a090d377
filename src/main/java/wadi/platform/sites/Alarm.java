package wadi.platform.sites;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Closes the connection of a probe whose time is over: whoever waits for a server that says a little now and then is woken by nothing else. */
final class Alarm implements AutoCloseable {
  private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, work -> {
    Thread made = new Thread(work, "site-alarm");
    made.setDaemon(true);
    return made;
  });

  Alarm() {
    thread.setRemoveOnCancelPolicy(true);
  }

  /** Until the watch is closed. */
  Watch over(Socket socket, Deadline deadline) {
    ScheduledFuture<?> ringing = thread.schedule(() -> closeNow(socket), Math.max(0, deadline.left()), TimeUnit.NANOSECONDS);
    return () -> {
      ringing.cancel(false);
      closeNow(socket);
    };
  }

  private static void closeNow(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // it is closed all the same
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  /** Closing it closes the connection. */
  interface Watch extends AutoCloseable {
    @Override
    void close();
  }
}
