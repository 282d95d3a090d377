package wadi.runtime;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.URIDecoder;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.Route;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import wadi.platform.http.EdgeError;
import wadi.platform.http.ErrorStyle;
import wadi.platform.keys.Doorkeeper;
import wadi.platform.meters.HttpMeters;

/** Where requests enter one generation, and are counted until they have left it. */
final class HttpEdge {
  private static final Logger LOG = LoggerFactory.getLogger(HttpEdge.class);
  private static final String ADMITTED = "wadi.admitted";
  private static final String CONTENT_TYPE = "Content-Type";
  private static final Set<HttpMethod> BODILESS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.DELETE);
  private static final Map<Integer, EdgeError> ERRORS = Map.of(400, EdgeError.UNREADABLE, 403, EdgeError.OTHER_ORIGIN, 404, EdgeError.NOT_FOUND,
      406, EdgeError.OTHER_REPLY, 413, EdgeError.TOO_LARGE, 415, EdgeError.OTHER_CONTENT, 500, EdgeError.FAILED);

  private final Router router;
  private final AtomicInteger inside = new AtomicInteger();
  private final Set<RoutingContext> unanswered = ConcurrentHashMap.newKeySet();
  private final Map<String, String> contentTypes = new HashMap<>();
  /** Of paths with a part that changes. */
  private final Map<Pattern, String> contentTypesOfPatterns = new LinkedHashMap<>();
  private final Map<String, String> methods = new HashMap<>();
  private final Map<String, String> patterns = new HashMap<>();
  /** Without the slash that a route wants at the end. */
  private final Set<String> slashed = new HashSet<>();
  private final List<Scoped> scopes = new ArrayList<>();
  private final HttpMeters meters;
  private final Doorkeeper doorkeeper;

  /** A path, how its methods are found, and the group of the route behind it; where several overlap, each must be open. */
  private record Scoped(Pattern path, String written, String scope) {}

  HttpEdge(Vertx vertx, HttpMeters meters, Doorkeeper doorkeeper) {
    this.meters = meters;
    this.doorkeeper = doorkeeper;
    router = Router.router(vertx);
    router.route().handler(this::enter);
    ERRORS.forEach((status, error) -> router.errorHandler(status, c -> ErrorStyle.refuse(error, c.request())));
    router.errorHandler(405, this::refuseMethod);
  }

  Router router() {
    return router;
  }

  /** Clients such as curl name a form type for any body: each path that takes one content type is given it. */
  void learnPaths(List<Route> routes) {
    for (Route route : routes) {
      if (route.getConsumer().getEndpoint() instanceof PlatformHttpEndpoint http) {
        String path = path(http.getPath());
        scopes.add(new Scoped(PathPattern.of(http.getPath(), http.isMatchOnUriPrefix()), path, RouteGroup.of(route)));
        patterns.put(path, http.getPath());
        if (!path.equals(http.getPath())) {
          slashed.add(path);
        }
        patterns.put(http.getPath().replaceAll("\\{([^/}]+)}", ":$1"), http.getPath()); // as Vert.x writes it
        if (http.getConsumes() != null && !http.getConsumes().contains(",")) {
          contentTypes.put(path, http.getConsumes());
          if (path.contains("{")) {
            contentTypesOfPatterns.put(PathPattern.of(http.getPath(), http.isMatchOnUriPrefix()), http.getConsumes());
          }
        }
        if (http.getHttpMethodRestrict() != null) {
          methods.merge(path, http.getHttpMethodRestrict().replace(",", ", "), (some, more) -> some + ", " + more);
          List.of(http.getHttpMethodRestrict().split("[, ]+")).forEach(method -> meters.expect(http.getPath(), method));
        }
      }
    }
  }

  /** Counts the request in before anything else looks at it. */
  void count() {
    inside.incrementAndGet();
  }

  void uncount() {
    inside.decrementAndGet();
  }

  /** Only what has a path reaches the router, which counts it out again. */
  void handle(HttpServerRequest request) {
    if (request.path() == null || !request.path().startsWith("/") || !isDecodable(request.path())) {
      uncount();
      meters.answered("", request.method().name(), 400, System.nanoTime());
      ErrorStyle.refuse(EdgeError.PATH_UNREADABLE, request);
    } else {
      router.handle(request);
    }
  }

  private static boolean isDecodable(String path) {
    try {
      URIDecoder.decodeURIComponent(path);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Requests that have not left yet. */
  int inside() {
    return inside.get();
  }

  /** Answers what would wait for ever. Their routes may still do what they were asked for. */
  void giveUp() {
    for (RoutingContext request : unanswered) {
      request.vertx().runOnContext(now -> {
        if (!request.response().ended() && !request.response().headWritten()) {
          ErrorStyle.refuse(EdgeError.UNFINISHED, request.request());
        }
      });
    }
  }

  /** As routes spell it: Vert.x takes a slash at the end too. */
  private static String path(RoutingContext request) {
    return path(request.normalizedPath());
  }

  private static String path(String path) {
    return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  private void refuseMethod(RoutingContext request) {
    String allowed = scopes.stream().filter(scoped -> scoped.path().matcher(request.normalizedPath()).matches()).map(Scoped::written).distinct()
        .flatMap(path -> Optional.ofNullable(methods.get(path)).stream()).collect(Collectors.joining(", "));
    request.response().putHeader("Allow", allowed);
    ErrorStyle.refuse(EdgeError.OTHER_METHOD, request.request());
  }

  private void enter(RoutingContext request) {
    long began = System.nanoTime();
    unanswered.add(request);
    request.addEndHandler(end -> leave(request, began, end.succeeded()));
    if ("cross-site".equals(request.request().getHeader("Sec-Fetch-Site"))) {
      request.fail(403); // a browser says so of a page that is not ours; programs never send it
      return;
    }
    if (request.request().query() != null && request.queryParams().names().stream().anyMatch(Doorkeeper.CLIENT::equalsIgnoreCase)) {
      request.fail(400); // Camel makes a header of each parameter, and this one only we may write
      return;
    }
    if (slashed.contains(request.normalizedPath())) {
      String query = request.request().query() == null ? "" : "?" + request.request().query();
      request.response().setStatusCode(307).putHeader("Location", request.normalizedPath() + "/" + query).end();
      return;
    }
    List<String> wanted = scopes.stream().filter(scoped -> scoped.path().matcher(request.normalizedPath()).matches()).map(Scoped::scope).distinct().toList();
    Optional<EdgeError> refused = wanted.stream().flatMap(scope -> doorkeeper.admit(request.request(), scope).stream()).findFirst();
    if (refused.isPresent()) {
      ErrorStyle.refuse(refused.get(), request.request());
      return;
    }
    request.put(ADMITTED, !wanted.isEmpty());
    String path = path(request);
    String expected = contentTypes.containsKey(path) ? contentTypes.get(path) : contentTypesOfPatterns.entrySet().stream()
        .filter(type -> type.getKey().matcher(path).matches()).findFirst().map(Map.Entry::getValue).orElse(null);
    if (expected != null && !BODILESS.contains(request.request().method())) {
      request.request().headers().set(CONTENT_TYPE, expected);
    } else if (BODILESS.contains(request.request().method())) {
      request.request().headers().remove(CONTENT_TYPE); // Camel makes headers of the fields of a form
    } else if (expected == null && ErrorStyle.of(path) != ErrorStyle.PROBLEMS && isForm(request) && methods.getOrDefault(path, "").contains(request.request().method().name())) {
      ErrorStyle.refuse(EdgeError.OTHER_CONTENT, request.request()); // the route, which says so of other content, would get its fields
      return;
    }
    request.next();
  }

  private static boolean isForm(RoutingContext request) {
    String type = String.valueOf(request.request().getHeader(CONTENT_TYPE)).toLowerCase(Locale.ROOT);
    return type.startsWith("application/x-www-form-urlencoded") || type.startsWith("multipart/");
  }

  /** Stands before each route: what no door was found for does not come in. */
  void guard(RoutingContext request) {
    if (Boolean.TRUE.equals(request.get(ADMITTED))) {
      request.next();
    } else {
      LOG.error("{} is behind no door; its requests are refused", request.currentRoute().getPath());
      ErrorStyle.refuse(EdgeError.FAILED, request.request());
    }
  }

  private void leave(RoutingContext request, long began, boolean answered) {
    unanswered.remove(request);
    uncount();
    String method = request.request().method().name();
    if (answered) {
      meters.answered(pattern(request), method, request.response().getStatusCode(), began);
    } else {
      meters.hungUp(pattern(request), method, began);
    }
  }

  /** The path as the route that answers it spells it; empty when there is none. */
  private String pattern(RoutingContext request) {
    String exact = patterns.get(path(request));
    if (exact != null || request.currentRoute() == null || request.currentRoute().getPath() == null) {
      return exact == null ? "" : exact;
    }
    return patterns.getOrDefault(request.currentRoute().getPath(), "");
  }
}
