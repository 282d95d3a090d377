package wadi.platform.smpp;

/** A short message that a centre did not take, or perhaps did. */
public final class SmppFault extends Exception {
  /** When no command_status was heard. */
  public static final int NO_STATUS = 0;

  private final Kind kind;
  private final int status;

  /** How far it came. */
  public enum Kind {
    /** There is no bind; nothing was sent. The status is that of the bind, if the centre refused it. */
    UNBOUND,
    /** The centre said no. */
    REFUSED,
    /** Sent, and nobody said whether it was taken. */
    UNANSWERED
  }

  SmppFault(Kind kind, int status, String reason) {
    super(reason);
    this.kind = kind;
    this.status = status;
  }

  public Kind kind() {
    return kind;
  }

  /** The command_status (SMPP 3.4, 5.1.3), or NO_STATUS. */
  public int status() {
    return status;
  }
}
