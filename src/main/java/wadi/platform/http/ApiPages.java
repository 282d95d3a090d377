package wadi.platform.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;

/** {@code /openapi.json} and {@code /docs}: what the port for business answers, and Swagger UI to click through it. */
public final class ApiPages {
  /** Everything comes from here, and no page of others shows it in a frame. */
  private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; "
      + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  private static final String WEBJAR = "/META-INF/resources/webjars/swagger-ui/" + version() + "/";
  private static final String OURS = "/docs/";
  private static final Map<String, String> FILES = Map.of("index.html", OURS, "start.js", OURS, "swagger-ui.css", WEBJAR, "swagger-ui-bundle.js", WEBJAR,
      "favicon-32x32.png", WEBJAR);
  private static final Map<String, String> TYPES = Map.of("html", "text/html; charset=utf-8", "js", "text/javascript; charset=utf-8",
      "css", "text/css; charset=utf-8", "png", "image/png");

  private static final Map<String, Buffer> READ = new ConcurrentHashMap<>();

  private ApiPages() {}

  /** To be mounted before the routes: these paths need no key. */
  public static void mount(Router router) {
    router.get("/openapi.json").handler(request -> careful(request).putHeader("Content-Type", "application/json")
        .end(READ.computeIfAbsent("openapi.json", name -> Buffer.buffer(ApiDocument.json()))));
    router.get("/docs").handler(ApiPages::page);
    router.get("/docs/:file").handler(request -> file(request, request.pathParam("file")));
  }

  /** The page names its files as from a folder, so it needs the slash at the end. */
  private static void page(RoutingContext request) {
    if (request.normalizedPath().endsWith("/")) {
      file(request, "index.html");
    } else {
      request.response().setStatusCode(307).putHeader("Location", OURS).end();
    }
  }

  private static void file(RoutingContext request, String name) {
    if (!FILES.containsKey(name)) {
      request.fail(404);
      return;
    }
    careful(request).putHeader("Content-Type", TYPES.get(name.substring(name.lastIndexOf('.') + 1))).end(READ.computeIfAbsent(name, ApiPages::read));
  }

  private static HttpServerResponse careful(RoutingContext request) {
    return request.response().putHeader("Content-Security-Policy", POLICY).putHeader("X-Content-Type-Options", "nosniff").putHeader("Referrer-Policy", "no-referrer")
        .putHeader("Cache-Control", "no-cache");
  }

  private static Buffer read(String name) {
    try (InputStream in = ApiPages.class.getResourceAsStream(FILES.get(name) + name)) {
      return Buffer.buffer(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String version() {
    Properties jar = new Properties();
    try (InputStream in = ApiPages.class.getResourceAsStream("/META-INF/maven/org.webjars/swagger-ui/pom.properties")) {
      jar.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return jar.getProperty("version");
  }
}
