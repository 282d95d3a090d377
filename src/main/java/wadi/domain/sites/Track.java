package wadi.domain.sites;

import java.util.Locale;

/** What is watched by itself: of each, a site has one open incident at most. */
public enum Track {
  AVAILABILITY,
  CERTIFICATE,
  /** Of no site: whether we can see any. */
  PROBER;

  /** As it stands in the database. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
