package wadi.platform.ops;

import java.util.Optional;

/** Says what would become of a message, and why. Nothing is counted, stored or sent. */
public interface Explanations {

  /**
   * The explanation as JSON; empty while another one is being made.
   *
   * @param message a transaction or an alert as it is sent
   * @throws Unexplainable when it is neither
   */
  Optional<String> of(String message);
}
