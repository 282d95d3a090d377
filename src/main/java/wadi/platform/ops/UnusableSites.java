package wadi.platform.ops;

import java.util.List;
import java.util.stream.Collectors;

/** Sites that somebody wrote down wrongly. */
public final class UnusableSites extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 5;

  private final transient List<Fault> faults;

  /**
   * What is wrong.
   *
   * @param line the first being 1; 0 when it is about the whole
   * @param instead what to write instead; may be empty
   */
  public record Fault(int line, String message, String instead) {
    @Override
    public String toString() {
      return message + (instead.isEmpty() ? "" : " (" + instead + ")");
    }
  }

  /** @param faults one or more */
  public UnusableSites(List<Fault> faults) {
    super(faults.stream().limit(SHOWN).map(Fault::toString).collect(Collectors.joining("; ")) + (faults.size() > SHOWN ? "; and %d more.".formatted(faults.size() - SHOWN) : "."));
    this.faults = List.copyOf(faults);
  }

  /** In their order. */
  public List<Fault> faults() {
    return faults;
  }
}
