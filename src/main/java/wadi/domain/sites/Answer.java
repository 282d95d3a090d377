package wadi.domain.sites;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A site's last answer, as far as it needs no reading.
 *
 * @param headersAfter from the beginning of the check until its headers were there
 * @param redirectedTo where the last redirect led; empty when there was none
 * @param certificateExpires the first to expire of all certificates that were shown
 */
public record Answer(int status, Duration headersAfter, Optional<String> redirectedTo, Optional<Instant> certificateExpires) {}
