package wadi.platform.ops;

import io.vertx.core.Handler;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import wadi.platform.Faults;
import wadi.platform.http.Problem;

/** Paths that answer with JSON, on worker threads, and with problems when they cannot. */
final class Resources {
  private static final Logger LOG = LoggerFactory.getLogger(Resources.class);

  static final String JSON = "application/json";

  private final Router router;
  private final WorkerExecutor workers;
  private final Map<String, List<HttpMethod>> methods = new LinkedHashMap<>();

  /** @param type of the text, as Content-Type */
  record Answer(int status, String type, String text) {}

  Resources(Router router, WorkerExecutor workers) {
    this.router = router;
    this.workers = workers;
  }

  /** @param answer the JSON text */
  Resources on(HttpMethod method, String path, Function<RoutingContext, String> answer) {
    return answer(method, path, request -> new Answer(200, JSON, answer.apply(request)));
  }

  /** For answers of other kinds. */
  Resources answer(HttpMethod method, String path, Function<RoutingContext, Answer> answer) {
    methods.computeIfAbsent(path, p -> new ArrayList<>()).add(method);
    router.route(method, path).handler(request -> workers.executeBlocking(() -> answer.apply(request), false)
        .onSuccess(a -> request.response().setStatusCode(a.status()).putHeader("Content-Type", a.type()).end(a.text()))
        .onFailure(e -> fail(request, e)));
    return this;
  }

  /** For requests with a body, of at most so many bytes. */
  Resources withBody(HttpMethod method, String path, long limit, Function<RoutingContext, String> answer) {
    return answerBody(method, path, limit, request -> new Answer(200, JSON, answer.apply(request)));
  }

  /** The same for answers of other kinds. */
  Resources answerBody(HttpMethod method, String path, long limit, Function<RoutingContext, Answer> answer) {
    router.route(method, path).handler(BodyHandler.create(false).setBodyLimit(limit));
    return answer(method, path, answer);
  }

  /** Every other method on a path gets 405, every other path under {@code root} 404. */
  void close(String root) {
    methods.forEach((path, known) -> {
      String allow = known.stream().map(HttpMethod::name).collect(Collectors.joining(", "));
      router.route(path).handler(request -> new Problem(405, "Method Not Allowed", "This path takes: " + allow + ".")
          .send(request.response().putHeader("Allow", allow)));
    });
    Handler<RoutingContext> nothing = request -> new Problem(404, "Not Found", "There is nothing at this path.").send(request.response());
    router.route(root + "/*").handler(nothing);
    router.route(root).handler(nothing);
  }

  private static void fail(RoutingContext request, Throwable failure) {
    if (failure instanceof Refusal refusal) {
      refusal.problem().send(request.response());
      return;
    }
    LOG.warn("{} was not answered: {}", request.currentRoute().getPath(), Faults.nameOf(failure));
    if (Faults.isPassing(failure)) {
      new Problem(503, "Service Unavailable", "The database cannot be used now. Try again later.").send(request.response());
    } else {
      new Problem(500, "Internal Server Error", "The request failed because of an error on our side.").send(request.response());
    }
  }
}
