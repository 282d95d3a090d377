package wadi.runtime.spec;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * Something that left the route under test.
 *
 * @param mustBeListed whether a spec that does not list it fails
 * @param facts what a spec can say of it, as {@link Plain} values
 */
record Left(Kind kind, String name, boolean mustBeListed, Map<String, Object> facts) {
  enum Kind {
    TO, PORT, STEP;

    String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  String shown() {
    String telling = mustBeListed ? "body|with" : "options";
    return kind.word() + " " + name + facts.entrySet().stream().filter(f -> f.getKey().matches(telling) && f.getValue() != null)
        .map(f -> "  " + f.getKey() + ": " + Shown.of(f.getValue())).collect(Collectors.joining());
  }
}
