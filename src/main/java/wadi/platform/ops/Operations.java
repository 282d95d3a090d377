package wadi.platform.ops;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import wadi.domain.alerting.Severity;
import wadi.platform.Doorbells;
import wadi.platform.budgets.Outlooks;
import wadi.platform.http.TrustedProxies;
import wadi.platform.keys.KeyChanges;
import wadi.platform.postgres.AlertQueries;
import wadi.platform.postgres.AuditQueries;
import wadi.platform.postgres.AuditTable.Actor;
import wadi.platform.postgres.Database;
import wadi.platform.postgres.DeadLetterTable;
import wadi.platform.postgres.DeliveryQueries;
import wadi.platform.postgres.Page;
import wadi.platform.postgres.ParkedDeliveries;
import wadi.platform.postgres.ParkedQueries;
import wadi.platform.postgres.Row;
import wadi.platform.postgres.TransactionQueries;

/** {@code /ops} on the management port, docs/ops-api.md. Needs the database only: it works without routes, and while they change. */
public final class Operations {
  private static final int WORKERS = 4;
  private static final long LARGEST_MESSAGE = 1024 * 1024;
  private static final List<String> STATUSES =
      List.of("waiting", "delayed", "leased", "submitted", "delivered", "parked", "expired", "cancelled");

  private static final List<String> CANCELLABLE = List.of("waiting", "delayed", "parked");

  private final AlertQueries alerts;
  private final TransactionQueries transactions;
  private final DeliveryQueries deliveries;
  private final ParkedQueries parked;
  private final AuditQueries audit;
  private final Replays replays;
  private final GenerationResources generations;
  private final KeyResources keys;
  private final SiteResources sites;
  private final SilenceResources silences;
  private final LookResources look;
  private final Explanations explanations;
  private final Clock clock;
  private final Outlooks outlooks;

  /** What it needs of the platform. */
  public record Parts(Database database, DeadLetterTable deadLetters, Doorbells doorbells, Clock clock, Outlooks outlooks,
      KeyChanges keys) {}

  /** What it needs of the routes that run. */
  public record Live(RouteEntrance routes, Reloads reloads, Explanations explanations, RouteMap map, Inspections inspections,
      SiteDocuments siteDocuments, SiteLooks siteLooks) {}

  public Operations(Parts parts, Live live) {
    this.explanations = live.explanations();
    this.clock = parts.clock();
    this.outlooks = parts.outlooks();
    this.alerts = new AlertQueries(parts.database());
    this.transactions = new TransactionQueries(parts.database());
    this.deliveries = new DeliveryQueries(parts.database());
    this.parked = new ParkedQueries(parts.database());
    this.audit = new AuditQueries(parts.database());
    this.replays = new Replays(parts.database(), new ParkedDeliveries(parts.database(), parts.doorbells()), parts.deadLetters(), live.routes(), parts.clock());
    this.generations = new GenerationResources(parts.database(), live.reloads());
    this.keys = new KeyResources(parts.keys());
    this.sites = new SiteResources(parts.database(), live.siteDocuments(), live.siteLooks(), parts.clock());
    this.silences = new SilenceResources(parts.database(), parts.clock());
    this.look = new LookResources(parts.database(), parts.clock(), live.map(), live.inspections());
  }

  /**
   * Adds {@code /ops} to the router.
   *
   * @param host the address the router's server listens on
   * @param proxies whose word about a client counts
   */
  public void mount(Vertx vertx, Router router, OperationsToken token, String host, TrustedProxies proxies) {
    mount(vertx, router, new Gate(token, host, proxies));
  }

  /** On threads of its own: a long replay must not keep probes waiting. */
  void mount(Vertx vertx, Router router, Gate gate) {
    router.route("/ops").handler(gate);
    router.route("/ops/*").handler(gate);
    Resources resources = new Resources(router, vertx.createSharedWorkerExecutor("operations", WORKERS, 15, TimeUnit.MINUTES));
    resources.on(HttpMethod.GET, "/ops/alerts", this::alerts)
        .on(HttpMethod.GET, "/ops/alerts/:id", this::alert)
        .on(HttpMethod.GET, "/ops/transactions/:id", this::transaction)
        .on(HttpMethod.GET, "/ops/deliveries", this::deliveries)
        .on(HttpMethod.POST, "/ops/deliveries/cancel", this::cancelAll)
        .on(HttpMethod.GET, "/ops/deliveries/:id", this::delivery)
        .on(HttpMethod.DELETE, "/ops/deliveries/:id", this::cancel)
        .on(HttpMethod.GET, "/ops/parked", this::parked)
        .on(HttpMethod.POST, "/ops/parked/replay", this::replayAll)
        .on(HttpMethod.GET, "/ops/parked/:kind/:id", this::oneParked)
        .on(HttpMethod.DELETE, "/ops/parked/:kind/:id", this::dismiss)
        .on(HttpMethod.POST, "/ops/parked/:kind/:id/replay", this::replay)
        .on(HttpMethod.GET, "/ops/budgets", this::budgets)
        .on(HttpMethod.GET, "/ops/audit", this::audit)
        .withBody(HttpMethod.POST, "/ops/explain", LARGEST_MESSAGE, this::explain);
    generations.mount(resources);
    keys.mount(resources);
    sites.mount(resources);
    silences.mount(resources);
    look.mount(resources);
    resources.close("/ops");
  }

  private String alerts(RoutingContext request) {
    Parameters query = new Parameters(request, "severity", "since", "transaction", "silence", "limit", "cursor");
    List<String> severities = Stream.of(Severity.values()).map(Severity::word).toList();
    return JsonText.page("alerts", alerts.list(new AlertQueries.Wanted(query.choice("severity", severities), query.instant("since"),
        query.id("transaction"), query.id("silence"), query.before()), query.limit()));
  }

  private String alert(RoutingContext request) {
    new Parameters(request);
    return JsonText.found(alerts.one(Parameters.pathId(request)), "There is no alert of this number; perhaps it is older than retention.alerts.");
  }

  private String transaction(RoutingContext request) {
    new Parameters(request);
    return JsonText.found(transactions.one(Parameters.pathNumber(request)), "There is no transaction of this number; perhaps it is older than"
        + " retention.transactions, or it was clean and intake.journal keeps none of these.");
  }

  private String deliveries(RoutingContext request) {
    Parameters query = new Parameters(request, "channel", "status", "recipient", "alert", "provider", "route", "error", "limit", "cursor");
    Page<Row> page = deliveries.list(query.deliveries(STATUSES).before(query.before()), query.limit());
    return JsonText.page("deliveries", page, "\"backlog\":" + deliveries.backlog());
  }

  private String delivery(RoutingContext request) {
    new Parameters(request);
    return JsonText.found(deliveries.one(Parameters.pathId(request)), "There is no delivery of this number; perhaps it is older than retention.deliveries.");
  }

  private String cancel(RoutingContext request) {
    Parameters query = new Parameters(request, "reason");
    return JsonText.of(replays.cancel(Parameters.pathId(request), why(query)));
  }

  private String cancelAll(RoutingContext request) {
    Parameters query = new Parameters(request, "channel", "status", "recipient", "alert", "provider", "route", "error", "until", "limit", "cursor", "reason");
    Instant until = query.instant("until");
    return JsonText.of(replays.cancel(query.deliveries(CANCELLABLE), until == null ? clock.instant() : until, query.limit(), query.before(), why(query)));
  }

  private static Actor why(Parameters query) {
    if (query.text("reason") == null) {
      throw Refusal.badRequest("reason is missing: say why nobody needs this message any more.");
    }
    return query.actor();
  }

  private String parked(RoutingContext request) {
    Parameters query = new Parameters(request, "kind", "id", "channel", "route", "until", "status", "provider", "error", "limit", "cursor");
    Page<ParkedQueries.Parked> page = parked.newestFirst(query.parked(), query.limit(), query.parkedCursor());
    return JsonText.page("parked", new Page<>(page.rows().stream().map(row -> new Row(row.id(), row.json())).toList(), page.next()),
        "\"total\":" + parked.counts());
  }

  private String oneParked(RoutingContext request) {
    new Parameters(request);
    return kind(request).equals(ParkedQueries.DELIVERY) ? JsonText.found(deliveries.one(Parameters.pathId(request)), "There is no delivery of this number.")
        : JsonText.found(parked.deadLetter(Parameters.pathId(request)), "There is no dead letter of this number.");
  }

  private String replay(RoutingContext request) {
    Parameters query = new Parameters(request, "reason", "deadline");
    return JsonText.of(replays.replay(kind(request), Parameters.pathId(request), query.instant("deadline"), query.actor()));
  }

  private String replayAll(RoutingContext request) {
    Parameters query = new Parameters(request, "kind", "channel", "route", "until", "status", "provider", "error", "limit", "cursor", "deadline", "reason");
    ParkedQueries.Wanted wanted = query.parked().untilOr(clock.instant());
    return JsonText.of(replays.replay(parked, wanted, query.limit(), query.parkedCursor(), query.instant("deadline"), query.actor()));
  }

  private String dismiss(RoutingContext request) {
    Parameters query = new Parameters(request, "reason");
    return JsonText.of(replays.dismiss(kind(request), Parameters.pathId(request), why(query)));
  }

  private String budgets(RoutingContext request) {
    new Parameters(request);
    return JsonText.of(outlooks.json());
  }

  private String audit(RoutingContext request) {
    Parameters query = new Parameters(request, "target", "limit", "cursor");
    return JsonText.page("audit", audit.list(query.text("target"), query.before(), query.limit()));
  }

  private String explain(RoutingContext request) {
    new Parameters(request);
    try {
      return explanations.of(request.body().asString() == null ? "" : request.body().asString())
          .orElseThrow(() -> Refusal.tooMany("Another message is being explained. Try again in a second."));
    } catch (Unexplainable e) {
      throw Refusal.badRequest("The message " + e.getMessage() + ".");
    }
  }

  private static String kind(RoutingContext request) {
    String kind = request.pathParam("kind");
    if (!Parameters.KINDS.contains(kind)) {
      throw Refusal.notFound("There is nothing at this path.");
    }
    return kind;
  }
}
