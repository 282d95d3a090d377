package wadi.platform.connect;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** Why a neighbour cannot be reached, in words for the person who has to mend it. */
final class Reason {
  private static final int LONGEST = 200;
  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]+");

  private Reason() {}

  static String of(Throwable failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      String plain = plain(e);
      if (plain != null) {
        return plain;
      }
    }
    Throwable said = failure;
    while (said.getMessage() == null && said.getCause() != null) {
      said = said.getCause();
    }
    return said.getMessage() == null ? said.getClass().getSimpleName() : line(said.getMessage());
  }

  static String late(Duration limit) {
    return "no answer within %d s".formatted(limit.toSeconds());
  }

  /** Null when its own words, or those of its cause, are better. */
  private static String plain(Throwable e) {
    if (e instanceof UnknownHostException || e instanceof UnresolvedAddressException) {
      return "no host of this name is known";
    } else if (e instanceof SocketTimeoutException || e instanceof HttpTimeoutException) {
      return "no answer in time";
    } else if (e instanceof ConnectException && !(e.getCause() instanceof UnresolvedAddressException)) {
      return "nothing listens there, or it is kept away: " + (e.getMessage() == null ? "connection refused" : line(e.getMessage()));
    } else if (e instanceof SSLException) {
      return "TLS: " + line(String.valueOf(e.getMessage()));
    }
    return null;
  }

  private static String line(String text) {
    String line = UNPRINTABLE.matcher(text).replaceAll(" ").strip();
    return line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line;
  }
}
