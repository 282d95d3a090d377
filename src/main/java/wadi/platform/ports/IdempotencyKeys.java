package wadi.platform.ports;

import java.time.Duration;
import java.util.UUID;

/** What became of requests that were sent under a key, so that a repeated one has no second effect. */
public interface IdempotencyKeys {
  /**
   * Reserves the key for the request, or says what became of the one that has it. Committed when it returns.
   *
   * @param key the same for the same key; must say nothing of it
   * @param body the same for the same body; must say nothing of it
   * @param reservation how long nobody else may take the key over
   */
  Claim claim(String key, String body, Duration reservation);

  /**
   * Gives the key back because its request failed; if its transaction was stored all the same, the key keeps it. Never
   * fails and never takes long: what cannot be done now is done later.
   */
  void release(Reservation reservation);

  /**
   * A key that belongs to one request.
   *
   * @param holder names the request; whoever takes the key over gets another
   */
  record Reservation(String key, UUID holder) {}

  /** What somebody who asks for a key is told. */
  sealed interface Claim {
    /** It is his. */
    record Reserved(Reservation reservation) implements Claim {}

    /**
     * The request was made before, and this came of it.
     *
     * @param reasons JSON array of the verdict's reasons
     * @param shadowReasons JSON array of those of rules that only watch
     * @param tookMicros how long the check took, in microseconds; 0 when nobody wrote it down
     */
    record Answered(long transactionId, int status, String decision, int score, String reasons, String shadowReasons, String rules,
        long tookMicros) implements Claim {

      /** With a verdict without rules that only watch. */
      public Answered(long transactionId, int status, String decision, int score, String reasons, String rules) {
        this(transactionId, status, decision, score, reasons, "[]", rules, 0);
      }
    }

    /** Another one works on it, for so long already. */
    record Running(Duration age) implements Claim {}

    /** The key was used for something else. */
    record OtherBody() implements Claim {}

    /** Whether the request needs no further work. */
    default boolean isAnswered() {
      return this instanceof Answered;
    }
  }
}
