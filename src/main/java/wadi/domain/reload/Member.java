package wadi.domain.reload;

import java.time.Duration;
import java.util.List;

/**
 * What one process did in a reload of all processes.
 *
 * @param process host:port of its management port
 * @param generation the number of the one it runs, or 0 when it has not told
 * @param after how long after all had agreed it told that it runs the files; zero when it has not
 * @param detail why not, or empty
 * @param faults of the files, as it met them
 */
public record Member(String process, long pid, State state, long generation, Duration after, String detail, List<Fault> faults) {

  /** How far it has come. */
  public enum State {
    /** It was asked and has not answered. */
    ASKED,
    /** It has built the generation and waits for the others. */
    READY,
    /** It cannot run the files. */
    REFUSED,
    /** It runs them. */
    LIVE,
    /** It ran them already. */
    UNCHANGED,
    /** It was ready, and they could not take over. */
    FAILED
  }

  /** Whether it runs the files. */
  public boolean runs() {
    return state == State.LIVE || state == State.UNCHANGED;
  }

  /** For people. */
  public String name() {
    return "%s (process %d)".formatted(process, pid);
  }
}
