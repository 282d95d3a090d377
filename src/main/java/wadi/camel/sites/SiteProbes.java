package wadi.camel.sites;

import org.apache.camel.Body;
import org.apache.camel.Variable;
import wadi.domain.sites.Site;
import wadi.domain.sites.SiteCheck;
import wadi.platform.ports.SiteProber;

/** Named in YAML as {@code siteProber}. */
public final class SiteProbes {
  private final SiteProber prober;

  SiteProbes(SiteProber prober) {
    this.prober = prober;
  }

  /** Looks at the site once. */
  public SiteCheck check(@Body Site site, @Variable("checkId") long id) {
    return new SiteCheck(id, site, prober.probe(site));
  }
}
