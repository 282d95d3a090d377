package wadi.platform.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import wadi.platform.ports.PastTransaction;

/** Reads the journal backwards, a page at a time, each with a short statement of its own, so that it may be of any size. */
public final class PastTransactions {
  private static final int AT_A_TIME = 1_000;
  private static final String SELECT = """
      select received_at, body, card_fingerprint, card_bin, id from transaction
      where received_at >= ? and received_at <= ? and (received_at, id) < (?, ?) order by received_at desc, id desc limit ?""";

  private final Database database;

  public PastTransactions(Database database) {
    this.database = database;
  }

  /** A transaction's place in the journal: pages go on before it. */
  public record Place(Instant receivedAt, long id) {
    /** Just before all that were received at this time. */
    public static Place at(Instant time) {
      return new Place(time, Long.MIN_VALUE);
    }
  }

  /**
   * A part of the journal.
   *
   * @param rows the latest first
   * @param next where the next page begins; empty when this is the last one
   */
  public record Page(List<PastTransaction> rows, Optional<Place> next) {}

  /**
   * The latest of those received from then on and before this place.
   *
   * @param most rows, of which a page may have fewer
   */
  public Page page(Instant from, Place before, int most) throws SQLException {
    int limit = Math.min(most, AT_A_TIME);
    try (Connection connection = database.dataSource().getConnection(); PreparedStatement select = connection.prepareStatement(SELECT)) {
      Timestamp until = Timestamp.from(before.receivedAt());
      select.setTimestamp(1, Timestamp.from(from));
      select.setTimestamp(2, until);
      select.setTimestamp(3, until);
      select.setLong(4, before.id());
      select.setInt(5, limit);
      return page(select, limit);
    }
  }

  private static Page page(PreparedStatement select, int limit) throws SQLException {
    List<PastTransaction> rows = new ArrayList<>();
    Optional<Place> last = Optional.empty();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        Instant receivedAt = row.getTimestamp(1).toInstant();
        rows.add(new PastTransaction(receivedAt, row.getString(2), Optional.ofNullable(row.getString(3)), Optional.ofNullable(row.getString(4))));
        last = Optional.of(new Place(receivedAt, row.getLong(5)));
      }
    }
    return new Page(rows, rows.size() < limit ? Optional.empty() : last);
  }
}
