package wadi.platform.ports;

/**
 * A message nothing could be done with.
 *
 * @param source the route that could do nothing with it
 * @param from the route it entered by, which can take it again
 * @param replayOf the dead letter whose replay it comes from, or null
 * @param reason for people, masked
 * @param preview the message, masked
 * @param original the message as it entered; the platform keeps it encrypted. Null when there is none
 */
public record DeadLetter(String source, String from, Long replayOf, String reason, String preview, byte[] original) {}
