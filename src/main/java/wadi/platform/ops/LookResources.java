package wadi.platform.ops;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.util.OptionalLong;
import wadi.platform.postgres.Database;
import wadi.platform.postgres.VerdictQueries;

/** What there is to look at beside messages: the map of routes, the files, the verdicts. */
final class LookResources {
  private static final long DAY = 24;
  private static final long MONTH = 744;

  private final RouteMap map;
  private final Inspections inspections;
  private final VerdictQueries verdicts;
  private final Clock clock;

  LookResources(Database database, Clock clock, RouteMap map, Inspections inspections) {
    this.map = map;
    this.inspections = inspections;
    this.verdicts = new VerdictQueries(database);
    this.clock = clock;
  }

  void mount(Resources resources) {
    resources.on(HttpMethod.GET, "/ops/routes", this::routes)
        .on(HttpMethod.GET, "/ops/routes/:id", this::route)
        .on(HttpMethod.GET, "/ops/verdicts", this::verdicts)
        .on(HttpMethod.GET, "/ops/generations/:id/changes", this::changes)
        .on(HttpMethod.POST, "/ops/check", this::check);
  }

  private String routes(RoutingContext request) {
    new Parameters(request);
    return JsonText.of(map.all().orElseThrow(() -> Refusal.unavailable("Wadi has no routes at this moment.")));
  }

  private String route(RoutingContext request) {
    new Parameters(request);
    return JsonText.of(map.one(request.pathParam("id")).orElseThrow(() -> Refusal.notFound("There is no route of this id in the files that run.")));
  }

  private String verdicts(RoutingContext request) {
    Long hours = new Parameters(request, "hours").id("hours");
    if (hours != null && (hours < 1 || hours > MONTH)) {
      throw Refusal.badRequest("hours must be a number from 1 to " + MONTH + ".");
    }
    return verdicts.counted(clock.instant(), Duration.ofHours(hours == null ? DAY : hours)).json();
  }

  private String changes(RoutingContext request) {
    Long against = new Parameters(request, "against").id("against");
    try {
      return JsonText.of(inspections.changes(Parameters.pathId(request), against == null ? OptionalLong.empty() : OptionalLong.of(against)));
    } catch (Inspections.NotKept e) {
      throw Refusal.notFound(e.getMessage());
    }
  }

  private String check(RoutingContext request) {
    new Parameters(request);
    return JsonText.of(inspections.check().orElseThrow(() -> Refusal.tooMany("The files are being checked already. Try again in a few seconds.")));
  }
}
