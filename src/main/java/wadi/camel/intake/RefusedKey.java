package wadi.camel.intake;

import wadi.platform.http.Problem;

/** A request that its Idempotency-Key forbids. Says nothing of the key: it may hold a card number. */
public final class RefusedKey extends RuntimeException {
  private final transient Problem problem;

  private RefusedKey(Problem problem) {
    super(problem.detail());
    this.problem = problem;
  }

  static RefusedKey unusable() {
    return new RefusedKey(new Problem(400, "Bad Request",
        "The header Idempotency-Key must be sent once, with 1 to 255 visible ASCII characters."));
  }

  static RefusedKey otherBody() {
    return new RefusedKey(new Problem(422, "Unprocessable Content",
        "This Idempotency-Key was used with another body. Send each new transaction with a new key."));
  }

  static RefusedKey stillRunning() {
    return new RefusedKey(new Problem(409, "Conflict",
        "A request with this Idempotency-Key is still being worked on. Send the same again later to get its answer."));
  }

  Problem problem() {
    return problem;
  }
}
