package wadi.push;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * Firebase Cloud Messaging and Google's token endpoint as Google documents them, on a port of loopback: the assertion's signature, issuer,
 * scope, audience and times are really checked, a bearer token holds until it ends or is revoked, messages are judged field by field.
 *
 * <p>Faults: some of a hundred sends get an answer as in {@link #fail}; a device may have an error of its own. What was taken and refused
 * is counted, by device and by code.
 */
public final class FcmStandIn implements AutoCloseable {
  public static final String PROJECT = "my-app-1a2b3";

  private static final String SCOPE = "https://www.googleapis.com/auth/firebase.messaging";
  private static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
  private static final String EMAIL = "push@my-app-1a2b3.iam.gserviceaccount.com";
  private static final Pattern TOKEN = Pattern.compile("[\\w:.-]{10,4096}");
  private static final int MOST_BYTES = 4_096;
  private static final long LONGEST = 2_419_200;

  /** Google's codes with their status, HTTP's and its own. */
  private static final Map<String, String> STATUS = Map.of("INVALID_ARGUMENT", "400 INVALID_ARGUMENT", "UNREGISTERED", "404 NOT_FOUND", "SENDER_ID_MISMATCH",
      "403 PERMISSION_DENIED", "QUOTA_EXCEEDED", "429 RESOURCE_EXHAUSTED", "UNAVAILABLE", "503 UNAVAILABLE", "INTERNAL", "500 INTERNAL",
      "THIRD_PARTY_AUTH_ERROR", "401 UNAUTHENTICATED");

  private final HttpServer server;
  private final ExecutorService workers = Executors.newFixedThreadPool(16);
  private final KeyPair keys;
  private final Clock clock;
  private final Random chance = new Random(7);
  private final Map<String, Instant> bearers = new ConcurrentHashMap<>();
  private final Map<String, String> devices = new ConcurrentHashMap<>();
  private final Map<String, List<JsonObject>> taken = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> refused = new ConcurrentHashMap<>();
  private final AtomicInteger tokenRequests = new AtomicInteger();
  private volatile int failPercent;
  private volatile List<String> failWith = List.of();
  private volatile int retryAfter;
  private volatile long life = 3_600;
  private volatile String tokenError = "";

  public FcmStandIn(Clock clock) {
    this.clock = clock;
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2_048);
      keys = generator.generateKeyPair();
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
    server.createContext("/token", exchange -> answer(exchange, this::token));
    server.createContext("/v1/projects/", exchange -> answer(exchange, this::send));
    server.setExecutor(workers);
    server.start();
  }

  /** For {@code delivery.push.fcm.url}. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Writes the file that {@code delivery.push.fcm.service-account} names, and returns it. */
  public Path serviceAccount(Path folder) {
    String pem = "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(keys.getPrivate().getEncoded())
        + "\n-----END PRIVATE KEY-----\n";
    try {
      return Files.writeString(folder.resolve("service-account.json"), new JsonObject().put("type", "service_account").put("project_id", PROJECT)
          .put("private_key_id", "key-1").put("private_key", pem).put("client_email", EMAIL).put("token_uri", url() + "/token").encodePrettily());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * From now on so many of a hundred sends are not taken, each with one of these answers by chance: a code such as UNAVAILABLE, or
   * {@code hang up} before it is taken, or {@code lose} for one that was taken and whose answer is lost.
   */
  public void fail(int percent, String... answers) {
    failWith = List.of(answers);
    failPercent = percent;
  }

  /** What a device's messages get from now on: a code, such as UNREGISTERED. */
  public void failDevice(String token, String code) {
    devices.put(token, code);
  }

  /** What 429 and 503 say in Retry-After; 0: nothing. */
  public void retryAfter(int seconds) {
    retryAfter = seconds;
  }

  /** No bearer token is good any more. */
  public void revokeTokens() {
    bearers.clear();
  }

  /** How long tokens hold from now on. */
  public void tokensLive(long seconds) {
    life = seconds;
  }

  /** The token endpoint answers so: a status and an error such as {@code 400 invalid_grant}; empty: it works. */
  public void failTokens(String error) {
    tokenError = error;
  }

  /** Messages that were taken. */
  public int accepted() {
    return taken.values().stream().mapToInt(List::size).sum();
  }

  /** What a device got, in its order. */
  public List<JsonObject> accepted(String token) {
    return List.copyOf(taken.getOrDefault(token, List.of()));
  }

  /** How many messages each device got. */
  public Map<String, Integer> byDevice() {
    Map<String, Integer> counts = new TreeMap<>();
    taken.forEach((token, list) -> counts.put(token, list.size()));
    return counts;
  }

  /** How often each answer but success was given. */
  public Map<String, Integer> refused() {
    Map<String, Integer> counts = new TreeMap<>();
    refused.forEach((code, count) -> counts.put(code, count.get()));
    return counts;
  }

  public int tokenRequests() {
    return tokenRequests.get();
  }

  public void forget() {
    taken.clear();
    refused.clear();
    devices.clear();
    tokenRequests.set(0);
    failPercent = 0;
    retryAfter = 0;
    tokenError = "";
  }

  private record Answer(int status, JsonObject body) {}

  private interface Handler {
    /** Empty: hang up. */
    Optional<Answer> handle(HttpExchange exchange, String body) throws IOException;
  }

  private void answer(HttpExchange exchange, Handler handler) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      Optional<Answer> answer = handler.handle(exchange, body);
      if (answer.isPresent()) {
        byte[] bytes = answer.get().body().encode().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=UTF-8");
        exchange.sendResponseHeaders(answer.get().status(), bytes.length);
        exchange.getResponseBody().write(bytes);
      }
    }
  }

  private Optional<Answer> token(HttpExchange exchange, String body) {
    tokenRequests.incrementAndGet();
    if (!tokenError.isEmpty()) {
      String[] parts = tokenError.split(" ", 2);
      return Optional.of(new Answer(Integer.parseInt(parts[0]), parts.length == 1 ? new JsonObject() : oauth(parts[1], "because the test says so")));
    }
    Map<String, String> form = new LinkedHashMap<>();
    for (String pair : body.split("&")) {
      String[] parts = pair.split("=", 2);
      form.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    String fault = !"POST".equals(exchange.getRequestMethod()) ? "not a POST" : !GRANT.equals(form.get("grant_type")) ? "wrong grant_type" : fault(form.get("assertion"));
    if (!fault.isEmpty()) {
      return Optional.of(new Answer(400, oauth("invalid_grant", fault)));
    }
    String bearer = "ya29." + Long.toString(tokenRequests.get(), 36) + Long.toString(Math.abs(chance.nextLong()), 36);
    bearers.put(bearer, clock.instant().plusSeconds(life));
    return Optional.of(new Answer(200, new JsonObject().put("access_token", bearer).put("expires_in", life).put("token_type", "Bearer")));
  }

  private static JsonObject oauth(String error, String description) {
    return new JsonObject().put("error", error).put("error_description", description);
  }

  /** What is wrong with an assertion (RFC 7523, 3); empty: nothing. */
  private String fault(String assertion) {
    String[] parts = String.valueOf(assertion).split("\\.");
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(keys.getPublic());
      signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
      JsonObject header = new JsonObject(new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8));
      JsonObject claims = new JsonObject(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8));
      long now = clock.instant().getEpochSecond();
      return parts.length != 3 || !signature.verify(Base64.getUrlDecoder().decode(parts[2])) ? "Invalid JWT Signature."
          : !"RS256".equals(header.getString("alg")) || !"key-1".equals(header.getString("kid")) ? "Invalid JWT header."
          : !EMAIL.equals(claims.getString("iss")) ? "Invalid grant: account not found"
          : !SCOPE.equals(claims.getString("scope")) ? "Invalid OAuth scope."
          : !(url() + "/token").equals(claims.getString("aud")) ? "Invalid audience."
          : claims.getLong("iat") > now + 60 || claims.getLong("exp") <= now || claims.getLong("exp") > claims.getLong("iat") + 3_600
              ? "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe." : "";
    } catch (GeneralSecurityException | RuntimeException e) {
      return "Invalid JWT: " + e.getClass().getSimpleName();
    }
  }

  private Optional<Answer> send(HttpExchange exchange, String body) {
    String authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    Instant until = authorization.startsWith("Bearer ") ? bearers.get(authorization.substring(7)) : null;
    if (until == null || !until.isAfter(clock.instant())) {
      return Optional.of(error("UNAUTHENTICATED", 401, "UNAUTHENTICATED", "Request had invalid authentication credentials.", false));
    }
    if (!exchange.getRequestURI().getPath().equals("/v1/projects/" + PROJECT + "/messages:send") || !exchange.getRequestMethod().equals("POST")) {
      return Optional.of(error("NOT_FOUND", 404, "NOT_FOUND", "Requested entity was not found.", false));
    }
    JsonObject message;
    try {
      message = new JsonObject(body).getJsonObject("message");
    } catch (DecodeException | ClassCastException e) {
      message = null;
    }
    String fault = message == null ? "Invalid JSON payload received." : shape(message);
    if (!fault.isEmpty()) {
      return Optional.of(error("INVALID_ARGUMENT", 400, "INVALID_ARGUMENT", fault, true));
    }
    String token = message.getString("token");
    String code = devices.getOrDefault(token, byChance());
    if (code.equals("hang up")) {
      count(code);
      return Optional.empty();
    }
    if (STATUS.containsKey(code)) {
      String[] status = STATUS.get(code).split(" ");
      if (retryAfter > 0 && (status[0].equals("429") || status[0].equals("503"))) {
        exchange.getResponseHeaders().set("Retry-After", Integer.toString(retryAfter));
      }
      return Optional.of(error(code, Integer.parseInt(status[0]), status[1], "The test says " + code + ".", true));
    }
    int number = taken.computeIfAbsent(token, t -> new CopyOnWriteArrayList<>()).size();
    taken.get(token).add(message);
    if (code.equals("lose")) {
      count(code);
      return Optional.empty();
    }
    return Optional.of(new Answer(200, new JsonObject().put("name", "projects/" + PROJECT + "/messages/0:" + Integer.toHexString(token.hashCode()) + "%" + number)));
  }

  private synchronized String byChance() {
    return chance.nextInt(100) < failPercent ? failWith.get(chance.nextInt(failWith.size())) : "";
  }

  /** What Google would say of a message; empty: nothing. */
  private static String shape(JsonObject message) {
    try {
      if (message.getString("token") == null || !TOKEN.matcher(message.getString("token")).matches()) {
        return "The registration token is not a valid FCM registration token";
      }
      JsonObject notification = message.getJsonObject("notification", new JsonObject());
      JsonObject data = message.getJsonObject("data", new JsonObject());
      int bytes = 0;
      for (Map.Entry<String, Object> entry : data) {
        if (!(entry.getValue() instanceof String text)) {
          return "Invalid value at 'message.data[0].value' (TYPE_STRING), " + entry.getValue();
        }
        if (entry.getKey().equals("from") || entry.getKey().equals("message_type") || entry.getKey().startsWith("google") || entry.getKey().startsWith("gcm")) {
          return "Invalid data payload key: " + entry.getKey();
        }
        bytes += entry.getKey().getBytes(StandardCharsets.UTF_8).length + text.getBytes(StandardCharsets.UTF_8).length;
      }
      for (String name : notification.fieldNames()) {
        bytes += notification.getString(name).getBytes(StandardCharsets.UTF_8).length;
      }
      String ttl = message.getJsonObject("android", new JsonObject()).getString("ttl", "0s");
      String priority = message.getJsonObject("android", new JsonObject()).getString("priority", "NORMAL");
      return bytes > MOST_BYTES ? "Android message is too big"
          : !ttl.matches("\\d+s") || Long.parseLong(ttl.replace("s", "")) > LONGEST ? "Invalid TTL"
          : !priority.matches("NORMAL|HIGH") ? "Invalid value at 'message.android.priority'" : "";
    } catch (ClassCastException e) {
      return "Invalid JSON payload received.";
    }
  }

  private Answer error(String code, int status, String name, String message, boolean known) {
    count(code);
    JsonObject error = new JsonObject().put("code", status).put("message", message).put("status", name);
    if (known) {
      error.put("details", new JsonArray().add(new JsonObject().put("@type", "type.googleapis.com/google.firebase.fcm.v1.FcmError").put("errorCode", code)));
    }
    return new Answer(status, new JsonObject().put("error", error));
  }

  private void count(String code) {
    refused.computeIfAbsent(code, c -> new AtomicInteger()).incrementAndGet();
  }

  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
  }
}
