package wadi.platform.postgres;

/** What is, and was, wrong with sites, as people look at it. */
public final class SiteIncidentQueries {
  private static final String LIST = """
      select i.id, json_build_object('id', i.id, 'siteId', i.site_id, 'site', coalesce(s.name, s.url), 'kind', i.kind, 'severity', i.severity,
          'beganAt', iso_time(i.began_at), 'openedAt', iso_time(i.opened_at), 'endedAt', iso_time(i.ended_at), 'checks', i.checks, 'causes', i.causes,
          'alertId', i.alert_id, 'silencedBy', (select a.silenced_by from alert a where a.id = i.alert_id)) as json
      from site_incident i left join sites s on s.id = i.site_id %s order by i.id desc limit :limit""";

  private final Database database;

  /**
   * What to list.
   *
   * @param open only what is wrong now; null: what was, too
   * @param site only of this site; null: of all, and of the prober itself
   * @param before an id, or null
   */
  public record Wanted(Boolean open, Integer site, Long before) {}

  public SiteIncidentQueries(Database database) {
    this.database = database;
  }

  /** As JSON, the newest first. */
  public Page<Row> list(Wanted wanted, int limit) {
    Filter filter = new Filter().and("(i.ended_at is null) = :open", "open", wanted.open()).and("i.site_id = :site", "site", wanted.site())
        .and("i.id < :before", "before", wanted.before());
    return Page.of(database.sql().sql(LIST.formatted(filter.where())).params(filter.values()).param("limit", limit + 1).query(Row::of).list(), limit,
        row -> Long.toString(row.id()));
  }
}
