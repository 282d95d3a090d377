package wadi.platform.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import wadi.platform.ports.PastTransaction;

/** Reads the journal backwards, a part at a time, so that it may be of any size. */
public final class PastTransactions {
  private static final int AT_A_TIME = 1_000;
  private static final String SELECT = """
      select received_at, body, card_fingerprint, card_bin from transaction
      where received_at >= ? and received_at < ? order by received_at desc limit ?""";

  private final Database database;

  public PastTransactions(Database database) {
    this.database = database;
  }

  /**
   * Hands over those received from then until then, the latest first.
   *
   * @param most rows
   * @param taker says whether to go on
   * @return how many there were
   */
  public int each(Instant from, Instant until, int most, Predicate<PastTransaction> taker) throws SQLException {
    try (Connection connection = database.dataSource().getConnection()) {
      connection.setReadOnly(true);
      connection.setAutoCommit(false); // the driver fetches all rows at once otherwise
      try (PreparedStatement select = connection.prepareStatement(SELECT)) {
        select.setFetchSize(AT_A_TIME);
        select.setTimestamp(1, Timestamp.from(from));
        select.setTimestamp(2, Timestamp.from(until));
        select.setInt(3, most);
        return each(select, taker);
      } finally {
        connection.rollback();
      }
    }
  }

  private static int each(PreparedStatement select, Predicate<PastTransaction> taker) throws SQLException {
    int rows = 0;
    try (ResultSet row = select.executeQuery()) {
      boolean more = true;
      while (more && row.next()) {
        rows++;
        more = taker.test(new PastTransaction(row.getTimestamp(1).toInstant(), row.getString(2), Optional.ofNullable(row.getString(3)),
            Optional.ofNullable(row.getString(4))));
      }
    }
    return rows;
  }
}
