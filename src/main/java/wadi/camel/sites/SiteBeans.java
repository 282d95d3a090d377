package wadi.camel.sites;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import wadi.camel.alerting.Silencing;
import wadi.domain.sites.SiteDefaults;
import wadi.platform.Settings;
import wadi.platform.ports.Ports;

/** The beans that the routes of {@code sites/} name. */
public final class SiteBeans {
  private SiteBeans() {}

  /** By name. */
  public static Map<String, Object> of(Ports ports, Settings settings, ObjectMapper json) {
    Map<String, Object> beans = new LinkedHashMap<>();
    SiteWatch watch = new SiteWatch(ports.siteIncidents(), new Silencing(ports.silences(), ports.clock()), ports.ids(), ports.clock());
    beans.put("siteWatch", watch);
    beans.put("siteControl", new SiteControl(watch, ports.siteIncidents(), ports.siteProber(), ports.stopwatch()));
    beans.put("siteProber", new SiteProbes(ports.siteProber()));
    beans.put("siteReports", new SiteReports(ports.siteChecks(), settings.flag("sites.compatible-publish"), ports.meters()));
    beans.put("siteMessages", new SiteMessageIntake(ports.siteMessages(), settings, ports.clock(), json));
    return beans;
  }

  /** What holds for sites that say nothing else. */
  public static SiteDefaults defaults(Settings settings) {
    return new SiteDefaults(settings.duration("sites.every"), settings.duration("sites.timeout"), settings.number("sites.after", 1, 1_000));
  }
}
