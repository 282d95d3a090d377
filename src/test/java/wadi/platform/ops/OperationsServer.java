package wadi.platform.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.time.Instant;
import java.time.Duration;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import wadi.platform.Settings;
import wadi.domain.sites.Site;
import wadi.domain.sites.Phases;
import wadi.domain.sites.Observation;
import wadi.domain.sites.Cause;
import wadi.camel.sites.SitePapers;
import wadi.domain.delivery.Budget;
import wadi.domain.delivery.ReleasePlan;
import wadi.platform.Doorbells;
import wadi.platform.ParkingKey;
import wadi.platform.ProviderStates;
import wadi.platform.budgets.Outlooks;
import wadi.platform.budgets.Setup;
import wadi.platform.http.HostCheck;
import wadi.platform.http.TrustedProxies;
import wadi.platform.keys.KeyChanges;
import wadi.platform.postgres.ApiKeyTable;
import wadi.platform.postgres.BudgetTable.Lane;
import wadi.platform.postgres.Database;
import wadi.platform.postgres.DeadLetterTable;

/** The operations API on a port of its own, and a client that may say anything. */
final class OperationsServer {
  static final String TOKEN = "0123456789abcdef0123456789abcdef";
  static final String RIGHT = "Authorization: Bearer " + TOKEN;
  private static final ObjectMapper JSON = new ObjectMapper();

  record Reply(int status, Map<String, String> headers, String text) {
    JsonNode body() throws IOException {
      return JSON.readTree(text);
    }
  }

  private OperationsServer() {}

  /** One route. */
  private static final class OneRoute implements RouteMap {
    @Override
    public Optional<Map<String, Object>> all() {
      return Optional.of(Map.of("routes", List.of(Map.of("id", "only"))));
    }

    @Override
    public Optional<Map<String, Object>> one(String id) {
      return id.equals("only") ? Optional.of(Map.of("id", id)) : Optional.empty();
    }
  }

  /** Files that pass, and are kept of generation 1 alone. */
  private static final class GoodFiles implements Inspections {
    @Override
    public Optional<Map<String, Object>> check() {
      return Optional.of(Map.of("passed", true));
    }

    @Override
    public Map<String, Object> changes(long number, OptionalLong against) throws NotKept {
      if (number != 1) {
        throw new NotKept("The files of generation " + number + " are not kept.");
      }
      return Map.of("number", number, "against", against.orElse(0));
    }
  }

  /** Says the port. The peer is who the test says. */
  static int listen(Vertx vertx, String host, Database on, Reloads reloads) {
    Router router = Router.router(vertx);
    TrustedProxies proxies = TrustedProxies.of("10.0.0.0/8, 127.0.0.2");
    router.route().handler(new HostCheck(host));
    Gate gate = new Gate(new OperationsToken(TOKEN), host, proxies, request -> request.getHeader("Test-Peer") == null ? "127.0.0.1" : request.getHeader("Test-Peer"));
    DeadLetterTable letters = new DeadLetterTable(on, new ParkingKey(List.of(new byte[32])));
    new Operations(new Operations.Parts(on, letters, new Doorbells(), Clock.systemUTC(), outlooks(on),
        new KeyChanges(new ApiKeyTable(on), Path.of("").toAbsolutePath(), () -> { })), new Operations.Live((id, route, original) -> new RouteEntrance.Entered.Taken(),
        reloads, OperationsServer::explained, new OneRoute(), new GoodFiles(),
        new SitePapers(() -> Settings.load(Path.of("").toAbsolutePath(), name -> null)), OperationsServer::looked))
        .mount(vertx, router, gate);
    HttpServer server = vertx.createHttpServer().requestHandler(router);
    return server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join().actualPort();
  }

  /** Sites whose URL holds "bad" are down, all others up. */
  private static List<SiteLooks.Look> looked(List<Site> sites, boolean publish) {
    return sites.stream().map(site -> new SiteLooks.Look(site, Optional.of(new Observation(Instant.EPOCH, Optional.of(200),
        new Phases(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Duration.ofMillis(20)), 5, Optional.empty(),
        Optional.empty(), Optional.empty(), site.url().contains("bad") ? List.of(new Cause(Cause.Kind.UNREACHABLE, "nobody answers")) : List.of())), publish)).toList();
  }

  /** One channel with a budget of 300 a day. */
  private static Outlooks outlooks(Database on) {
    Lane lane = new Lane("email", "smtp", ReleasePlan.immediate(Budget.parse("300 per day", ZoneOffset.UTC)));
    return new Outlooks(on, new ProviderStates(), Clock.systemUTC(), () -> new Setup(List.of(new Setup.Way("email", List.of(lane))), List.of()));
  }

  /** Explanations of messages that say what is to come of them. */
  private static Optional<String> explained(String message) {
    if (message.isEmpty() || message.equals("wrong")) {
      throw new Unexplainable("is " + (message.isEmpty() ? "empty" : message));
    }
    return message.equals("busy") ? Optional.empty() : Optional.of("{\"explained\": \"" + message + "\"}");
  }

  /** By hand: clients would not let us name any host or origin. */
  static Reply ask(int port, String method, String path, String... headers) throws IOException {
    return askFrom("127.0.0.1", port, method, path, headers);
  }

  /** The same from another address of loopback; 127.0.0.2 is a proxy that is trusted. */
  static Reply askFrom(String address, int port, String method, String path, String... headers) throws IOException {
    return send(address, port, method + " " + path, "", headers);
  }

  /** With a body of plain letters. */
  static Reply post(int port, String path, String body, String... headers) throws IOException {
    return send("127.0.0.1", port, "POST " + path, body, headers);
  }

  /** Any method with a body of plain letters. */
  static Reply send(int port, String asked, String body, String... headers) throws IOException {
    return send("127.0.0.1", port, asked, body, headers);
  }

  private static Reply send(String address, int port, String asked, String body, String... headers) throws IOException {
    StringBuilder request = new StringBuilder(asked + " HTTP/1.1\r\nConnection: close\r\nContent-Length: " + body.length() + "\r\n");
    boolean named = false;
    for (String header : headers) {
      request.append(header).append("\r\n");
      named |= header.startsWith("Host:");
    }
    request.append(named ? "" : "Host: localhost\r\n").append("\r\n").append(body);
    try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port, InetAddress.getByName(address), 0)) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.ISO_8859_1));
      return reply(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static Reply reply(String text) {
    String[] parts = text.split("\r\n\r\n", 2);
    Map<String, String> headers = new TreeMap<>();
    for (String line : parts[0].split("\r\n")) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
    }
    return new Reply(Integer.parseInt(text.split(" ")[1]), headers, parts[1]);
  }
}
