package wadi.platform.ops;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import wadi.domain.sites.SiteDefaults;
import wadi.domain.sites.SiteEntry;
import wadi.platform.postgres.SiteQueries.Seen;

/** Sites as the operations API shows them: their settings, with what holds for those that were left out, and how they are. */
final class SiteViews {
  private final SiteDocuments documents;

  SiteViews(SiteDocuments documents) {
    this.documents = documents;
  }

  /** @param more further members, as JSON */
  String json(Seen seen, String... more) {
    SiteEntry site = seen.site().entry();
    SiteDefaults usual = documents.usual();
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("id", seen.site().id());
    members.put("name", site.title());
    members.put("url", site.url());
    members.put("every", documents.words(site.every().orElse(usual.every())));
    members.put("timeout", documents.words(site.timeout().orElse(usual.timeout())));
    members.put("after", site.after().orElse(usual.after()));
    documents.document(site).forEach(members::putIfAbsent);
    members.put("origin", seen.site().origin());
    String settings = JsonText.of(members);
    return Stream.concat(Stream.of(settings.substring(1, settings.length() - 1), "\"state\":" + seen.state().orElse("null")), Stream.of(more))
        .collect(Collectors.joining(",", "{", "}"));
  }
}
