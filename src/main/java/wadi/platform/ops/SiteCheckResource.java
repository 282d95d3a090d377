package wadi.platform.ops;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import wadi.domain.sites.Observation;
import wadi.domain.sites.Outcome;
import wadi.domain.sites.Site;
import wadi.platform.ops.SiteLooks.Look;
import wadi.platform.postgres.AuditTable;
import wadi.platform.postgres.Database;
import wadi.platform.postgres.SiteTable;
import wadi.platform.postgres.SiteTable.Stored;

/** Looks at sites when somebody asks for it. */
final class SiteCheckResource {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SiteTable table;
  private final AuditTable audit;
  private final SiteDocuments documents;
  private final SiteLooks looks;

  SiteCheckResource(Database database, SiteDocuments documents, SiteLooks looks) {
    this.table = new SiteTable(database);
    this.audit = new AuditTable(database);
    this.documents = documents;
    this.looks = looks;
  }

  /** The body names them, by name or number; without one all that are enabled are meant. */
  String check(RoutingContext request) {
    Parameters query = new Parameters(request, "publish", "reason");
    boolean publish = "true".equals(query.choice("publish", List.of("true", "false")));
    List<Stored> wanted = wanted(request.body().asString());
    audit.write(query.actor(), publish ? "check-sites-and-publish" : "check-sites", "sites", wanted.size() + " checked");
    List<Site> sites = wanted.stream().map(site -> site.entry().site(site.id(), documents.usual())).toList();
    List<Map<String, Object>> seen = looks.at(sites, publish).stream().map(SiteCheckResource::members).toList();
    long bad = seen.stream().filter(look -> !List.of(Outcome.UP.word(), Outcome.DEGRADED.word()).contains(look.get("outcome"))).count();
    return JsonText.of(Map.of("checks", seen, "bad", bad));
  }

  private List<Stored> wanted(String body) {
    if (body == null || body.isBlank()) {
      return table.all().stream().filter(site -> site.entry().enabled()).toList();
    }
    List<Stored> wanted = new ArrayList<>();
    try {
      JsonNode names = JSON.readTree(body).path("names");
      if (!names.isArray() || names.isEmpty()) {
        throw Refusal.badRequest("The body must be such as {\"names\": [\"shop\"]}, or nothing, for all sites.");
      }
      names.forEach(name -> wanted.add(table.one(name.asText())));
      return wanted;
    } catch (JsonProcessingException e) {
      throw Refusal.badRequest("The body is no JSON.");
    }
  }

  private static Map<String, Object> members(Look look) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("id", look.site().id());
    members.put("name", look.site().name());
    members.put("url", look.site().url());
    members.put("outcome", look.seen().map(Observation::outcome).map(Outcome::word).orElse("busy"));
    members.put("published", look.published());
    look.seen().ifPresent(seen -> {
      members.put("status", seen.status().orElse(null));
      members.put("seconds", seconds(seen.phases().total()));
      Map<String, Double> phases = new LinkedHashMap<>();
      put(phases, "resolve", seen.phases().resolve());
      put(phases, "connect", seen.phases().connect());
      put(phases, "tls", seen.phases().tls());
      put(phases, "processing", seen.phases().processing());
      put(phases, "transfer", seen.phases().transfer());
      members.put("phases", phases);
      members.put("bytes", seen.bytes());
      members.put("address", seen.address().orElse(null));
      members.put("certificateExpires", seen.certificateExpires().map(Object::toString).orElse(null));
      members.put("hasRegexp", seen.hasRegexp().orElse(null));
      members.put("causes", seen.causes().stream().map(cause -> Map.of("kind", cause.kind().name().toLowerCase(Locale.ROOT), "text", cause.text())).toList());
    });
    return members;
  }

  private static void put(Map<String, Double> phases, String name, Optional<Duration> time) {
    time.ifPresent(t -> phases.put(name, seconds(t)));
  }

  private static double seconds(Duration time) {
    return Math.round(time.toNanos() / 1e3) / 1e6;
  }
}
