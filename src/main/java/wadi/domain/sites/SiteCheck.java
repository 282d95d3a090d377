package wadi.domain.sites;

/** One check of a site: its number, what was checked, and what was seen. */
public record SiteCheck(long id, Site site, Observation seen) {}
