package wadi.platform.velocity;

import java.net.SocketTimeoutException;
import java.util.NoSuchElementException;
import redis.clients.jedis.exceptions.JedisBusyException;

/** Why Redis did not count. */
enum Trouble {
  /** All connections were in use. */
  CROWDED,
  /** No answer in time; the next one may come. */
  SLOW,
  /** No connection, or an answer that says that it cannot. */
  GONE;

  static Trouble of(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof NoSuchElementException) { // the pool's
        return CROWDED;
      }
      if (cause instanceof SocketTimeoutException || cause instanceof JedisBusyException) {
        return SLOW;
      }
    }
    return GONE;
  }
}
