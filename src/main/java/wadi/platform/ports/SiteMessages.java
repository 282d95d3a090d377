package wadi.platform.ports;

import wadi.domain.sites.SiteMessage;

/** Which checks were read from the broker, so that a second copy has no effect. */
public interface SiteMessages {
  /** True for the first copy; the record of it commits or rolls back with the transaction of this thread. */
  boolean isFirst(SiteMessage message);
}
