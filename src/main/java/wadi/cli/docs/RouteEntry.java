package wadi.cli.docs;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What the documentation says of one route.
 *
 * @param group its capability
 * @param file relative to Wadi's folder
 * @param from URI it begins with; options are left out of URIs and placeholders stay as they are written
 * @param calls URIs it sends to, in its order
 * @param failures URIs that its route configuration sends to when something fails
 */
public record RouteEntry(String id, String description, String group, String file, String from, List<String> calls, List<String> failures) {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{.*?}}");

  /** Whether {@code uri} leads to this route; a placeholder in it stands for anything, as in {@code direct:publish-alert-{{broker}}}. */
  boolean isCalledBy(String uri) {
    StringBuilder pattern = new StringBuilder();
    int end = 0;
    for (var match = PLACEHOLDER.matcher(uri); match.find(); end = match.end()) {
      pattern.append(Pattern.quote(uri.substring(end, match.start()))).append(".+");
    }
    pattern.append(Pattern.quote(uri.substring(end)));
    return from.startsWith("direct:") && Pattern.matches(pattern.toString(), from);
  }
}
