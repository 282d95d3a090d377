package wadi.platform.postgres;

import java.sql.Timestamp;
import java.time.Instant;

/** The processes that work on this database. One that was not seen for {@link #GONE} is gone. */
public final class ProcessTable {
  /** By the database's clock; five beats of {@link wadi.platform.fleet.Presence}. */
  static final String GONE = "interval '15 seconds'";

  private final Database database;

  /**
   * A process as it stays.
   *
   * @param instance names its data directory
   * @param management host:port it listens on
   */
  public record Self(String instance, String host, long pid, String management, String version, Instant startedAt) {}

  /**
   * What changes of it.
   *
   * @param roles as its property has them
   * @param generation the number of the one that runs
   * @param hash of its files
   * @param switching whether another may be about to take over
   */
  public record Doing(String roles, long generation, String hash, boolean switching) {
    String state() {
      return switching ? "switching" : "up";
    }
  }

  public ProcessTable(Database database) {
    this.database = database;
  }

  /** Adds it; what ran before it on this data directory and port has ended, or there would be no lock. Returns its id. */
  public long enter(Self self, Doing now) {
    database.sql().sql("delete from process where instance = ? and host = ? and management = ?")
        .params(self.instance(), self.host(), self.management()).update();
    return database.sql().sql("""
        insert into process (instance, host, pid, management, version, started_at, roles, state, generation, hash)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id""")
        .params(self.instance(), self.host(), self.pid(), self.management(), self.version(), Timestamp.from(self.startedAt()), now.roles(), now.state(),
            now.generation(), now.hash()).query(Long.class).single();
  }

  /** It is there; false when nobody had seen it for so long that its row was swept. */
  public boolean touch(long id, Doing now) {
    return database.sql().sql("update process set roles = ?, state = ?, generation = ?, hash = ?, seen_at = now() where id = ?")
        .params(now.roles(), now.state(), now.generation(), now.hash(), id).update() == 1;
  }

  /** It has ended in order. */
  public void leave(long id) {
    database.sql().sql("delete from process where id = ?").param(id).update();
  }

  /** How many different sets of files run. */
  public int distinctHashes() {
    return database.sql().sql("select count(distinct hash) from process where seen_at > now() - " + GONE).query(Integer.class).single();
  }
}
