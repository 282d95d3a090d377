package wadi.platform.connect;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Why a neighbour cannot be reached, in words for the person who has to mend it. */
final class Reason {
  private static final int LONGEST = 200;
  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]+");

  private Reason() {}

  static String of(Throwable failure) {
    return chain(failure).anyMatch(e -> e instanceof UnknownHostException || e instanceof UnresolvedAddressException) ? "no host of this name is known"
        : chain(failure).map(Reason::plain).flatMap(Optional::stream).findFirst()
            .or(() -> chain(failure).map(Throwable::getMessage).filter(Objects::nonNull).findFirst().map(Reason::line))
            .orElseGet(() -> failure.getClass().getSimpleName());
  }

  private static Stream<Throwable> chain(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
  }

  static String late(Duration limit) {
    return "no answer within %d s".formatted(limit.toSeconds());
  }

  /** Empty when its own words, or those of its cause, are better. */
  private static Optional<String> plain(Throwable e) {
    if (e instanceof SocketTimeoutException || e instanceof HttpTimeoutException || e instanceof TimeoutException) {
      return Optional.of("no answer in time");
    } else if (e instanceof ConnectException) {
      return Optional.of("nothing listens there, or it is kept away: " + (e.getMessage() == null ? "connection refused" : line(e.getMessage())));
    } else if (e instanceof SSLException) {
      return Optional.of("TLS: " + line(String.valueOf(e.getMessage())));
    }
    return Optional.empty();
  }

  private static String line(String text) {
    String line = UNPRINTABLE.matcher(text).replaceAll(" ").strip();
    return line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line;
  }
}
