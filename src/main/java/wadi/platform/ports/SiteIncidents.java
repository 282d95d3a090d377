package wadi.platform.ports;

import java.time.Instant;
import java.util.List;
import wadi.domain.sites.Incident;
import wadi.domain.sites.Result;
import wadi.domain.sites.Site;
import wadi.domain.sites.SiteCheck;
import wadi.domain.sites.Track;

/** What is, or was, wrong with sites. */
public interface SiteIncidents {
  /**
   * An incident that has not ended.
   *
   * @param silenced whether nobody was told, as its alert was silenced
   * @param ours of the prober: whether it is this process that sees no site, or one that is gone
   */
  record Open(Incident incident, boolean silenced, boolean ours) {}

  /** Those of a site, and the prober's. */
  @Reads
  List<Open> open(int siteId);

  /** The same, and nobody else changes them before the transaction of this thread ends. */
  @Reads
  List<Open> hold(int siteId);

  /** What the site's checks before this one said of a track, the newest first, as far back as the last time when no site at all was seen. */
  @Reads
  List<Result> before(SiteCheck check, Track track, int most);

  /** Other sites that answered within a day and are not known to be down, those that answered last first; made to be looked at without expectations. */
  @Reads
  List<Site> others(int siteId, int most);

  /** Writes one down, with the transaction of this thread; false when there is one already of this site and track. */
  boolean begin(Incident incident);

  /** Writes down what changed of one, with the transaction of this thread. */
  void keep(Incident incident);

  /** Ends one, with the transaction of this thread; false when it has ended. */
  boolean end(Incident incident, Instant at);
}
