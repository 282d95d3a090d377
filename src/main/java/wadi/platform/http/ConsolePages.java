package wadi.platform.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * {@code /console} on the management port: static pages that ask the operations API. They hold no data, so they need no token; what they
 * ask for, and what they change, needs it where the API says so.
 */
public final class ConsolePages {
  /** Everything comes from here, no text becomes script, and no page of others shows it in a frame. */
  private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
      + "frame-ancestors 'none'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
  private static final String FOLDER = "/console/";
  private static final Pattern NAME = Pattern.compile("[a-z]+\\.(html|js|css|svg)");
  private static final Map<String, String> TYPES = Map.of("html", "text/html; charset=utf-8", "js", "text/javascript; charset=utf-8",
      "css", "text/css; charset=utf-8", "svg", "image/svg+xml");

  private static final Map<String, Buffer> READ = new ConcurrentHashMap<>();

  private ConsolePages() {}

  /** Adds {@code /console} to the router. */
  public static void mount(Router router) {
    router.get("/console").handler(ConsolePages::page);
    router.get("/console/:file").handler(request -> file(request, request.pathParam("file")));
  }

  /** The page names its files as from a folder, so it needs the slash at the end. */
  private static void page(RoutingContext request) {
    if (request.normalizedPath().endsWith("/")) {
      file(request, "index.html");
    } else {
      request.response().setStatusCode(307).putHeader("Location", FOLDER).end();
    }
  }

  private static void file(RoutingContext request, String name) {
    Buffer content = NAME.matcher(name).matches() ? READ.computeIfAbsent(name, ConsolePages::read) : null;
    if (content == null) {
      request.fail(404);
      return;
    }
    request.response().putHeader("Content-Security-Policy", POLICY).putHeader("X-Content-Type-Options", "nosniff").putHeader("Referrer-Policy", "no-referrer")
        .putHeader("Cross-Origin-Opener-Policy", "same-origin").putHeader("Cross-Origin-Resource-Policy", "same-origin").putHeader("Cache-Control", "no-cache")
        .putHeader("Content-Type", TYPES.get(name.substring(name.lastIndexOf('.') + 1))).end(content);
  }

  /** Null when there is none: nothing is remembered of what was asked in vain. */
  private static Buffer read(String name) {
    try (InputStream in = ConsolePages.class.getResourceAsStream(FOLDER + name)) {
      return in == null ? null : Buffer.buffer(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
