package wadi.platform.postgres;

/** Messages nothing could be done with, kept for people to look at. */
public final class DeadLetters {
  private final Database database;

  public DeadLetters(Database database) {
    this.database = database;
  }

  /**
   * @param source the route that could do nothing with it
   * @param preview the message, masked
   */
  public void park(String source, String reason, String preview) {
    database.sql().sql("insert into dead_letter (source, reason, preview) values (?, ?, ?)")
        .params(source, reason, preview).update();
  }
}
