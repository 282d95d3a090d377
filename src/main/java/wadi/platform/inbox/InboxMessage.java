package wadi.platform.inbox;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Set;

/**
 * One message to one recipient, as it would have left Wadi.
 *
 * @param channel one of {@link #CHANNELS}
 * @param to the address: a mail address, a phone number, a device token or a URL
 * @param subject the subject or title; empty where the channel has none
 * @param text the plain text; empty where there is none
 * @param html the HTML source, or null where there is none
 * @param receivedAt when the inbox got it; kept to the microsecond
 */
public record InboxMessage(
    String channel, String to, String subject, String text, String html, Instant receivedAt) {

  /** The channels the inbox knows. */
  public static final Set<String> CHANNELS = Set.of("email", "sms", "push", "webhook", "callback", "dummy");

  public InboxMessage {
    if (!CHANNELS.contains(requireNonNull(channel, "channel"))) {
      throw new IllegalArgumentException("channel must be one of " + CHANNELS + ", not " + channel);
    }
    requireNonNull(to, "to");
    requireNonNull(subject, "subject");
    requireNonNull(text, "text");
    requireNonNull(receivedAt, "receivedAt");
  }
}
