package wadi.platform.ops;

import java.util.List;
import java.util.Optional;
import wadi.domain.sites.Observation;
import wadi.domain.sites.Site;

/** Looks at sites now, because somebody asks. */
public interface SiteLooks {
  /**
   * What came of one.
   *
   * @param seen empty when it was not looked at: another process does just now
   * @param published whether the check was kept and published
   */
  record Look(Site site, Optional<Observation> seen, boolean published) {}

  /**
   * Looks at all of them, several at once, each within its timeout.
   *
   * @param publish whether checks are kept and published as those that are made by themselves are
   */
  List<Look> at(List<Site> sites, boolean publish);
}
