package wadi.platform.postgres;

import wadi.platform.ports.SeenMessages;

/** Which messages had their effect, so that a second copy has none. */
public final class SeenMessageTable implements SeenMessages {
  private final Database database;

  public SeenMessageTable(Database database) {
    this.database = database;
  }

  @Override
  public boolean isFirst(String source, String identity) {
    return database.sql().sql("insert into seen_message (source, identity) values (?, ?) on conflict do nothing")
        .params(source, identity).update() == 1;
  }

  @Override
  public boolean contains(String source, String identity) {
    return database.sql().sql("select exists (select from seen_message where source = ? and identity = ?)")
        .params(source, identity).query(Boolean.class).single();
  }
}
