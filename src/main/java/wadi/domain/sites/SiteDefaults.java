package wadi.domain.sites;

import java.time.Duration;

/** What holds for sites that say nothing else: see {@link Site}. */
public record SiteDefaults(Duration every, Duration timeout, int after) {}
