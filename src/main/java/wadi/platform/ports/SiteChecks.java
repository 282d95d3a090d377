package wadi.platform.ports;

import wadi.domain.sites.SiteCheck;

/** Where checks of sites are kept. */
public interface SiteChecks {
  /**
   * Keeps a check, counts it in its site's state and gives back the site's lease, with the transaction of this thread.
   *
   * @return false when it is not the caller's any more: its lease was over and somebody else took it, or the site is gone. Then nothing was kept
   */
  boolean keep(SiteCheck check);
}
