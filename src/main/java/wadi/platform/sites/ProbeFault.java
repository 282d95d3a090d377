package wadi.platform.sites;

import wadi.domain.sites.Cause;

/** A probe came no further, and this is why. */
final class ProbeFault extends Exception {
  private final transient Cause cause;

  ProbeFault(Cause.Kind kind, String text) {
    super(text);
    this.cause = new Cause(kind, text);
  }

  /** The site's own settings keep everybody from looking at it. */
  static ProbeFault unwatched(String why) {
    return new ProbeFault(Cause.Kind.UNWATCHED, "nobody can look at it: " + why);
  }

  Cause toCause() {
    return cause;
  }
}
