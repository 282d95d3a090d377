package wadi.camel.sites;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import wadi.domain.sites.Expectations;

/** Expectations as people write them. */
final class ExpectationWords {
  private ExpectationWords() {}

  static void put(Map<String, Object> document, Expectations expectations) {
    if (!expectations.statuses().isEmpty()) {
      document.put("status", ranges(expectations.statuses()));
    }
    expectations.present().ifPresent(pattern -> document.put("regexp", pattern));
    expectations.absent().ifPresent(pattern -> document.put("absent", pattern));
    if (!expectations.json().isEmpty()) {
      document.put("json", expectations.json());
    }
    if (!expectations.headers().isEmpty()) {
      document.put("header", expectations.headers());
    }
    expectations.within().ifPresent(within -> document.put("within", SiteReader.Times.words(within)));
    expectations.certificateDays().ifPresent(days -> document.put("certificate-days", days));
    expectations.redirectsTo().ifPresent(url -> document.put("redirects-to", url));
  }

  /** Those that follow each other as one: 200-299. */
  private static List<String> ranges(List<Integer> statuses) {
    List<Integer> sorted = statuses.stream().sorted().distinct().toList();
    List<String> ranges = new ArrayList<>();
    for (int first = 0, i = 0; i < sorted.size(); i++) {
      if (i + 1 == sorted.size() || sorted.get(i + 1) != sorted.get(i) + 1) {
        ranges.add(first == i ? sorted.get(i).toString() : sorted.get(first) + "-" + sorted.get(i));
        first = i + 1;
      }
    }
    return ranges;
  }
}
