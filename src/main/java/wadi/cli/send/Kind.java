package wadi.cli.send;

import java.util.Set;

/** What can be sent, and where a Wadi takes it. */
public enum Kind {
  TRANSACTIONS("intake.", "transact", Set.of(200, 402)),
  ALERTS("alerting.", "alert", Set.of(202)),
  MAILS("mail.requests.", "v1/mail-requests", Set.of(202)),
  NOTIFICATIONS("notifications.", "v2/notifications", Set.of(202));

  private final String prefix;
  private final String path;
  private final Set<Integer> taken;

  Kind(String prefix, String path, Set<Integer> taken) {
    this.prefix = prefix;
    this.path = path;
    this.taken = taken;
  }

  /** A property of its own on a broker, such as {@code intake.kafka.topic}. */
  String property(String last) {
    return prefix + last;
  }

  /** Over HTTP, without the slash at the beginning. */
  String path() {
    return path;
  }

  /** The statuses that say it was taken. */
  Set<Integer> taken() {
    return taken;
  }
}
