package wadi.platform.postgres;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;

/** What the rules decided over a time, as JSON: counted from the journal of transactions. */
public final class VerdictQueries {
  /** Steps of a time span. */
  public static final int STEPS = 48;
  /** Transactions looked at, the newest: more would keep the database from its work. */
  private static final int MOST = 200_000;

  private static final String COUNTED = """
      with looked as materialized (
        select received_at, decision, reasons, shadow_reasons, floor(extract(epoch from received_at - :since) / :step)::int as place
          from transaction where received_at >= :since and received_at < :until order by received_at desc limit :most),
      decided as (select place, decision, count(*) as n from looked group by place, decision),
      reasoned as (select place, r->>'code' as code, count(*) as n from looked, jsonb_array_elements(reasons) r group by place, code),
      shadowed as (
        select r->>'code' as code, r->>'rule' as rule, count(*) as n, count(*) filter (where decision = 'held') as held,
            count(*) filter (where decision = 'review') as review, count(*) filter (where decision not in ('held', 'review')) as clean
          from looked, jsonb_array_elements(shadow_reasons) r group by code, rule)
      select 0 as id, json_build_object('since', iso_time(:since), 'until', iso_time(:until), 'step', :step, 'looked', (select count(*) from looked),
          'from', iso_time(case when (select count(*) from looked) < :most then :since else (select min(received_at) from looked) end),
          'decisions', coalesce((select json_agg(json_build_object('at', iso_time(:since + place * :step * interval '1 second'),
              'decision', decision, 'count', n) order by place, decision) from decided), '[]'),
          'reasons', coalesce((select json_agg(json_build_object('at', iso_time(:since + place * :step * interval '1 second'),
              'reason', code, 'count', n) order by place, code) from reasoned), '[]'),
          'shadow', coalesce((select json_agg(json_build_object('reason', code, 'rule', rule, 'count', n, 'held', held, 'review', review, 'clean', clean)
              order by n desc, code, rule) from shadowed), '[]')) as json""";

  private final Database database;

  public VerdictQueries(Database database) {
    this.database = database;
  }

  /** Those of the last while before {@code now}, in {@link #STEPS} steps. */
  public Row counted(Instant now, Duration span) {
    Instant since = now.minus(span);
    return database.sql().sql(COUNTED).param("since", Timestamp.from(since)).param("until", Timestamp.from(now))
        .param("step", span.toSeconds() / STEPS).param("most", MOST).query(Row::of).single();
  }
}
