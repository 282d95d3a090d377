package wadi.runtime;

import io.vertx.core.Handler;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import wadi.camel.sites.SitePapers;
import wadi.platform.Platform;
import wadi.platform.Settings;
import wadi.platform.budgets.Outlooks;
import wadi.platform.http.ConsolePages;
import wadi.platform.http.HostCheck;
import wadi.platform.http.Problem;
import wadi.platform.http.TrustedProxies;
import wadi.platform.inbox.FcmSandbox;
import wadi.platform.inbox.HttpbinSandbox;
import wadi.platform.inbox.InboxPages;
import wadi.platform.inbox.SmsSandbox;
import wadi.platform.keys.KeyChanges;
import wadi.platform.ops.Inspections;
import wadi.platform.ops.LastReload;
import wadi.platform.ops.Operations;
import wadi.platform.ops.Reloads;
import wadi.platform.ops.RouteMap;
import wadi.platform.postgres.ApiKeyTable;

/** What the management port answers: health, metrics, the console, the development inbox and the operations API. */
public final class Management {
  private static final int WORKERS = 4;

  private final Platform platform;
  private final Switchboard switchboard;
  private final LastReload lastReload;
  private final Outlooks outlooks;
  private final ScreeningState screening;
  private final Router router;
  private final WorkerExecutor workers;

  /** @param inspections of the files on this machine and of the history */
  record Live(CurrentRoutes routes, Reloads reloads, RouteMap map, Inspections inspections) {}

  Management(Platform platform, Switchboard switchboard, Live live, Outlooks outlooks, LastReload lastReload) {
    this.platform = platform;
    this.switchboard = switchboard;
    this.lastReload = lastReload;
    this.outlooks = outlooks;
    this.screening = new ScreeningState(switchboard, platform.meters());
    this.router = Router.router(platform.http().vertx());
    router.route().handler(new HostCheck(platform.settings().text("management.host")));
    this.workers = platform.http().vertx().createSharedWorkerExecutor("management", WORKERS);
    router.get("/observe/health").handler(request -> work(request, this::ready));
    router.get("/observe/health/ready").handler(request -> work(request, this::ready));
    router.get("/observe/health/live").handler(request -> state(request.response(), true, new JsonObject()));
    router.get("/observe/metrics").handler(request -> work(request, this::metrics));
    ConsolePages.mount(router);
    new InboxPages(platform.inbox()).mount(router);
    if (platform.settings().flag("inbox.enabled")) {
      new SmsSandbox(platform.inbox(), platform.settings()).mount(router);
      new FcmSandbox(platform.inbox()).mount(router);
      new HttpbinSandbox(platform.inbox()).mount(router);
    }
    new Operations(new Operations.Parts(platform.database(), platform.tables().deadLetters(), platform.doorbells(), platform.clock(), outlooks,
        new KeyChanges(new ApiKeyTable(platform.database()), platform.settings().home(), platform.keys()::look)),
        new Operations.Live(live.routes(), live.reloads(), new LiveExplanations(platform, switchboard, outlooks), live.map(), live.inspections(),
        new SitePapers(this::settings), new LiveSites(platform, switchboard))).mount(platform.http().vertx(), router, platform.operationsToken(),
        platform.settings().text("management.host"), TrustedProxies.of(platform.settings()));
    router.errorHandler(400, c -> new Problem(400, "Bad Request", "The request cannot be read.").send(c.response()));
    router.errorHandler(404, c -> new Problem(404, "Not Found", "There is nothing at this path.").send(c.response()));
    router.errorHandler(405, c -> new Problem(405, "Method Not Allowed", "This path does not take this method.").send(c.response()));
    router.errorHandler(413, c -> new Problem(413, "Content Too Large", "The body is too large.").send(c.response()));
    router.errorHandler(500, c -> new Problem(500, "Internal Server Error", "The request failed because of an error on our side.")
        .send(c.response()));
  }

  public Router router() {
    return router;
  }

  /** On threads of its own: probes must be answered when all workers wait for a database that is down. */
  private void work(RoutingContext request, Handler<RoutingContext> work) {
    workers.executeBlocking(() -> {
      work.handle(request);
      return null;
    }, false).onFailure(request::fail);
  }

  private void metrics(RoutingContext request) {
    request.response().putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8").end(platform.meters().scrape());
  }

  /** Ready without a broker or a provider too: alerts wait, so it is only degraded; without
   * velocity windows too: fraud.velocity.when-unavailable decides. And after a refused reload: the routes before it run. */
  private void ready(RoutingContext request) {
    JsonObject checks = new JsonObject();
    boolean database = platform.database().isUp();
    boolean generation = switchboard.current().isPresent();
    checks.put("database", database ? "UP" : "DOWN");
    checks.put("brokers", brokers());
    checks.put("providers", providers());
    checks.put("screening", screening.health(settings()));
    checks.put("velocity", platform.velocity().isUp() ? "UP" : "DEGRADED");
    checks.put("generation", switchboard.current().map(g -> new JsonObject().put("number", g.number()).put("hash", g.hash())).orElse(null));
    checks.put("roles", new JsonArray(platform.roles().words()));
    checks.put("reload", new JsonObject(lastReload.health()));
    state(request.response(), database && generation, checks);
  }

  /** Each one in use. */
  private JsonObject brokers() {
    JsonObject states = new JsonObject();
    platform.brokers().reachable(settings()).forEach((broker, up) -> states.put(broker, up ? "UP" : "DEGRADED"));
    return states;
  }

  /** Each that this process sends with; what waits for one that is out goes by the next, or when it is back. */
  private JsonObject providers() {
    JsonObject states = new JsonObject();
    outlooks.setup().channels().stream().flatMap(way -> way.lanes().stream()).forEach(lane -> outlooks.state(lane).ifPresent(state -> states.put(lane.budget(),
        state.heldUntil().isEmpty() ? "UP"
            : new JsonObject().put("status", "DEGRADED").put("heldUntil", state.heldUntil().get().toString()).put("reason", state.reason()))));
    return states;
  }

  private Settings settings() {
    return switchboard.current().map(generation -> generation.files().settings()).orElse(platform.settings());
  }

  private static void state(HttpServerResponse response, boolean up, JsonObject checks) {
    response.setStatusCode(up ? 200 : 503).putHeader("Content-Type", "application/json")
        .end(new JsonObject().put("status", up ? "UP" : "DOWN").put("checks", checks).encode());
  }
}
