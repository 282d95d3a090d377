package wadi.platform.ports;

import java.util.Optional;

/** Who hears of a site, where somebody said so for it alone. */
public interface SiteRecipients {
  /**
   * @param recipients as JSON: by channel, and by severity or for all
   */
  record OfSite(String site, String recipients) {}

  /** Nothing when there is no such site, or nobody said so. */
  @Reads
  Optional<OfSite> of(int siteId);
}
