package wadi.platform.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import wadi.domain.alerting.Severity;
import wadi.domain.sites.Cause;
import wadi.domain.sites.Expectations;
import wadi.domain.sites.Incident;
import wadi.domain.sites.Outcome;
import wadi.domain.sites.Result;
import wadi.domain.sites.Site;
import wadi.domain.sites.SiteCheck;
import wadi.domain.sites.Track;
import wadi.domain.sites.Trouble;
import wadi.platform.ports.SiteIncidents;

/** One row for each time that something was wrong; a unique index keeps it to one that is open of each track of a site. */
public final class SiteIncidentTable implements SiteIncidents {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<LinkedHashMap<String, Integer>> COUNTS = new TypeReference<>() {};
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final String OPEN = """
      select i.*, exists (select from alert a where a.id = i.alert_id and a.silenced_by is not null) as silenced,
        i.prober = :instance or not exists (select from process p where p.instance = i.prober and p.seen_at > now() - %s) as ours
      from site_incident i
      where i.ended_at is null and coalesce(i.site_id, 0) in (:site, 0)
      order by i.site_id nulls last""".formatted(ProcessTable.GONE);

  private static final String BEFORE = """
      select c.at, c.outcome, c.causes, c.certificate_expires from site_check c
      where c.site_id = :site and c.id <> :check and c.at <= :at
        and c.at >= coalesce((select max(i.ended_at) from site_incident i where i.site_id is null), '-infinity')
        and (:any or c.outcome <> 'down' or c.certificate_expires is not null)
      order by c.at desc limit :most""";

  private static final String OTHERS = """
      select s.id, coalesce(s.name, s.url) as name, s.url from sites s join site_state t on t.site_id = s.id
      where s.enabled and s.id <> :site
        and (t.outcome <> 'down' or exists (select from site_check c where c.site_id = s.id and c.at > now() - interval '1 day' and c.outcome <> 'down'))
        and not exists (select from site_incident i where i.ended_at is null and coalesce(i.site_id, 0) = s.id and i.track = 'availability' and i.kind = 'down')
      order by t.outcome = 'down', t.checked_at desc limit :most""";

  private final Database database;
  private final String instance;

  /** @param instance tells this process from others that share the database */
  public SiteIncidentTable(Database database, String instance) {
    this.database = database;
    this.instance = instance;
  }

  @Override
  public List<Open> open(int siteId) {
    return open(OPEN, siteId);
  }

  @Override
  public List<Open> hold(int siteId) {
    return open(OPEN + " for update of i", siteId);
  }

  private List<Open> open(String query, int siteId) {
    return database.sql().sql(query).param("site", siteId).param("instance", instance)
        .query((row, n) -> new Open(incident(row), row.getBoolean("silenced"), row.getBoolean("ours"))).list();
  }

  @Override
  public List<Result> before(SiteCheck check, Track track, int most) {
    return database.sql().sql(BEFORE).param("site", check.site().id()).param("check", check.id()).param("at", Timestamp.from(check.seen().at()))
        .param("any", track == Track.AVAILABILITY).param("most", most)
        .query((row, n) -> result(row, track)).list().stream().flatMap(Optional::stream).toList();
  }

  @Override
  public List<Site> others(int siteId, int most) {
    return database.sql().sql(OTHERS).param("site", siteId).param("most", most)
        .query((row, n) -> new Site(row.getInt("id"), row.getString("name"), row.getString("url"), PATIENCE, PATIENCE, 1, Expectations.NONE, Optional.empty())).list();
  }

  @Override
  public boolean begin(Incident incident) {
    return database.sql().sql("""
        insert into site_incident (id, site_id, track, kind, severity, began_at, opened_at, checks, causes, alert_id, prober)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?) on conflict (coalesce(site_id, 0), track) where ended_at is null do nothing""")
        .params(incident.id(), incident.siteId().orElse(null), incident.trouble().track().word(), incident.trouble().word(), incident.trouble().severity().word(),
            Timestamp.from(incident.beganAt()), Timestamp.from(incident.openedAt()), incident.checks(), write(incident.causes()), incident.alertId().orElse(null),
            incident.trouble() == Trouble.PROBER ? instance : null).update() == 1;
  }

  @Override
  public void keep(Incident incident) {
    database.sql().sql("update site_incident set checks = ?, causes = ?::jsonb, alert_id = ? where id = ?")
        .params(incident.checks(), write(incident.causes()), incident.alertId().orElse(null), incident.id()).update();
  }

  @Override
  public boolean end(Incident incident, Instant at) {
    return database.sql().sql("update site_incident set ended_at = ?, checks = ?, causes = ?::jsonb where id = ? and ended_at is null")
        .params(Timestamp.from(at), incident.checks(), write(incident.causes()), incident.id()).update() == 1;
  }

  private static Incident incident(ResultSet row) throws SQLException {
    try {
      return new Incident(row.getLong("id"), Optional.ofNullable(row.getObject("site_id", Integer.class)),
          Trouble.of(row.getString("kind"), Severity.of(row.getString("severity"))), row.getTimestamp("began_at").toInstant(),
          row.getTimestamp("opened_at").toInstant(), row.getInt("checks"), JSON.readValue(row.getString("causes"), COUNTS),
          Optional.ofNullable(row.getObject("alert_id", Long.class)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("incident %d has causes that cannot be read".formatted(row.getLong("id")), e);
    }
  }

  private static Optional<Result> result(ResultSet row, Track track) throws SQLException {
    Instant at = row.getTimestamp("at").toInstant();
    Outcome outcome = Outcome.valueOf(row.getString("outcome").toUpperCase(Locale.ROOT));
    List<Cause> causes = causes(row.getString("causes"));
    Optional<Instant> expires = Optional.ofNullable(row.getTimestamp("certificate_expires")).map(Timestamp::toInstant);
    return track == Track.CERTIFICATE ? Result.ofCertificate(at, outcome, expires, causes) : Optional.of(Result.ofAvailability(at, outcome, causes));
  }

  private static List<Cause> causes(String json) {
    try {
      List<Cause> causes = new ArrayList<>();
      for (JsonNode cause : JSON.readTree(json)) {
        causes.add(new Cause(Cause.Kind.valueOf(cause.path("kind").asText().toUpperCase(Locale.ROOT)), cause.path("text").asText()));
      }
      return causes;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a check has causes that cannot be read", e);
    }
  }

  private static String write(Map<String, Integer> causes) {
    try {
      return JSON.writeValueAsString(causes);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
