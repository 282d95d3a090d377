package wadi.domain.mail;

import java.time.Instant;

/**
 * What a mail is about. A name or id that is not known is empty.
 *
 * @param at when it takes place
 */
public record Mentoring(String mentorName, String mentorId, String mentoredName, String mentoredId, Instant at) {}
