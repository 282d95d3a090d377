package wadi.platform.postgres;

/** The changes people made, as JSON. */
public final class AuditQueries {
  private static final String LIST = """
      select c.id, json_build_object('id', c.id, 'at', iso_time(c.at), 'actor', c.actor, 'peer', c.peer, 'action', c.action,
          'target', c.target, 'reason', c.reason, 'outcome', c.outcome) as json
      from audit c %s order by c.id desc limit :limit""";

  private final Database database;

  public AuditQueries(Database database) {
    this.database = database;
  }

  /**
   * The newest first.
   *
   * @param target for example {@code delivery/243479347200017}, or null
   * @param before an id, or null
   */
  public Page<Row> list(String target, Long before, int limit) {
    Filter filter = new Filter().and("c.target = :target", "target", target).and("c.id < :before", "before", before);
    return Page.of(database.sql().sql(LIST.formatted(filter.where())).params(filter.values()).param("limit", limit + 1)
        .query(Row::of).list(), limit, row -> Long.toString(row.id()));
  }
}
