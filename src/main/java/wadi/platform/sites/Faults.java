package wadi.platform.sites;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.TruncatedChunkException;
import wadi.domain.sites.Cause.Kind;
import wadi.platform.sites.PhaseTimes.Phase;

/**
 * What an exception says of a site: always the same for the same fault.
 *
 * @param place host and port
 * @param timeout of the whole probe, in words
 */
record Faults(String place, Phase phase, String timeout) {
  ProbeFault of(Exception e, boolean isOver) {
    if (isOver || e instanceof SocketTimeoutException) {
      return new ProbeFault(Kind.UNREACHABLE, late());
    }
    if (e instanceof UnknownHostException) {
      return new ProbeFault(Kind.UNREACHABLE, "the name of %s cannot be looked up".formatted(place));
    }
    if (phase == Phase.TLS) {
      return new ProbeFault(Kind.TLS, secure(e));
    }
    return new ProbeFault(Kind.UNREACHABLE, phase == Phase.CONNECT ? unconnected(e) : unanswered(e));
  }

  private String late() {
    return switch (phase) {
      case RESOLVE -> "the name of %s was not looked up within %s".formatted(place, timeout);
      case CONNECT -> "no connection to %s within %s".formatted(place, timeout);
      case TLS -> "no TLS handshake with %s within %s".formatted(place, timeout);
      case PROCESSING -> "no answer of %s within %s".formatted(place, timeout);
      case TRANSFER -> "the answer of %s did not end within %s".formatted(place, timeout);
    };
  }

  private String unconnected(Exception e) {
    return e instanceof ConnectException && String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("refused")
        ? place + " refuses connections" : "no connection to %s: %s".formatted(place, line(e));
  }

  private String unanswered(Exception e) {
    if (e instanceof MessageConstraintException) {
      return "the headers of %s are too large".formatted(place);
    }
    if (e instanceof ZipException || e instanceof EOFException) {
      return "the answer of %s cannot be unpacked".formatted(place);
    }
    if (e instanceof NoHttpResponseException) {
      return place + " closed the connection without an answer";
    }
    if (e instanceof HttpException || e instanceof MalformedChunkCodingException && !(e instanceof TruncatedChunkException)) {
      return "the answer of %s is no HTTP".formatted(place);
    }
    if (e instanceof ConnectionClosedException || e instanceof TruncatedChunkException || e instanceof SocketException || e instanceof SSLException) {
      return phase == Phase.TRANSFER ? "the connection to %s was lost in the middle of the answer".formatted(place)
          : "the connection to %s was lost before an answer".formatted(place);
    }
    return "no answer of %s: %s".formatted(place, line(e));
  }

  private String secure(Exception e) {
    if (has(e, CertificateExpiredException.class)) {
      return "a certificate of %s has expired".formatted(place);
    }
    if (has(e, CertificateNotYetValidException.class)) {
      return "a certificate of %s is not valid yet".formatted(place);
    }
    String message = line(e);
    if (message.contains("unable to find valid certification path") || message.contains("validation failed")) {
      return "nobody we trust has signed the certificate of %s".formatted(place);
    }
    if (has(e, CertificateException.class)) {
      return message.matches(".*(No name matching|No subject alternative).*") ? "the certificate of %s is for another host".formatted(place)
          : "the certificate of %s is not accepted: %s".formatted(place, message);
    }
    if (message.startsWith("Unsupported or unrecognized SSL message")) {
      return place + " does not speak TLS";
    }
    return e instanceof SSLException && !(message.contains("closed") || message.contains("terminated") || message.contains("reset"))
        ? "no TLS with %s: %s".formatted(place, message) : "%s closed the connection in the middle of the TLS handshake".formatted(place);
  }

  private static boolean has(Throwable e, Class<? extends Throwable> type) {
    return Stream.iterate(e, cause -> cause != null, Throwable::getCause).anyMatch(type::isInstance);
  }

  private static String line(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage().replaceAll("\\p{Cntrl}+", " ");
  }
}
