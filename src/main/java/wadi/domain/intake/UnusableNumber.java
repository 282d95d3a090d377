package wadi.domain.intake;

/** A number nobody can store or compute with, such as 1e400000000; it was never expanded. */
public final class UnusableNumber extends IllegalArgumentException {
  private final String pointer;

  UnusableNumber(String pointer) {
    super("unusable number at \"" + pointer + "\": its exponent must be within -1000 and 1000");
    this.pointer = pointer;
  }

  /** Where it stands: a JSON pointer (RFC 6901) whose names are masked; empty for the whole document. */
  public String pointer() {
    return pointer;
  }

  UnusableNumber below(String maskedName) {
    return new UnusableNumber("/" + maskedName.replace("~", "~0").replace("/", "~1") + pointer);
  }
}
