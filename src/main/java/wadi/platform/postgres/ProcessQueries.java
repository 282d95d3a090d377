package wadi.platform.postgres;

/** The processes on this database, as JSON. */
public final class ProcessQueries {
  private static final String JSON = """
      select json_build_object('processes', coalesce(json_agg(json_build_object('instance', instance, 'name', name, 'host', host, 'pid', pid,
          'management', management, 'version', version, 'roles', roles, 'state', state, 'generation', generation, 'hash', hash,
          'startedAt', iso_time(started_at), 'seenAt', iso_time(seen_at)) order by name, id), '[]'::json),
          'hashes', count(distinct hash) filter (where state <> 'gone'))
      from (select id, instance, host || ':' || substring(management from '[0-9]+$') as name, host, pid, management, version, roles, generation, hash,
          started_at, seen_at, case when seen_at > now() - %s then state else 'gone' end as state from process) p""".formatted(ProcessTable.GONE);

  private final Database database;

  public ProcessQueries(Database database) {
    this.database = database;
  }

  /** All of them, and how many different sets of files run. */
  public String all() {
    return database.sql().sql(JSON).query(String.class).single();
  }
}
