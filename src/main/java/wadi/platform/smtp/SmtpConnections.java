package wadi.platform.smtp;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SMTP connections that are kept between mails. A mail server that closes idle ones is asked before a reuse; not right after a mail, when it
 * would cost as much time as a fifth of a mail: if it has closed even that one, the mail takes a new connection.
 */
public final class SmtpConnections implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SmtpConnections.class);
  private static final long LONGEST_IDLE_NANOS = TimeUnit.SECONDS.toNanos(20);
  private static final long TRUSTED_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int SERVICE_CLOSES = 421;

  private final Map<String, Pool> pools = new ConcurrentHashMap<>();
  private volatile boolean closed;

  private record Idle(Transport transport, long since) {}

  private record Pool(Semaphore free, Deque<Idle> idle) {}

  /**
   * Where to, and how much of it.
   *
   * @param name distinguishes servers, users and kinds of connection, for example {@code user@host:25}
   * @param most connections at the same time
   * @param patience how long a mail waits for a free one
   */
  public record Server(String name, int most, Duration patience) {}

  /** Connects to one server, as one user. */
  public interface Opener {
    Transport open() throws MessagingException;
  }

  /**
   * Sends over a kept connection or a new one; after a failure the connection is not used again.
   *
   * @return what the server said when it took the mail
   */
  public String send(Server server, Opener opener, MimeMessage mail, Address[] recipients) throws MessagingException {
    Pool pool = pools.computeIfAbsent(server.name() + "#" + server.most(), s -> new Pool(new Semaphore(server.most(), true), new ConcurrentLinkedDeque<>()));
    acquire(pool, server);
    try {
      boolean asked = false;
      Idle kept = usable(pool);
      if (kept != null && isTrusted(kept)) {
        try {
          return over(pool, kept.transport(), mail, recipients);
        } catch (MessagingException e) {
          asked = true;
          if (!wasClosed(kept.transport(), e)) {
            throw e;
          }
        }
      }
      return over(pool, kept == null || asked ? opener.open() : kept.transport(), mail, recipients);
    } finally {
      pool.free().release();
    }
  }

  private static void acquire(Pool pool, Server server) throws MessagingException {
    try {
      if (!pool.free().tryAcquire(server.patience().toMillis(), TimeUnit.MILLISECONDS)) {
        throw new MessagingException("all " + server.most() + " connections to the mail server are busy");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MessagingException("interrupted while waiting for a connection to the mail server", e);
    }
  }

  private String over(Pool pool, Transport transport, MimeMessage mail, Address[] recipients) throws MessagingException {
    boolean sent = false;
    try {
      transport.sendMessage(mail, recipients);
      sent = true;
      return transport instanceof SMTPTransport smtp ? smtp.getLastServerResponse() : "";
    } finally {
      if (sent && !closed) {
        pool.idle().addFirst(new Idle(transport, System.nanoTime()));
      } else {
        hangUp(transport);
      }
    }
  }

  /** isConnected asks the server with a NOOP. */
  private static Idle usable(Pool pool) {
    for (Idle next = pool.idle().pollFirst(); next != null; next = pool.idle().pollFirst()) {
      if (isTrusted(next) || System.nanoTime() - next.since() < LONGEST_IDLE_NANOS && next.transport().isConnected()) {
        return next;
      }
      hangUp(next.transport());
    }
    return null;
  }

  /** Only these tell a mail that was never handed over from one that may have been. */
  private static boolean isTrusted(Idle kept) {
    return kept.transport() instanceof AttentiveTransport && System.nanoTime() - kept.since() < TRUSTED_NANOS;
  }

  /** Whether the server hung up, or said that it would, before it had the mail. */
  private static boolean wasClosed(Transport transport, MessagingException failure) {
    for (Throwable e = failure; e != null; e = e instanceof MessagingException mail && mail.getNextException() != null ? mail.getNextException() : e.getCause()) {
      if (e instanceof UnansweredMail || e instanceof SocketTimeoutException) {
        return false;
      }
    }
    int said = ((SMTPTransport) transport).getLastReturnCode();
    return said <= 0 || said == SERVICE_CLOSES;
  }

  private static void hangUp(Transport transport) {
    try {
      transport.close();
    } catch (MessagingException e) {
      LOG.debug("An SMTP connection did not close cleanly", e);
    }
  }

  @Override
  public void close() {
    closed = true;
    pools.values().forEach(pool -> {
      for (Idle next = pool.idle().pollFirst(); next != null; next = pool.idle().pollFirst()) {
        hangUp(next.transport());
      }
    });
  }
}
