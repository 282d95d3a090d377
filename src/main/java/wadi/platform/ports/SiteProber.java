package wadi.platform.ports;

import wadi.domain.sites.Observation;
import wadi.domain.sites.Site;

/** Looks at web sites. */
public interface SiteProber {
  /** Looks once, within the site's timeout; whatever happens is in the observation, so it never throws. */
  Observation probe(Site site);
}
