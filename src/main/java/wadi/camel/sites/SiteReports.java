package wadi.camel.sites;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Variable;
import wadi.domain.sites.Observation;
import wadi.domain.sites.SiteCheck;
import wadi.domain.sites.SiteMessage;
import wadi.domain.sites.WrittenTimes;
import wadi.platform.ports.SiteChecks;

/** Named in YAML as {@code siteReports}: what becomes of a check that was made. */
public final class SiteReports {
  private static final double NANOS = 1e9;

  private final SiteChecks checks;
  private final boolean compatible;
  private final MeterRegistry meters;

  /** @param compatible whether what is published has the original's members only */
  SiteReports(SiteChecks checks, boolean compatible, MeterRegistry meters) {
    this.checks = checks;
    this.compatible = compatible;
    this.meters = meters;
  }

  /** Writes it down; false when somebody else has checked the site meanwhile, or it is gone. */
  public boolean keep(@Variable("check") SiteCheck check) {
    boolean kept = checks.keep(check);
    if (!kept) {
      meters.counter("sites_leases_lost_total").increment();
    }
    return kept;
  }

  /** What is published of it: the original's members, and ours. */
  public Map<String, Object> message(@Variable("check") SiteCheck check) {
    SiteMessage message = SiteMessage.of(check);
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("site_id", message.siteId());
    value.put("status_code", message.status().orElse(null));
    value.put("response_time", message.responseTime().orElse(null));
    value.put("has_regexp", message.hasRegexp().orElse(null));
    value.put("created", message.created().map(WrittenTimes::text).orElse(""));
    value.put("modified", message.modified().map(WrittenTimes::text).orElse(""));
    value.put("comments", message.comments().orElse(""));
    if (!compatible) {
      addOurs(value, check);
    }
    return value;
  }

  private static void addOurs(Map<String, Object> value, SiteCheck check) {
    Observation seen = check.seen();
    value.put("check_id", check.id());
    value.put("checked_at", seen.at().toString());
    value.put("name", check.site().name());
    value.put("outcome", seen.outcome().word());
    value.put("total_time", seen.phases().total().toNanos() / NANOS);
    value.put("causes", seen.causes().stream().map(cause -> Map.of("kind", cause.kind().word(), "text", cause.text())).toList());
  }
}
