package wadi.platform.ports;

/** Numbers for new records. */
public interface Ids {
  /** A number that was never issued before by any process, growing with time, at most 2^53 - 1. */
  @Reads
  long next();
}
