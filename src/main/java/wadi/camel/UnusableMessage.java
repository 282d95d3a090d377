package wadi.camel;

import java.util.List;
import wadi.platform.http.Problem;

/** A message that can be read and yet is not what it should be. */
public final class UnusableMessage extends RuntimeException {
  private final String what;
  private final transient List<Problem.At> errors;

  /**
   * @param what it should be, such as a transaction
   * @param errors what is wrong with it and where, without quoting it
   */
  public UnusableMessage(String what, List<Problem.At> errors) {
    super("not " + what + ": " + errors);
    this.what = "not " + what;
    this.errors = List.copyOf(errors);
  }

  /** In words, such as: not a transaction. */
  public String what() {
    return what;
  }

  public List<Problem.At> errors() {
    return errors;
  }
}
