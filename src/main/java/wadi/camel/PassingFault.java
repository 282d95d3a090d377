package wadi.camel;

import java.sql.SQLException;
import org.springframework.dao.DataAccessException;
import org.springframework.jms.JmsException;
import org.springframework.transaction.TransactionException;

/**
 * The database or the broker could not do its part now; the same message may succeed later. Routes tell it from a
 * message that can never succeed by this one class: Camel chooses an onException by the root cause first, and there
 * the two look alike.
 */
public final class PassingFault extends RuntimeException {
  private PassingFault(Throwable cause) {
    super("cannot be done now: " + nameOf(cause), cause);
  }

  /** The failure itself, or a PassingFault about it. */
  static Exception orSelf(Exception failure) {
    return isPassing(failure) ? new PassingFault(failure) : failure;
  }

  /** Anything of the database or the broker but errors in the data (SQLSTATE classes 22 and 23). */
  public static boolean isPassing(Throwable failure) {
    boolean ofOurParts = false;
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof PassingFault) {
        return true;
      }
      if (e instanceof SQLException sql && sql.getSQLState() != null && sql.getSQLState().matches("2[23].*")) {
        return false;
      }
      ofOurParts |= e instanceof DataAccessException || e instanceof TransactionException || e instanceof JmsException || e instanceof SQLException;
    }
    return ofOurParts;
  }

  /** What may stand in a log: classes and SQLSTATE. Messages of the database may quote the row. */
  public static String nameOf(Throwable failure) {
    StringBuilder name = new StringBuilder();
    for (Throwable e = failure; e != null; e = e.getCause()) {
      name.append(name.isEmpty() ? "" : " < ").append(e.getClass().getSimpleName());
      if (e instanceof SQLException sql && sql.getSQLState() != null) {
        name.append(' ').append(sql.getSQLState());
      }
    }
    return name.toString();
  }
}
