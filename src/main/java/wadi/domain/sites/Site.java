package wadi.domain.sites;

import java.time.Duration;
import java.util.Optional;

/**
 * A web site that is watched.
 *
 * @param name what people call it; its URL when nobody gave it one
 * @param every between the beginnings of two checks
 * @param timeout of one check: looking up the name, connecting, redirects and the answer together
 * @param after so many results of one kind, one after the other, are told
 * @param credentials the environment variable that has them: {@code user:password}, or {@code Bearer ...}
 */
public record Site(int id, String name, String url, Duration every, Duration timeout, int after, Expectations expectations, Optional<String> credentials) {}
