package wadi.platform.ports;

import java.time.Duration;
import java.util.Optional;

/** Posts to addresses that others gave us. */
public interface Webhooks {

  /**
   * One post.
   *
   * @param url where to, as it was given; it is checked before anything is connected to
   * @param id the same on every attempt, so that the receiver knows a repetition
   * @param client whose secret signs it: the name of an API key, or empty
   * @param body JSON
   * @param traceparent of which trace it is a part, as W3C Trace Context writes it
   */
  record Call(String url, String id, String client, String body, Optional<String> traceparent) {
    public Call(String url, String id, String client, String body) {
      this(url, id, client, body, Optional.empty());
    }
  }

  /** How it ended. */
  enum Ending {
    /** The status says the rest. */
    ANSWERED,
    /** Nothing was sent: the address is not one that may be posted to. */
    FORBIDDEN,
    /** Nothing was tried: the host is left alone for a while, or there is too much to do. */
    NOT_TRIED,
    /** Nothing was sent: there is no connection. */
    NOT_SENT,
    /** It was sent, and no answer came. */
    UNANSWERED
  }

  /**
   * What came of a post.
   *
   * @param status of HTTP; 0 when there was no answer
   * @param pause for how long the host wants to be left alone, or is; zero when nobody said
   * @param words what happened, where there was no answer
   */
  record Posted(Ending ending, int status, Duration pause, String words) {}

  /** Posts once, and returns in a few seconds whatever the other side does. The body of the answer is thrown away. */
  Posted post(Call call);
}
