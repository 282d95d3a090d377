package wadi.platform.postgres;

import java.util.Optional;

/** The history of generations, as JSON: which files ran when, and why others did not. */
public final class GenerationQueries {
  private static final String JSON = """
      select g.id, json_build_object('number', g.id, 'at', iso_time(g.at), 'way', g.way, 'actor', g.actor, 'peer', g.peer,
          'reason', g.reason, 'outcome', g.outcome, 'instance', g.instance, 'hash', g.hash,
          'filesKept', exists (select from generation_files f where f.hash = g.hash),
          'detail', g.report->'detail', 'routes', g.report->'routes', 'properties', g.report->'properties', 'rules', g.report->'rules',
          'files', g.report->'files', 'specs', g.report->'specs', 'warnings', g.report->'warnings', 'phases', g.report->'phases',
          'errors', g.report->'errors') as json
      from generation g %s order by g.id desc limit :limit""";

  private final Database database;

  public GenerationQueries(Database database) {
    this.database = database;
  }

  /**
   * The newest first, those of all processes.
   *
   * @param outcome as the table spells it, or null
   * @param before a number, or null
   */
  public Page<Row> list(String outcome, Long before, int limit) {
    Filter filter = new Filter().and("g.outcome = :outcome", "outcome", outcome).and("g.id < :before", "before", before);
    return Page.of(database.sql().sql(JSON.formatted(filter.where())).params(filter.values()).param("limit", limit + 1)
        .query(Row::of).list(), limit, row -> Long.toString(row.id()));
  }

  public Optional<Row> one(long number) {
    return database.sql().sql(JSON.formatted("where g.id = :number")).param("number", number).param("limit", 1).query(Row::of).optional();
  }
}
