package wadi.platform.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import wadi.domain.sites.Observation;
import wadi.domain.sites.Outcome;
import wadi.domain.sites.Phases;
import wadi.domain.sites.Rhythm;
import wadi.domain.sites.SiteCheck;
import wadi.platform.ports.SiteChecks;

/** Each check that was made, and how each site is now. */
public final class SiteCheckTable implements SiteChecks {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String KEEP = """
      with ours as (
        update site_state set lease_owner = null, lease_until = null, next_at = :next::timestamptz, outcome = :outcome,
          since = case when outcome = :outcome then since else :at::timestamptz end, good = case when :good::boolean then good + 1 else 0 end, bad = case when :good::boolean then 0 else bad + 1 end,
          checked_at = :at::timestamptz, checked_by = :by, last = :last::jsonb
        where site_id = :site and lease_owner = :owner and exists (select from sites where id = :site)
        returning site_id)
      insert into site_check (id, site_id, at, checked_by, outcome, status_code, resolve_seconds, connect_seconds, tls_seconds, processing_seconds, transfer_seconds,
        total_seconds, bytes, address, certificate_expires, has_regexp, causes)
      select :id::bigint, site_id, :at::timestamptz, :by, :outcome, :status::integer, :resolve::real, :connect::real, :tls::real, :processing::real, :transfer::real, :total::real,
        :bytes::bigint, :address, :expires::timestamptz, :regexp::boolean, :causes::jsonb from ours""";

  private final Database database;
  private final Clock clock;
  private final String instance;

  /** @param instance tells this process from others that share the database */
  public SiteCheckTable(Database database, Clock clock, String instance) {
    this.database = database;
    this.clock = clock;
    this.instance = instance;
  }

  @Override
  public boolean keep(SiteCheck check) {
    Observation seen = check.seen();
    Phases phases = seen.phases();
    Instant next = Rhythm.of(check.site().id(), check.site().every()).after(clock.instant());
    return database.sql().sql(KEEP)
        .param("id", check.id()).param("site", check.site().id()).param("owner", DueSites.owner(instance, check.id()))
        .param("next", Timestamp.from(next)).param("at", Timestamp.from(seen.at())).param("by", instance)
        .param("outcome", seen.outcome().word()).param("good", seen.outcome() == Outcome.UP)
        .param("status", seen.status().orElse(null)).param("resolve", seconds(phases.resolve())).param("connect", seconds(phases.connect()))
        .param("tls", seconds(phases.tls())).param("processing", seconds(phases.processing())).param("transfer", seconds(phases.transfer()))
        .param("total", seconds(Optional.of(phases.total()))).param("bytes", seen.bytes()).param("address", seen.address().orElse(null))
        .param("expires", seen.certificateExpires().map(Timestamp::from).orElse(null)).param("regexp", seen.hasRegexp().orElse(null))
        .param("causes", json(causes(seen))).param("last", json(last(check)))
        .update() == 1;
  }

  private static Double seconds(Optional<Duration> time) {
    return time.map(t -> t.toNanos() / 1e9).orElse(null);
  }

  private static List<Map<String, String>> causes(Observation seen) {
    return seen.causes().stream().map(cause -> Map.of("kind", cause.kind().word(), "text", cause.text())).toList();
  }

  private static Map<String, Object> last(SiteCheck check) {
    Observation seen = check.seen();
    Map<String, Object> last = new LinkedHashMap<>();
    last.put("checkId", check.id());
    seen.status().ifPresent(status -> last.put("status", status));
    last.put("totalSeconds", seconds(Optional.of(seen.phases().total())));
    seen.phases().headers().ifPresent(time -> last.put("headersSeconds", seconds(Optional.of(time))));
    last.put("phases", phases(seen.phases()));
    seen.hasRegexp().ifPresent(has -> last.put("hasRegexp", has));
    seen.address().ifPresent(address -> last.put("address", address));
    seen.certificateExpires().ifPresent(time -> last.put("certificateExpires", time.toString()));
    last.put("causes", causes(seen));
    return last;
  }

  private static Map<String, Double> phases(Phases phases) {
    Map<String, Double> known = new LinkedHashMap<>();
    BiConsumer<String, Optional<Duration>> put = (name, time) -> time.ifPresent(t -> known.put(name, t.toNanos() / 1e9));
    put.accept("resolve", phases.resolve());
    put.accept("connect", phases.connect());
    put.accept("tls", phases.tls());
    put.accept("processing", phases.processing());
    put.accept("transfer", phases.transfer());
    return known;
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
