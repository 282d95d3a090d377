package wadi.domain.sites;

import java.time.Instant;

/** What a check does to what is wrong with a site. */
public sealed interface Change {
  Incident incident();

  /** Something is wrong now, and somebody must hear of it. */
  record Opened(Incident incident) implements Change {}

  /**
   * It has not ended; nobody hears of it again.
   *
   * @param bad whether this result was, too
   */
  record Lasts(Incident incident, boolean bad) implements Change {}

  /** It is worse than before: what was open ends without a word, for {@link Opened} follows. */
  record Worsened(Incident incident, Instant at) implements Change {}

  /**
   * It is good again.
   *
   * @param at the first good result of those that were enough
   */
  record Ended(Incident incident, Instant at) implements Change {}
}
