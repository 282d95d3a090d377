package wadi.domain.notifications;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** By which means a notification reaches somebody, as its request names them. */
public enum Reach {
  EMAIL("email", 100_000),
  SMS("sms", 1_600),
  PUSH("push", 1_000),
  WEBHOOK("webhook", 100_000),
  /** A webhook whose body is the one Slack takes. */
  SLACK("webhook", 40_000);

  private final String channel;
  private final int longest;

  Reach(String channel, int longest) {
    this.channel = channel;
    this.longest = longest;
  }

  /** The channel of the delivery table that serves it. */
  public String channel() {
    return channel;
  }

  /** Characters that one text may have. */
  public int longest() {
    return longest;
  }

  /** The word in requests and for the folder of its templates. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Reach> find(String word) {
    return Arrays.stream(values()).filter(reach -> reach.word().equals(word)).findFirst();
  }
}
