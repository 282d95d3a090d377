package wadi.platform.postgres;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import wadi.domain.sites.DueCheck;
import wadi.domain.sites.Site;
import wadi.domain.sites.SiteDefaults;
import wadi.platform.ports.Ids;

/**
 * Which sites are due. Times of checks are the platform clock's; leases are the database's, which all processes share. A site whose lease is over is due as
 * it was before, so what a killed process had begun is done by the others.
 */
public final class DueSites {
  /** Longer than the site's timeout: what is seen must be written down too. */
  private static final Duration TO_WRITE_DOWN = Duration.ofSeconds(5);

  private static final String DUE = """
      select st.next_at, %s from site_state st join sites s on s.id = st.site_id
      where st.next_at <= ? and (st.lease_until is null or st.lease_until < clock_timestamp()) and s.enabled and s.url is not null
      order by st.next_at limit ? for update of st skip locked""".formatted(SiteRows.COLUMNS);
  private static final String ONE = """
      select st.next_at, %s from site_state st join sites s on s.id = st.site_id
      where st.site_id = ? and (st.lease_until is null or st.lease_until < clock_timestamp()) and s.url is not null
      for update of st skip locked""".formatted(SiteRows.COLUMNS);
  private static final String LEASE = """
      update site_state set lease_owner = ?, lease_until = clock_timestamp() + ? * interval '1 millisecond' where site_id = ?""";

  /** Sites that are new, whoever has put them into the table: some at once, the others spread over their interval. */
  private static final String NEW = """
      insert into site_state (site_id, next_at)
      select id, case when number <= :most then :now::timestamptz else :now::timestamptz + every * ((hashint4(id)::bigint + 2147483648) / 4294967296.0) end
      from (select id, max(coalesce(every, :every * interval '1 millisecond')) as every, row_number() over (order by id) as number from sites s
        where id is not null and enabled and not exists (select from site_state where site_id = s.id) group by id) n
      on conflict do nothing""";
  /** An interval that became shorter, or a clock that was set back; not a process that wrote a moment after we looked, or whose clock is ahead. */
  private static final String SOONER = """
      update site_state st set next_at = :now::timestamptz where site_id = any (array(
        select st.site_id from site_state st join sites s on s.id = st.site_id
        where st.next_at > :now::timestamptz + coalesce(s.every, :every * interval '1 millisecond') + interval '2 seconds' for update of st skip locked))""";
  private static final String GONE = """
      delete from site_state where site_id = any (array(
        select site_id from site_state st where not exists (select from sites where id = st.site_id) for update skip locked))""";

  private final Database database;
  private final JdbcTemplate jdbc;
  private final Ids ids;
  private final String instance;

  /** @param instance tells this process from others that share the database */
  public DueSites(Database database, Ids ids, String instance) {
    this.database = database;
    this.jdbc = new JdbcTemplate(database.dataSource());
    this.ids = ids;
    this.instance = instance;
  }

  /** Who has the lease of a site while this check is being made. */
  static String owner(String instance, long checkId) {
    return instance + " " + checkId;
  }

  /** Takes what is due, that which waits longest first; it is the caller's until it is kept, or for somewhat longer than the site's timeout. */
  public List<DueCheck> claim(Instant now, int most, SiteDefaults defaults) {
    return claim(DUE, defaults, Timestamp.from(now), most);
  }

  /** Takes this one, due or not, watched or not; empty while it is somebody else's, or when there is none. */
  public Optional<DueCheck> claim(int siteId, SiteDefaults defaults) {
    database.sql().sql("insert into site_state (site_id, next_at) select ?, now() where exists (select from sites where id = ?) on conflict do nothing")
        .params(siteId, siteId).update();
    return claim(ONE, defaults, siteId).stream().findFirst();
  }

  private List<DueCheck> claim(String query, SiteDefaults defaults, Object... parameters) {
    List<DueCheck> claimed = new ArrayList<>();
    database.inTransaction(() -> {
      Map<Integer, DueCheck> due = new LinkedHashMap<>(); // the table may have an id twice
      database.sql().sql(query).params(parameters).query(row -> {
        Site site = SiteRows.site(row, defaults);
        due.putIfAbsent(site.id(), new DueCheck(ids.next(), site, row.getTimestamp("next_at").toInstant()));
      });
      if (!due.isEmpty()) {
        jdbc.batchUpdate(LEASE, due.values().stream().map(check -> new Object[] {owner(instance, check.id()),
            check.site().timeout().plus(TO_WRITE_DOWN).toMillis(), check.site().id()}).toList());
      }
      claimed.addAll(due.values());
    });
    return claimed;
  }

  /**
   * Follows the table of sites: those that are new, gone, or to be checked more often.
   *
   * @param most of the new ones that are due at once
   */
  public void follow(Instant now, int most, SiteDefaults defaults) {
    long every = defaults.every().toMillis();
    database.sql().sql(NEW).param("now", Timestamp.from(now)).param("most", most).param("every", every).update();
    database.sql().sql(SOONER).param("now", Timestamp.from(now)).param("every", every).update();
    database.sql().sql(GONE).update();
  }
}
