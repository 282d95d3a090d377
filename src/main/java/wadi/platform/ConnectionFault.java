package wadi.platform;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.NoHttpResponseException;

/**
 * What became of a request whose connection failed.
 *
 * @param perhapsTaken false when the other side cannot have got the request
 * @param words what happened, without addresses of people
 */
public record ConnectionFault(boolean perhapsTaken, String words) {

  /** Empty when the failure is about something else than a connection. */
  public static Optional<ConnectionFault> of(Throwable failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      ConnectionFault fault = about(e);
      if (fault != null) {
        return Optional.of(fault);
      }
    }
    return Optional.empty();
  }

  private static ConnectionFault about(Throwable e) {
    if (e instanceof UnknownHostException) {
      return new ConnectionFault(false, "no connection: unknown host " + e.getMessage());
    }
    if (e instanceof ConnectException || e instanceof ConnectTimeoutException || e instanceof NoRouteToHostException
        || e instanceof SSLHandshakeException) {
      return new ConnectionFault(false, "no connection: " + e.getMessage());
    }
    if (e instanceof SocketTimeoutException) {
      return new ConnectionFault(true, "no reply in time");
    }
    if (e instanceof SocketException || e instanceof SSLException || e instanceof EOFException || e instanceof NoHttpResponseException
        || e instanceof ConnectionClosedException) {
      return new ConnectionFault(true, "the connection was lost");
    }
    return null;
  }
}
