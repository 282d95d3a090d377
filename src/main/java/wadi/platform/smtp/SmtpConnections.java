package wadi.platform.smtp;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** SMTP connections that are kept between mails; a mail server that closes idle ones is asked before each reuse. */
public final class SmtpConnections implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SmtpConnections.class);
  private static final long LONGEST_IDLE_NANOS = TimeUnit.SECONDS.toNanos(20);

  private final Map<String, Deque<Idle>> idle = new ConcurrentHashMap<>();
  private volatile boolean closed;

  private record Idle(Transport transport, long since) {}

  /** Connects to one server, as one user. */
  public interface Opener {
    Transport open() throws MessagingException;
  }

  /**
   * Sends over a kept connection or a new one; after a failure the connection is not used again.
   *
   * @param server distinguishes servers and users, for example {@code user@host:25}
   */
  public void send(String server, Opener opener, MimeMessage mail, Address[] recipients) throws MessagingException {
    Deque<Idle> kept = idle.computeIfAbsent(server, s -> new ConcurrentLinkedDeque<>());
    Transport transport = usable(kept);
    if (transport == null) {
      transport = opener.open();
    }
    boolean sent = false;
    try {
      transport.sendMessage(mail, recipients);
      sent = true;
    } finally {
      if (sent && !closed) {
        kept.addFirst(new Idle(transport, System.nanoTime()));
      } else {
        hangUp(transport);
      }
    }
  }

  /** isConnected asks the server with a NOOP. */
  private static Transport usable(Deque<Idle> kept) {
    for (Idle next = kept.pollFirst(); next != null; next = kept.pollFirst()) {
      if (System.nanoTime() - next.since() < LONGEST_IDLE_NANOS && next.transport().isConnected()) {
        return next.transport();
      }
      hangUp(next.transport());
    }
    return null;
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
    idle.values().forEach(kept -> {
      for (Idle next = kept.pollFirst(); next != null; next = kept.pollFirst()) {
        hangUp(next.transport());
      }
    });
  }
}
