package wadi.camel.fraud;

/** A request for a fraud check that is not as the contract says. The words name a member and never what it holds. */
public final class UnusableCheck extends RuntimeException {
  UnusableCheck(String message) {
    super(message);
  }
}
