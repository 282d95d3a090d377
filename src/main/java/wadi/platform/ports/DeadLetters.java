package wadi.platform.ports;

/** Messages nothing could be done with, kept for people to look at. */
public interface DeadLetters {
  /**
   * @param source the route that could do nothing with it
   * @param preview the message, masked
   */
  void park(String source, String reason, String preview);
}
