package wadi.domain.sites;

/** Whether other sites answered when one did not. */
public enum Network {
  /** One did: it is the site. */
  SEEN,
  /** None did: it is our network. */
  GONE,
  /** Nobody looked, or there are too few others to say. */
  UNKNOWN
}
