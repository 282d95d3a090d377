package wadi.camel.fraud;

import java.io.InterruptedIOException;
import java.util.Locale;
import org.apache.camel.http.base.HttpOperationFailedException;
import wadi.platform.ConnectionFault;

/** How a call to the fraud check service ended. */
public enum CallOutcome {
  /** With a verdict. */
  ANSWERED,
  /** Its time was over before the whole answer was there. */
  TIMEOUT,
  /** No connection could be made. */
  REFUSED,
  /** The connection ended before the whole answer was there. */
  RESET,
  /** Another HTTP status than success. */
  STATUS,
  /** An answer that is no verdict. */
  GARBAGE,
  /** The circuit was open. */
  NOT_ASKED;

  /** As metrics and health say it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** By what was thrown, or by what caused that. */
  static CallOutcome of(Throwable failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof InterruptedIOException) { // every timeout of the client is one
        return TIMEOUT;
      }
      if (e instanceof HttpOperationFailedException) {
        return STATUS;
      }
    }
    return ConnectionFault.of(failure).map(fault -> fault.perhapsTaken() ? RESET : REFUSED).orElse(GARBAGE);
  }
}
