package wadi.domain.delivery;

import java.time.Duration;
import java.util.Optional;

/**
 * Why a message was not sent, or perhaps was.
 *
 * @param ofProvider whether every message of this provider meets it now: there is no connection, or the provider is out of order,
 *     over its quota, or does not accept our account; false when it may be about this one message or its recipient
 * @param reason for the person who looks at the delivery, without personal data
 * @param pause how long the provider asked us to wait
 */
public record SendFailure(Kind kind, boolean ofProvider, String reason, Optional<Duration> pause) {

  /** What it means for the message. */
  public enum Kind {
    /** It may succeed later. */
    PASSING("not now: "),
    /** Nothing was tried, as there is too much to do at that place: it is not one of its tries. */
    NOT_TRIED("not now: "),
    /** This message will never be taken: it is about its recipient or its text. */
    REFUSED("refused: "),
    /** Our login, settings or account: every message meets it until somebody mends it. */
    OURS("ours to mend: "),
    /** It was handed over and nobody said whether it was taken. */
    UNANSWERED("perhaps sent: ");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  public SendFailure {
    ofProvider = ofProvider || kind == Kind.OURS;
    reason = ProviderText.forPeople(reason);
  }

  public SendFailure(Kind kind, String reason, Optional<Duration> pause) {
    this(kind, false, reason, pause);
  }

  public SendFailure(Kind kind, String reason) {
    this(kind, reason, Optional.empty());
  }

  /** The same, which every message of this provider meets. */
  public SendFailure metByAll() {
    return new SendFailure(kind, true, reason, pause);
  }

  /** Kind and reason, as they stand beside the delivery. */
  public String inWords() {
    return kind.words() + reason;
  }
}
