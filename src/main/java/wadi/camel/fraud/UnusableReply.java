package wadi.camel.fraud;

/** A reply of a fraud check service that is no verdict. */
public final class UnusableReply extends RuntimeException {
  UnusableReply() {
    super("a reply without code 200 and isFraud");
  }
}
