package wadi.domain.mail;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The clock of the machine on which the original publisher runs. That program takes the local time of its machine, says that it
 * is UTC, and converts it: the instant it writes is right where the machine's clock is in UTC, and off by the machine's offset elsewhere.
 *
 * @param zone the machine's
 */
public record PublisherClock(ZoneId zone) {

  /** The instant that was meant by the time it wrote. */
  public Instant meant(OffsetDateTime written) {
    LocalDateTime local = LocalDateTime.ofInstant(written.toInstant(), ZoneOffset.UTC);
    return local.atZone(zone).toInstant();
  }

  /**
   * The time it would write, in the offset of the mentoring's zone.
   *
   * @param mentoring where the mentoring takes place
   */
  public OffsetDateTime written(Instant at, ZoneId mentoring) {
    LocalDateTime local = LocalDateTime.ofInstant(at, zone);
    return local.toInstant(ZoneOffset.UTC).atZone(mentoring).toOffsetDateTime();
  }
}
