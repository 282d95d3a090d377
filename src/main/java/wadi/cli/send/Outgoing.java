package wadi.cli.send;

/**
 * A message to send.
 *
 * @param identity new for each message of each run, so that one that is sent again is recognised
 * @param key what it is about, for transports that keep the order of messages about the same thing; or null
 * @param priority what a broker is told of its urgency, 0 to 255; or null
 * @param body JSON in UTF-8
 */
public record Outgoing(String identity, String key, Integer priority, byte[] body) {
  /** One without a priority. */
  public Outgoing(String identity, String key, byte[] body) {
    this(identity, key, null, body);
  }
}
