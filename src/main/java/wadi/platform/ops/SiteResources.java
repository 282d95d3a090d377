package wadi.platform.ops;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import wadi.domain.sites.Outcome;
import wadi.domain.sites.SiteEntry;
import wadi.platform.http.Problem;
import wadi.platform.ops.Resources.Answer;
import wadi.platform.postgres.Database;
import wadi.platform.postgres.Page;
import wadi.platform.postgres.Row;
import wadi.platform.postgres.SilenceTable;
import wadi.platform.postgres.SiteIncidentQueries;
import wadi.platform.postgres.SiteLists;
import wadi.platform.postgres.SiteQueries;
import wadi.platform.postgres.SiteTable;
import wadi.platform.postgres.SiteTable.NotChanged;
import wadi.platform.postgres.SiteTable.Stored;

/** The sites that are watched: what they are, how they are, and changes to them. */
final class SiteResources {
  private static final long LARGEST_SITE = 64 * 1024;
  private static final long LARGEST_LIST = 8 * 1024 * 1024;
  private static final int SHOWN = 20;
  private static final int MOST_DAYS = 400;
  private static final int DAYS = 30;
  private static final List<String> STATES = Stream.concat(Stream.of(Outcome.values()).map(Outcome::word), Stream.of("unchecked", "unwatched")).toList();

  private final SiteTable table;
  private final SiteLists lists;
  private final SiteQueries queries;
  private final SiteIncidentQueries incidents;
  private final SilenceTable silences;
  private final SiteDocuments documents;
  private final SiteViews views;
  private final SiteCheckResource checks;
  private final Clock clock;

  SiteResources(Database database, SiteDocuments documents, SiteLooks looks, Clock clock) {
    this.table = new SiteTable(database);
    this.lists = new SiteLists(database);
    this.queries = new SiteQueries(database);
    this.incidents = new SiteIncidentQueries(database);
    this.silences = new SilenceTable(database);
    this.documents = documents;
    this.views = new SiteViews(documents);
    this.checks = new SiteCheckResource(database, documents, looks);
    this.clock = clock;
  }

  void mount(Resources resources) {
    resources.on(HttpMethod.GET, "/ops/sites", this::list)
        .answer(HttpMethod.GET, "/ops/incidents", request -> told(() -> incidents(request)))
        .answerBody(HttpMethod.POST, "/ops/sites", LARGEST_SITE, request -> told(() -> add(request)))
        .answerBody(HttpMethod.POST, "/ops/sites/import", LARGEST_LIST, request -> told(() -> bring(request)))
        .answerBody(HttpMethod.POST, "/ops/sites/check", LARGEST_LIST, request -> told(() -> checks.check(request)))
        .answer(HttpMethod.GET, "/ops/sites/:name", request -> told(() -> one(request)))
        .answerBody(HttpMethod.PATCH, "/ops/sites/:name", LARGEST_SITE, request -> told(() -> change(request)))
        .answer(HttpMethod.DELETE, "/ops/sites/:name", request -> told(() -> remove(request)))
        .answer(HttpMethod.POST, "/ops/sites/:name/enable", request -> told(() -> enable(request, true)))
        .answer(HttpMethod.POST, "/ops/sites/:name/disable", request -> told(() -> enable(request, false)))
        .answer(HttpMethod.GET, "/ops/sites/:name/uptime", request -> told(() -> uptime(request)));
  }

  /** What cannot be is said in the words of whoever found it out. */
  private static Answer told(Supplier<String> answer) {
    try {
      return new Answer(200, Resources.JSON, answer.get());
    } catch (NotChanged e) {
      throw e.isMissing() ? Refusal.notFound(e.getMessage()) : Refusal.conflict(e.getMessage());
    } catch (UnusableSites e) {
      Map<String, Object> members = new LinkedHashMap<>(new Problem(422, "Unprocessable Content", e.getMessage()).members());
      members.put("errors", e.faults());
      return new Answer(422, Problem.CONTENT_TYPE, JsonText.of(members));
    }
  }

  private String list(RoutingContext request) {
    Parameters query = new Parameters(request, "outcome", "name", "limit", "cursor");
    Page<SiteQueries.Seen> page = queries.list(query.choice("outcome", STATES), query.text("name"), query.before(), query.limit());
    SiteSilences on = silenced();
    List<Row> rows = page.rows().stream().map(seen -> new Row(seen.site().id(), views.json(seen, "\"silenced\":" + on.of(seen.site())))).toList();
    return JsonText.page("sites", new Page<>(rows, page.next()), "\"counts\":" + queries.counts());
  }

  private String incidents(RoutingContext request) {
    Parameters query = new Parameters(request, "open", "site", "limit", "cursor");
    String open = query.choice("open", List.of("true", "false"));
    Integer site = query.text("site") == null ? null : table.one(query.text("site")).id();
    return JsonText.page("incidents", incidents.list(new SiteIncidentQueries.Wanted(open == null ? null : Boolean.valueOf(open), site, query.before()), query.limit()));
  }

  private SiteSilences silenced() {
    return new SiteSilences(silences.current(clock.instant()));
  }

  private String add(RoutingContext request) {
    Parameters query = new Parameters(request, "reason");
    return views.json(queries.state(table.add(documents.one(body(request)), query.actor())));
  }

  private String bring(RoutingContext request) {
    Parameters query = new Parameters(request, "format", "reason");
    String format = query.choice("format", SiteDocuments.FORMATS);
    return JsonText.of(lists.bring(documents.many(body(request), format == null ? "yaml" : format), query.actor()));
  }

  private String one(RoutingContext request) {
    new Parameters(request);
    Stored site = named(request);
    String wrong = incidents.list(new SiteIncidentQueries.Wanted(null, site.id(), null), SHOWN).rows().stream().map(Row::json).collect(Collectors.joining(",", "[", "]"));
    return views.json(queries.state(site), "\"silenced\":" + silenced().of(site), "\"checks\":" + queries.checks(site.id(), SHOWN), "\"incidents\":" + wrong);
  }

  private String change(RoutingContext request) {
    Parameters query = new Parameters(request, "reason");
    Stored before = named(request);
    return views.json(queries.state(table.change(before, documents.changed(before.entry(), body(request)), query.actor())));
  }

  private String enable(RoutingContext request, boolean watched) {
    Parameters query = new Parameters(request, "reason");
    Stored before = named(request);
    SiteEntry site = before.entry().enabled(watched);
    return views.json(queries.state(table.change(before, site, query.actor())));
  }

  private String remove(RoutingContext request) {
    Parameters query = new Parameters(request, "reason");
    Stored site = named(request);
    table.remove(site, query.actor());
    return JsonText.of(Map.of("id", site.id(), "outcome", "removed"));
  }

  private String uptime(RoutingContext request) {
    Parameters query = new Parameters(request, "days");
    Long days = query.id("days");
    if (days != null && (days < 1 || days > MOST_DAYS)) {
      throw Refusal.badRequest("days must be a number from 1 to " + MOST_DAYS + ".");
    }
    Stored site = named(request);
    return queries.uptime(site.id(), LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC), days == null ? DAYS : days.intValue());
  }

  private Stored named(RoutingContext request) {
    return table.one(request.pathParam("name"));
  }

  private static String body(RoutingContext request) {
    String body = request.body().asString();
    if (body == null || body.isBlank()) {
      throw Refusal.badRequest("The body is missing: docs/ops-api.md says what it is.");
    }
    if (body.indexOf('\0') >= 0) {
      throw Refusal.badRequest("The body holds a character that cannot be stored: U+0000.");
    }
    return body.startsWith("\uFEFF") ? body.substring(1) : body;
  }
}
