package wadi.platform.postgres;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Everything that waits for a person: parked deliveries and dead letters in one list. */
public final class ParkedQueries {
  public static final String DELIVERY = "delivery";
  public static final String DEAD_LETTER = "dead-letter";
  public static final String EXPIRED = "expired";

  private static final Pattern POSITION = Pattern.compile("(\\d{1,18}) (delivery|dead-letter) (\\d{1,18})");

  /** First which rows, then what is in them: their JSON is not made for those that are not shown. */
  private static final String LIST = """
      with page as (
        select kind, id, at, (extract(epoch from at) * 1000000)::bigint as micros from (
          select 'delivery' as kind, id, modified_at as at, channel, string_to_array(route, ' > ') as routes, provider, last_error as error from delivery
            where status = '%3$s'
          union all
          select 'dead-letter', id, parked_at, null, array[source, from_route], null, reason from dead_letter where status = 'parked' and '%3$s' = 'parked') parked %1$s
        order by at %2$s, kind %2$s, id %2$s limit :limit)
      select page.kind, page.id, page.micros, case page.kind
          when 'delivery' then json_build_object('kind', page.kind, 'id', page.id, 'parkedAt', iso_time(page.at),
            'ageSeconds', extract(epoch from now() - page.at)::bigint, 'reason', d.last_error, 'route', d.route, 'channel', d.channel,
            'recipient', d.recipient, 'source', d.source, 'sourceId', d.source_id, 'attempts', d.attempts,
            'provider', d.provider, 'status', d.status, 'expiresAt', iso_time(d.expires_at))
          else json_build_object('kind', page.kind, 'id', page.id, 'parkedAt', iso_time(page.at),
            'ageSeconds', extract(epoch from now() - page.at)::bigint, 'reason', l.reason, 'route', coalesce(l.from_route, l.source),
            'failedIn', l.source, 'replayOf', l.replay_of, 'replayable', l.original is not null, 'preview', left(l.preview, 200)) end as json
      from page left join delivery d on page.kind = 'delivery' and d.id = page.id
        left join dead_letter l on page.kind = 'dead-letter' and l.id = page.id
      order by page.at %2$s, page.kind %2$s, page.id %2$s""";

  private static final String DEAD_LETTER_JSON = """
      select id, json_build_object('kind', 'dead-letter', 'id', id, 'status', status, 'parkedAt', iso_time(parked_at), 'closedAt', iso_time(closed_at),
          'reason', reason, 'route', coalesce(from_route, source), 'failedIn', source, 'replayOf', replay_of,
          'replayedAs', (select coalesce(json_agg(r.id order by r.id), '[]') from dead_letter r where r.replay_of = dead_letter.id),
          'replayable', original is not null, 'preview', preview,
          'changes', (select coalesce(json_agg(json_build_object('at', iso_time(c.at), 'actor', c.actor, 'action', c.action, 'reason', c.reason,
            'outcome', c.outcome) order by c.id), '[]') from audit c where c.target = 'dead-letter/' || dead_letter.id)) as json
      from dead_letter where id = :id""";

  private static final String COUNTS = """
      select json_build_object('delivery', (select count(*) from delivery where status = 'parked'),
        'dead-letter', (select count(*) from dead_letter where status = 'parked'))""";

  private final Database database;

  /** One of them, with its place in the list. */
  public record Parked(String kind, long id, long micros, String json) {
    private static Parked of(ResultSet row, int n) throws SQLException {
      return new Parked(row.getString("kind"), row.getLong("id"), row.getLong("micros"), row.getString("json"));
    }

    private String position() {
      return Base64.getUrlEncoder().withoutPadding().encodeToString((micros + " " + kind + " " + id).getBytes(StandardCharsets.US_ASCII));
    }
  }

  /**
   * What to list; each may be null.
   *
   * @param route one it went through, or entered by
   * @param until parked, or expired, then or before
   * @param status parked unless it is said: expired deliveries wait for a person too, who knows better
   * @param provider who was to send it last
   * @param error words that its reason contains, in any case
   */
  public record Wanted(String kind, Long id, String channel, String route, Instant until, String status, String provider, String error) {
    /** Parked ones. */
    public Wanted(String kind, Long id, String channel, String route, Instant until) {
      this(kind, id, channel, route, until, null, null, null);
    }

    /** With an end. */
    public Wanted untilOr(Instant end) {
      return until == null ? new Wanted(kind, id, channel, route, end, status, provider, error) : this;
    }

    private String words() {
      return EXPIRED.equals(status) ? EXPIRED : "parked"; // stands in the SQL, for the index
    }
  }

  public ParkedQueries(Database database) {
    this.database = database;
  }

  /** @param cursor where a page before this one ended, or null */
  public Page<Parked> newestFirst(Wanted wanted, int limit, String cursor) {
    return list(wanted, limit, cursor, "(at, kind, id) < (:at, :atKind, :atId)", "desc");
  }

  /** The order in which they are replayed. */
  public Page<Parked> oldestFirst(Wanted wanted, int limit, String cursor) {
    return list(wanted, limit, cursor, "(at, kind, id) > (:at, :atKind, :atId)", "asc");
  }

  private Page<Parked> list(Wanted wanted, int limit, String cursor, String beyond, String order) {
    Filter filter = new Filter().and("kind = :kind", "kind", wanted.kind()).and("id = :id", "id", wanted.id())
        .and("channel = :channel", "channel", wanted.channel()).and(":route = any (routes)", "route", wanted.route())
        .and("at <= :until", "until", wanted.until() == null ? null : Timestamp.from(wanted.until()))
        .and("provider = :provider", "provider", wanted.provider()).and("position(lower(:error) in lower(error)) > 0", "error", wanted.error());
    if (cursor != null) {
      Matcher at = position(cursor).orElseThrow();
      long micros = Long.parseLong(at.group(1));
      filter.and(beyond, "at", Timestamp.from(Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1_000)));
      filter.values().put("atKind", at.group(2));
      filter.values().put("atId", Long.parseLong(at.group(3)));
    }
    return Page.of(database.sql().sql(LIST.formatted(filter.where(), order, wanted.words())).params(filter.values()).param("limit", limit + 1)
        .query(Parked::of).list(), limit, Parked::position);
  }

  /** The cursor after which {@link #oldestFirst} goes on with what was parked at this time or later. */
  public static String cursorAt(Instant time) {
    return new Parked(DEAD_LETTER, 0, ChronoUnit.MICROS.between(Instant.EPOCH, time), "").position();
  }

  public static boolean isCursor(String text) {
    return position(text).isPresent();
  }

  private static Optional<Matcher> position(String cursor) {
    try {
      Matcher match = POSITION.matcher(new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII));
      return match.matches() ? Optional.of(match) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Also one that is parked no more. */
  public Optional<Row> deadLetter(long id) {
    return database.sql().sql(DEAD_LETTER_JSON).param("id", id).query(Row::of).optional();
  }

  /** A JSON object: how many of each kind. */
  public String counts() {
    return database.sql().sql(COUNTS).query(String.class).single();
  }
}
