package wadi.platform.ports;

import java.util.List;
import java.util.Optional;
import wadi.domain.notifications.Notification.Api;

/** How notifications fare. A client sees its own alone. */
public interface NotificationStates {
  /**
   * The one that has this key.
   *
   * @param recipients channel and address of each, in the order of the request
   */
  record First(long id, String fingerprint, List<Recipient> recipients) {}

  /** @param to empty when personal data were removed */
  record Recipient(String channel, String to) {}

  /**
   * Some of a list, the newest first.
   *
   * @param json an array
   * @param next the smallest id that was looked at when there may be more
   */
  record Listing(String json, Optional<Long> next) {}

  /** The first one of a client under this key. */
  @Reads
  Optional<First> first(String client, Api api, String key);

  /** One notification with its recipients and every attempt, as JSON. */
  @Reads
  Optional<String> find(String client, long id);

  /**
   * A page.
   *
   * @param status only those that have it as a whole; a page of such may be short or empty and yet have a next one
   * @param before those with smaller ids
   */
  @Reads
  Listing list(String client, Optional<String> status, long before, int limit);

  /** Gives up what has not left; then as {@link #find}. */
  Optional<String> cancel(String client, long id);
}
