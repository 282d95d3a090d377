package wadi.domain.notifications;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A notification that somebody asks for, checked, not yet worded and not yet stored.
 *
 * @param id the number it will have
 * @param client who asks
 * @param key what the client calls it by
 * @param fingerprint of what was sent
 * @param template that words it; without one {@code words} holds
 * @param parameters of the template: JSON values
 * @param data for the app that gets a push message
 * @param urgency 0 to 255
 * @param metadata the client's own, small: JSON values
 */
public record NotificationRequest(long id, String client, Optional<String> key, String fingerprint, Instant receivedAt, List<Recipient> recipients,
    Optional<String> template, Map<String, Object> parameters, Words words, Map<String, Object> data, int urgency, Optional<Instant> notBefore,
    Optional<Instant> expiresAt, Optional<Notification.Callback> callback, Map<String, Object> metadata) {

  /** One of those it goes to: an address, a number, a token or a URL, as the channel takes it. */
  public record Recipient(Reach reach, String to) {}

  /** Each means that at least one recipient is reached by, in the order of the request. */
  public List<Reach> reaches() {
    return recipients.stream().map(Recipient::reach).distinct().toList();
  }
}
