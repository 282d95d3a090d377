package wadi.platform.postgres;

import wadi.platform.ports.DeadLetters;

/** Messages nothing could be done with, kept for people to look at. */
public final class DeadLetterTable implements DeadLetters {
  private final Database database;

  public DeadLetterTable(Database database) {
    this.database = database;
  }

  @Override
  public void park(String source, String reason, String preview) {
    database.sql().sql("insert into dead_letter (source, reason, preview) values (?, ?, ?)")
        .params(source, reason, preview).update();
  }
}
