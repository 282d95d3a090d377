package wadi.runtime.catalog;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import wadi.camel.files.Check;

/** Whether each HTTP path and method leads to one route, however it is written: {@code platform-http:} or {@code rest:}. */
final class HttpPathChecks {
  private static final List<String> ALL = List.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS");

  private final FileSet files;
  private final Map<String, String> first = new HashMap<>();

  private HttpPathChecks(FileSet files) {
    this.files = files;
  }

  static void check(FileSet files) {
    HttpPathChecks checks = new HttpPathChecks(files);
    String context = checks.context();
    for (RouteFile file : files.routes()) {
      Endpoint.in(file).stream().filter(Endpoint::consumes).filter(e -> Endpoint.scheme(e.uri()).equals("platform-http"))
          .flatMap(e -> files.templates().made(file, e).stream())
          .forEach(e -> checks.verbs(e).forEach(verb -> checks.take(file, e.line(), verb, Endpoint.rest(e.uri()))));
      RestVerb.in(file).forEach(rest -> checks.take(file, rest.line(), rest.verb(), context + "/" + rest.path()));
    }
  }

  /** What every {@code rest:} path begins with. */
  private String context() {
    return files.routes().stream().flatMap(f -> f.top("restConfiguration")).flatMap(c -> c.text("contextPath").stream()).findFirst()
        .orElse("{{camel.rest.contextPath:{{camel.rest.context-path:}}}}");
  }

  private List<String> verbs(Endpoint endpoint) {
    return endpoint.option("httpMethodRestrict").map(files.placeholders()::usual).map(verbs -> Stream.of(verbs.split(",")).map(String::strip).toList())
        .orElse(ALL);
  }

  private void take(RouteFile file, int line, String verb, String path) {
    String shape = ("/" + files.placeholders().usual(path)).replaceAll("/+", "/").replaceAll("\\{[^}]*}", "{}").replaceFirst("(.)/$", "$1");
    String here = file.name() + ":" + line;
    String other = first.putIfAbsent(verb + " " + shape, here);
    if (other != null) {
      file.findings().add(Check.HTTP_PATH, line, "%s %s leads to two routes; the other is %s".formatted(verb, shape, other),
          "write another path, or httpMethodRestrict");
    }
  }
}
