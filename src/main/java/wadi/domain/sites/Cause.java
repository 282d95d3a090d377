package wadi.domain.sites;

import java.util.Locale;

/**
 * One thing that was not as it should be.
 *
 * @param text one line for people, the same for the same fault: no times, no ids
 */
public record Cause(Kind kind, String text) {
  /** What it means for the site. */
  public enum Kind {
    /** Nobody answered: no address, no connection, no answer in time, no HTTP; the outcome is {@link Outcome#DOWN}. */
    UNREACHABLE(Outcome.DOWN),
    /** TLS failed: its certificate is not to be trusted, for example. */
    TLS(Outcome.DOWN),
    /** A status that is not among those expected. */
    STATUS(Outcome.DOWN),
    /** Some other expectation failed. */
    EXPECTATION(Outcome.FAILED),
    /** Slower than expected. */
    SLOW(Outcome.DEGRADED),
    /** The certificate expires soon: the site is up. */
    CERTIFICATE(Outcome.UP),
    /** A setting of the site is wrong, for example its regular expression: that says nothing of the site, and the rest was looked at. */
    SETTINGS(Outcome.UP),
    /** Its settings are so wrong that nobody can look at it: somebody must know, as its outages would be seen by nobody. */
    UNWATCHED(Outcome.FAILED);

    private final Outcome outcome;

    Kind(Outcome outcome) {
      this.outcome = outcome;
    }

    public Outcome outcome() {
      return outcome;
    }

    /** As it stands in the database and in messages. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
