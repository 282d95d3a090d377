package wadi.domain.sites;

import java.time.Instant;

/**
 * A check that is to be made now.
 *
 * @param id what the check will be called
 * @param dueAt when it should begin
 */
public record DueCheck(long id, Site site, Instant dueAt) {}
