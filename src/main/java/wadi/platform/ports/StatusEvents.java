package wadi.platform.ports;

import java.time.Instant;
import java.util.List;

/** What clients are to be told of their notifications. */
public interface StatusEvents {

  /**
   * One change of one recipient's state.
   *
   * @param id its own; grows with time
   * @param api whose words the client speaks: {@code v1} or {@code v2}
   * @param client the name of its API key; empty without one
   * @param key its own name for the notification, or null
   * @param url who is told
   * @param metadata JSON
   * @param state for example {@code delivered}
   * @param reason why, or null
   * @param provider who has it, or null
   * @param providerId what the provider calls it, or null
   */
  record StatusEvent(long id, long notificationId, String api, String client, String key, String url, String metadata, String channel, String recipient,
      String state, String reason, String provider, String providerId, int attempts, Instant at) {}

  /**
   * The next ones, oldest first: of each recipient the first that nobody was told of, when the one before it is done, and of one notification
   * not too many at the same time. They are the caller's, who promises each on the channel {@code callback}, with the transaction of this thread.
   */
  List<StatusEvent> take(int most);
}
