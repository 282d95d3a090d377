package wadi.domain.sites;

import java.util.List;
import java.util.Optional;

/** What stands in an answer: read by somebody who knows regular expressions and JSON. */
public interface Content {
  /** Whether a regular expression is found in the body; empty when finding out takes too long. */
  Optional<Boolean> has(String regexp);

  /** The value at a path of the body's JSON, as text; empty when there is none, or no JSON. */
  Optional<String> at(String path);

  /** The values of a header. */
  List<String> headers(String name);

  /** Whether a regular expression is found in a header's value; empty when finding out takes too long. */
  Optional<Boolean> matches(String regexp, String value);

  /** Whether the body was longer than what was read of it. */
  boolean isCut();
}
