package wadi.platform.http;

import java.net.URI;
import java.util.Set;
import wadi.platform.Settings;

/** Where a Wadi with these properties takes requests, for programs of its own machine. */
public final class OwnAddress {
  private static final Set<String> ALL = Set.of("0.0.0.0", "::", "[::]");

  private OwnAddress() {}

  /** @param path begins with a slash */
  public static URI of(Settings settings, String path) {
    String host = settings.text("http.host");
    String name = ALL.contains(host) ? "localhost" : host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    return URI.create("%s://%s:%d%s".formatted(TlsFiles.of(settings).isPresent() ? "https" : "http", name, settings.port("http.port"), path));
  }
}
