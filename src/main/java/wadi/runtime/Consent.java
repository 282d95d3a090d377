package wadi.runtime;

import java.util.List;
import wadi.domain.reload.Fault;
import wadi.domain.reload.Outcome;

/** What others have to say before a generation that has passed takes over. */
@FunctionalInterface
interface Consent {
  /** Of those who reload alone. */
  Consent NOT_NEEDED = (hash, archive) -> { };

  /**
   * Returns when the files may live.
   *
   * @param archive of the files
   * @throws Denied when they may not; then nothing is changed
   */
  void await(String hash, byte[] archive);

  /** The others have not agreed. */
  final class Denied extends RuntimeException {
    private final Outcome outcome;
    private final transient List<Fault> faults;

    /** @param outcome refused or failed */
    Denied(Outcome outcome, String detail, List<Fault> faults) {
      super(detail, null, false, false);
      this.outcome = outcome;
      this.faults = faults;
    }

    Outcome outcome() {
      return outcome;
    }

    List<Fault> faults() {
      return faults;
    }
  }
}
