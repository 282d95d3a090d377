package wadi.platform;

import java.sql.SQLException;
import org.springframework.dao.DataAccessException;
import org.springframework.jms.JmsException;
import org.springframework.transaction.TransactionException;

/** What a failure of the database or the broker means, and how it is called in a log. */
public final class Faults {
  private Faults() {}

  /** Whether the same work may succeed later: true for both parts, but for errors in the data (SQLSTATE 22 and 23). */
  public static boolean isPassing(Throwable failure) {
    boolean ofOurParts = false;
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof SQLException sql && sql.getSQLState() != null && sql.getSQLState().matches("2[23].*")) {
        return false;
      }
      ofOurParts |= e instanceof DataAccessException || e instanceof TransactionException || e instanceof JmsException || e instanceof SQLException;
    }
    return ofOurParts;
  }

  /** Classes and SQLSTATE, no messages: those of the database may quote the row, those of a parser the text. */
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
