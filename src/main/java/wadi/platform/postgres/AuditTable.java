package wadi.platform.postgres;

/** Which change was made, when, by whom and why. */
public final class AuditTable {
  private final Database database;

  /**
   * @param who as the client says; nobody proves it beyond having the token
   * @param peer the address it came from
   * @param reason why, as the person wrote it; or null
   */
  public record Actor(String who, String peer, String reason) {}

  public AuditTable(Database database) {
    this.database = database;
  }

  /** Commits with the transaction of this thread, in which the change is made. */
  public void write(Actor actor, String action, String target, String outcome) {
    database.sql().sql("insert into audit (actor, peer, action, target, reason, outcome) values (?, ?, ?, ?, ?, ?)")
        .params(actor.who(), actor.peer(), action, target, actor.reason(), outcome).update();
  }
}
