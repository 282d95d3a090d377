package wadi.camel.intake;

/** A message from a broker that is larger than {@code intake.message-limit}. */
public final class MessageTooLarge extends RuntimeException {
  MessageTooLarge(long bytes, long limit) {
    super("the message has %d bytes, more than the %d of intake.message-limit".formatted(bytes, limit));
  }
}
