package wadi.platform.postgres;

/** Which messages had their effect, so that a second copy has none. */
public final class SeenMessages {
  private final Database database;

  public SeenMessages(Database database) {
    this.database = database;
  }

  /** True for the first copy; the record commits or rolls back with the transaction of this thread. */
  public boolean isFirst(String source, String identity) {
    return database.sql().sql("insert into seen_message (source, identity) values (?, ?) on conflict do nothing")
        .params(source, identity).update() == 1;
  }

  public boolean contains(String source, String identity) {
    return database.sql().sql("select exists (select from seen_message where source = ? and identity = ?)")
        .params(source, identity).query(Boolean.class).single();
  }
}
