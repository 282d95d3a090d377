package wadi.platform.ops;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import wadi.platform.keys.KeyChanges;
import wadi.platform.keys.KeyChanges.NotChanged;
import wadi.platform.postgres.ApiKeyTable.Refused;

/** API keys: their names and scopes. A key is made by whoever asks for it, who sends its hash; Wadi never sees it before it is used. */
final class KeyResources {
  private static final long DAY = Duration.ofDays(1).toSeconds();

  private final KeyChanges keys;

  private record Changed(String name, String outcome) {}

  KeyResources(KeyChanges keys) {
    this.keys = keys;
  }

  void mount(Resources resources) {
    resources.on(HttpMethod.GET, "/ops/keys", this::list)
        .on(HttpMethod.POST, "/ops/keys", this::create)
        .on(HttpMethod.POST, "/ops/keys/:name/rotate", this::rotate)
        .on(HttpMethod.DELETE, "/ops/keys/:name", this::revoke);
  }

  private String list(RoutingContext request) {
    new Parameters(request);
    return keys.list();
  }

  private String create(RoutingContext request) {
    Parameters query = new Parameters(request, "name", "hash", "scope", "rate", "reuse", "reason");
    String name = needed(query, "name");
    List<String> scopes = List.of(needed(query, "scope").split(","));
    Long rate = query.id("rate");
    return done(name, () -> keys.create(name, needed(query, "hash"), scopes,
        rate == null ? OptionalInt.empty() : OptionalInt.of((int) Math.min(rate, Integer.MAX_VALUE)), "true".equals(query.choice("reuse", List.of("true", "false"))), query.actor()));
  }

  private String rotate(RoutingContext request) {
    Parameters query = new Parameters(request, "hash", "overlap", "reason");
    Long seconds = query.id("overlap");
    return done(request.pathParam("name"), () -> keys.rotate(request.pathParam("name"), needed(query, "hash"),
        Duration.ofSeconds(seconds == null ? DAY : Math.min(seconds, Integer.MAX_VALUE)), query.actor()));
  }

  private String revoke(RoutingContext request) {
    Parameters query = new Parameters(request, "reason");
    return done(request.pathParam("name"), () -> keys.revoke(request.pathParam("name"), query.actor()));
  }

  private static String needed(Parameters query, String name) {
    return Optional.ofNullable(query.text(name)).orElseThrow(() -> Refusal.badRequest(name + " is missing."));
  }

  private static String done(String name, Runnable change) {
    try {
      change.run();
      return JsonText.of(new Changed(name, "done"));
    } catch (NotChanged e) {
      throw e.why().map(why -> why == Refused.NO_SUCH_NAME ? Refusal.notFound(e.getMessage()) : Refusal.conflict(e.getMessage()))
          .orElseGet(() -> Refusal.badRequest(e.getMessage()));
    }
  }
}
