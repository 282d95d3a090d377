package wadi.camel.intake;

import java.util.List;
import wadi.platform.http.Problem;

/** A message that is JSON and yet no transaction. */
public final class UnusableTransaction extends RuntimeException {
  private final transient List<Problem.At> errors;

  UnusableTransaction(List<Problem.At> errors) {
    super("not a transaction: " + errors);
    this.errors = List.copyOf(errors);
  }

  public List<Problem.At> errors() {
    return errors;
  }
}
