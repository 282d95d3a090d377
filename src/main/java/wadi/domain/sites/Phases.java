package wadi.domain.sites;

import java.time.Duration;
import java.util.Optional;

/**
 * Where the time of a check went; over redirects, each is a sum. Empty: it did not come so far, or there was none.
 *
 * @param resolve looking up the name
 * @param connect TCP
 * @param tls the handshake
 * @param processing from the request until the first byte of the answer
 * @param transfer of the rest of the answer
 * @param headers from the beginning until the headers of the last answer: the original's {@code response_time}
 * @param total all together
 */
public record Phases(Optional<Duration> resolve, Optional<Duration> connect, Optional<Duration> tls, Optional<Duration> processing, Optional<Duration> transfer,
    Optional<Duration> headers, Duration total) {}
