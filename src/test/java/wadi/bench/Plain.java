package wadi.bench;

import java.util.List;

/** A plain client of a broker: what publishing costs without Wadi, and a producer for it. */
interface Plain extends AutoCloseable {
  /** As many as Wadi's relay publishes together. */
  int BATCH = 200;

  /** Publishes durably; returns when the broker answers for all of them. */
  void publish(List<Message> batch) throws Exception;

  /** Publishes batch after batch. */
  default void publishAll(List<Message> messages) throws Exception {
    for (int from = 0; from < messages.size(); from += BATCH) {
      publish(messages.subList(from, Math.min(from + BATCH, messages.size())));
    }
  }
}
