package wadi.platform.ports;

import java.util.List;
import wadi.domain.notifications.Notification;

/** Where notifications are kept, with a delivery for each recipient. */
public interface Notifications {
  /** Committed when it returns, all or none; in a transaction of this thread, with that. */
  List<Acceptance> storeAll(List<Notification> notifications);

  /** The same for one. */
  default Acceptance store(Notification notification) {
    return storeAll(List.of(notification)).get(0);
  }

  /** Whether the client has used this key of its own. */
  @Reads
  boolean isKnown(String client, Notification.Api api, String key);

  /**
   * What became of it.
   *
   * @param id its own, or that of the first one under the key
   * @param isNew whether anything was kept now
   * @param sameBody whether the first one under the key asked for the same
   */
  record Acceptance(long id, boolean isNew, boolean sameBody) {}
}
