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
      with asked as (select cast(:since as timestamptz) as since, cast(:until as timestamptz) as until, cast(:step as integer) as step, cast(:most as integer) as most),
      looked as materialized (
        select id, received_at, decision, reasons, shadow_reasons, floor(extract(epoch from received_at - since) / step)::int as place
          from transaction, asked where received_at >= since and received_at < until order by received_at desc limit (select most from asked)),
      decided as (select place, decision, count(*) as n from looked group by place, decision),
      reasoned as (select place, r->>'code' as code, count(distinct id) as n from looked, jsonb_array_elements(reasons) r group by place, code),
      shadowed as (
        select r->>'code' as code, r->>'rule' as rule, count(*) as n, count(*) filter (where decision = 'held') as held,
            count(*) filter (where decision = 'review') as review, count(*) filter (where decision not in ('held', 'review')) as clean
          from looked, jsonb_array_elements(shadow_reasons) r group by code, rule)
      select 0 as id, json_build_object('since', iso_time(since), 'until', iso_time(until), 'step', step, 'looked', (select count(*) from looked),
          'from', iso_time(case when (select count(*) from looked) < most then since else (select min(received_at) from looked) end),
          'decisions', coalesce((select json_agg(json_build_object('at', iso_time(since + place * step * interval '1 second'),
              'decision', decision, 'count', n) order by place, decision) from decided), '[]'),
          'reasons', coalesce((select json_agg(json_build_object('at', iso_time(since + place * step * interval '1 second'),
              'reason', code, 'count', n) order by place, code) from reasoned), '[]'),
          'shadow', coalesce((select json_agg(json_build_object('reason', code, 'rule', rule, 'count', n, 'held', held, 'review', review, 'clean', clean)
              order by n desc, code, rule) from shadowed), '[]')) as json from asked""";

  private final Database database;

  public VerdictQueries(Database database) {
    this.database = database;
  }

  /**
   * Those of the last while, in {@link #STEPS} steps, the last of which is under way.
   *
   * @param span at least an hour
   */
  public Row counted(Instant now, Duration span) {
    long step = span.toSeconds() / STEPS;
    Instant until = Instant.ofEpochSecond((now.getEpochSecond() / step + 1) * step); // the same steps, whenever one asks
    return database.sql().sql(COUNTED).param("since", Timestamp.from(until.minus(span))).param("until", Timestamp.from(until))
        .param("step", step).param("most", MOST).query(Row::of).single();
  }
}
