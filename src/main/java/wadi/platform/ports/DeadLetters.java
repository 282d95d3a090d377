package wadi.platform.ports;

/** Messages nothing could be done with, kept for people to look at and to replay. */
public interface DeadLetters {
  /** Kept when this returns. */
  void park(DeadLetter letter);
}
