package wadi.platform.postgres;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import wadi.domain.reload.Outcome;
import wadi.domain.reload.Way;
import wadi.platform.postgres.AuditTable.Actor;

/** The history of generations, with the files of those that were live. */
public final class GenerationTable {
  /** Was live, stayed so, and its files are kept. */
  static final String GOOD = """
      outcome = 'live' and exists (select 1 from generation_files f where f.hash = generation.hash)
        and not exists (select 1 from generation later where later.hash = generation.hash and later.id > generation.id and later.outcome = 'rolled-back')""";

  private final Database database;
  private final String instance;

  /**
   * One of them.
   *
   * @param number unique over all processes
   */
  public record Past(long number, String hash, Outcome outcome) {}

  /** @param instance names the data directory */
  public GenerationTable(Database database, String instance) {
    this.database = database;
    this.instance = instance;
  }

  /** Writes down that one begins; returns its number. */
  public long begin(Way way, Actor actor, String hash) {
    return database.sql().sql("""
        insert into generation (instance, hash, way, actor, peer, reason, outcome) values (?, ?, ?, ?, ?, ?, 'began') returning id""")
        .params(instance, hash, way.word(), actor.who(), actor.peer(), actor.reason()).query(Long.class).single();
  }

  /** The database's clock. */
  public Instant now() {
    return database.sql().sql("select now()").query(Timestamp.class).single().toInstant();
  }

  /** @param report JSON */
  public void end(long number, Outcome outcome, String report) {
    database.sql().sql("update generation set outcome = ?, report = ?::jsonb where id = ?").params(outcome.word(), report, number).update();
  }

  /** One that was live was worse than its predecessor. */
  public void rolledBack(long number) {
    database.sql().sql("update generation set outcome = ? where id = ?").params(Outcome.ROLLED_BACK.word(), number).update();
  }

  /** Those of this data directory whose process ended before they did; says how many. */
  public int interrupt() {
    return database.sql().sql("update generation set outcome = ? where instance = ? and outcome = 'began'")
        .params(Outcome.INTERRUPTED.word(), instance).update();
  }

  /** Keeps the files of a generation that is live. */
  public void keep(String hash, byte[] archive) {
    database.sql().sql("insert into generation_files (hash, archive) values (?, ?) on conflict (hash) do update set kept_at = now()")
        .params(hash, archive).update();
  }

  /** The files of this hash, as {@link #keep} got them. */
  public Optional<byte[]> files(String hash) {
    return database.sql().sql("select archive from generation_files where hash = ?").param(hash).query(byte[].class).optional();
  }

  /** The one of this number. */
  public Optional<Past> find(long number) {
    return past("where id = ?", number).stream().findFirst();
  }

  /** The last one before this number that was live and whose files are kept. */
  public Optional<Past> liveBefore(long number) {
    return past("where id < ? and outcome in ('live', 'rolled-back') and exists (select 1 from generation_files f where f.hash = generation.hash) "
        + "order by id desc limit 1", number).stream().findFirst();
  }

  /** Whether these files were live the last time and had to be replaced by their predecessor. */
  public boolean isRolledBack(String hash) {
    return past("where hash = ? and outcome in ('live', 'rolled-back') order by id desc limit 1", hash).stream()
        .anyMatch(last -> last.outcome() == Outcome.ROLLED_BACK);
  }

  /** The newest that was live, stayed so, and whose files are kept; one of this data directory if there is any. */
  public Optional<Past> lastGood() {
    return past("where " + GOOD + " order by instance = ? desc, id desc limit 1", instance).stream().findFirst();
  }

  private List<Past> past(String where, Object parameter) {
    return database.sql().sql("select id, hash, outcome from generation " + where).param(parameter)
        .query((row, n) -> new Past(row.getLong("id"), row.getString("hash"), outcome(row.getString("outcome")))).list();
  }

  private static Outcome outcome(String word) {
    return word.equals("began") ? Outcome.INTERRUPTED : Outcome.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
