package wadi.platform.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;

/** One record as JSON text, as the database wrote it. */
public record Row(long id, String json) {

  static Row of(ResultSet row, int n) throws SQLException {
    return new Row(row.getLong("id"), row.getString("json"));
  }
}
