package wadi.platform.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import wadi.platform.ParkingKey;
import wadi.platform.ParkingKey.Sealed;
import wadi.platform.ports.DeadLetter;
import wadi.platform.ports.DeadLetters;

/** Messages nothing could be done with, kept for people to look at and to replay. */
public final class DeadLetterTable implements DeadLetters {
  private static final String INSERT = """
      insert into dead_letter (source, from_route, replay_of, reason, preview, original, original_key, original_nonce)
      values (?, ?, ?, ?, ?, ?, ?, ?)""";

  private final Database database;
  private final JdbcTemplate jdbc;
  private final ParkingKey key;

  /**
   * One that is locked for its replay.
   *
   * @param original null when there is none
   */
  public record Held(long id, String status, String from, Sealed original) {}

  public DeadLetterTable(Database database, ParkingKey key) {
    this.database = database;
    this.jdbc = new JdbcTemplate(database.dataSource());
    this.key = key;
  }

  @Override
  public void park(DeadLetter letter) {
    Sealed sealed = letter.original() == null ? new Sealed(null, null, null) : key.seal(letter.original(), purpose(letter.from()));
    jdbc.update(INSERT, letter.source(), letter.from(), letter.replayOf(), letter.reason(), letter.preview(), sealed.text(), sealed.key(),
        sealed.nonce());
  }

  /** Its row, locked until this thread's transaction ends; empty when there is none or another replay has it. */
  public Optional<Held> hold(long id) {
    return database.sql().sql("""
        select id, status, from_route, original, original_key, original_nonce from dead_letter where id = ? for update skip locked""")
        .param(id).query(DeadLetterTable::held).optional();
  }

  private static Held held(ResultSet row, int n) throws SQLException {
    byte[] text = row.getBytes("original");
    return new Held(row.getLong("id"), row.getString("status"), row.getString("from_route"),
        text == null ? null : new Sealed(row.getString("original_key"), row.getBytes("original_nonce"), text));
  }

  public boolean exists(long id) {
    return database.sql().sql("select exists (select from dead_letter where id = ?)").param(id).query(Boolean.class).single();
  }

  /** The message as it entered; empty when its key is not among ours, or when somebody changed it. */
  public Optional<byte[]> open(Held letter) {
    return key.open(letter.original(), purpose(letter.from()));
  }

  /** Ends it, and with it its original. */
  public void close(long id, String status) {
    database.sql().sql("""
        update dead_letter set status = ?, closed_at = now(), original = null, original_key = null, original_nonce = null where id = ?""")
        .params(status, id).update();
  }

  /** What a replay of it left behind, the newest first. */
  public List<Long> parkedByReplayOf(long id) {
    return database.sql().sql("select id from dead_letter where replay_of = ? and status = 'parked' order by id desc").param(id)
        .query(Long.class).list();
  }

  public String reason(long id) {
    return database.sql().sql("select reason from dead_letter where id = ?").param(id).query(String.class).single();
  }

  /** An original put into another row's place, for another route, does not open. */
  private static String purpose(String from) {
    return "dead letter for " + from;
  }
}
