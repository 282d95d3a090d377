package wadi.platform.ports;

/** The windows of the fraud rules are kept elsewhere and cannot be reached now. */
public final class VelocityUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** @param why in a few words, without data of a transaction */
  public VelocityUnavailable(String why, Throwable cause) {
    super(why, cause);
  }
}
