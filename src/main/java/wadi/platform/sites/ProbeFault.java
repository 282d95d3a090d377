package wadi.platform.sites;

import wadi.domain.sites.Cause;

/** A probe came no further, and this is why. */
final class ProbeFault extends Exception {
  private final transient Cause cause;

  ProbeFault(Cause.Kind kind, String text) {
    super(text);
    this.cause = new Cause(kind, text);
  }

  Cause toCause() {
    return cause;
  }
}
