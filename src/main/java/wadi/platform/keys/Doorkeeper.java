package wadi.platform.keys;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import wadi.platform.Settings;
import wadi.platform.http.Credentials;
import wadi.platform.http.EdgeError;
import wadi.platform.http.LocalClient;
import wadi.platform.http.TrustedProxies;
import wadi.platform.postgres.ApiKeyTable.Key;

/** Lets a request in, or says why not, before anything of its body is read. */
public final class Doorkeeper {
  /** Tells routes who the client is: the name of its key. What a client writes there itself is taken away. */
  public static final String CLIENT = "Wadi-Client";
  /** Paths that hold a secret of their own. */
  private static final Set<String> OPEN = Set.of("delivery");

  private final ApiKeys keys;
  private final Access access;
  private final LocalClient local;
  private final MeterRegistry meters;

  /** @param settings of the files whose routes are behind the door */
  public Doorkeeper(Settings settings, ApiKeys keys, MeterRegistry meters) {
    this.keys = keys;
    this.access = Access.of(settings);
    this.local = new LocalClient(TrustedProxies.of(settings)::peer);
    this.meters = meters;
  }

  /**
   * Looks at a request for a route of this group.
   *
   * @return why it may not come in; header fields that say more are in its response then
   */
  public Optional<EdgeError> admit(HttpServerRequest request, String scope) {
    request.headers().remove(CLIENT);
    if (OPEN.contains(scope)) {
      return Optional.empty();
    }
    String authorization = request.getHeader("Authorization");
    Optional<Key> key = Credentials.key(authorization).flatMap(keys::find);
    Optional<EdgeError> refused = key.isPresent() && (isOpen(scope) || key.get().scopes().contains(scope)) ? tooMany(request, key.get())
        : isOpen(scope) ? Optional.empty() : withoutKey(request, authorization, key);
    refused.ifPresent(error -> meters.counter("http_refused_total", "reason", error.name().toLowerCase(Locale.ROOT)).increment());
    if (refused.isEmpty()) {
      key.ifPresent(known -> request.headers().set(CLIENT, known.name()));
    }
    return refused;
  }

  private boolean isOpen(String scope) {
    return !access.byKey() || access.keyless().contains(scope) && !keys.isEmpty();
  }

  private Optional<EdgeError> withoutKey(HttpServerRequest request, String authorization, Optional<Key> key) {
    if (keys.isEmpty()) {
      return local.sent(request) ? Optional.empty() : Optional.of(EdgeError.KEYLESS);
    }
    return Optional.of(key.isPresent() ? EdgeError.OTHER_SCOPE : authorization == null ? EdgeError.NO_KEY : EdgeError.WRONG_KEY);
  }

  private Optional<EdgeError> tooMany(HttpServerRequest request, Key key) {
    OptionalInt rate = key.rate().isPresent() ? key.rate() : access.rate();
    long wait = rate.isEmpty() ? 0 : keys.take(key.name(), rate.getAsInt(), System.nanoTime());
    if (wait == 0) {
      return Optional.empty();
    }
    request.response().putHeader("Retry-After", Long.toString(TimeUnit.NANOSECONDS.toSeconds(wait - 1) + 1));
    return Optional.of(EdgeError.TOO_MANY);
  }
}
