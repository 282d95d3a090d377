package wadi.platform.oauth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import wadi.domain.delivery.RetryAfter;
import wadi.platform.StartupException;
import wadi.platform.ports.AccessTokens;
import wadi.platform.ports.NoAccessToken;

/**
 * Tokens of service accounts, each fetched once for all who need it and kept until shortly before it ends (RFC 7523; RFC 6749, 5).
 * The account's file is read anew each time, so that a new key needs no restart.
 */
public final class ServiceAccountTokens implements AccessTokens {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String GRANT = URLEncoder.encode("urn:ietf:params:oauth:grant-type:jwt-bearer", StandardCharsets.UTF_8);
  private static final Duration EARLY = Duration.ofMinutes(5);
  private static final long NO_LIFE_SAID = 300;

  private final String scope;
  private final Duration timeout;
  private final Clock clock;
  private final HttpClient http;
  private final Map<String, CompletableFuture<Token>> tokens = new ConcurrentHashMap<>();

  /**
   * @param scope what the tokens are for
   * @param timeout for a connection, and again for the answer
   */
  public ServiceAccountTokens(String scope, Duration timeout, Clock clock) {
    this.scope = scope;
    this.timeout = timeout;
    this.clock = clock;
    this.http = HttpClient.newBuilder().connectTimeout(timeout).version(HttpClient.Version.HTTP_1_1).build();
  }

  private record Token(String text, Instant until) {}

  @Override
  public String token(String account, String refused) {
    CompletableFuture<Token> ours = new CompletableFuture<>();
    CompletableFuture<Token> shared = tokens.compute(account, (same, last) -> last == null || isOver(last, refused) ? ours : last);
    if (shared == ours) {
      try {
        ours.complete(fetch(account));
      } catch (RuntimeException e) {
        ours.completeExceptionally(e);
      }
    }
    try {
      return shared.join().text();
    } catch (CompletionException e) {
      throw e.getCause() instanceof NoAccessToken none ? new NoAccessToken(none.getMessage(), none.passing(), none.pause()) : e;
    }
  }

  /** One that is being fetched is waited for. */
  private boolean isOver(CompletableFuture<Token> last, String refused) {
    return last.isCompletedExceptionally()
        || last.isDone() && (last.join().text().equals(refused) || !last.join().until().isAfter(clock.instant()));
  }

  private Token fetch(String file) {
    try {
      ServiceAccount account = ServiceAccount.read(Path.of(file));
      Instant now = clock.instant();
      HttpRequest request = HttpRequest.newBuilder(account.tokenUri()).timeout(timeout).header("Content-Type", "application/x-www-form-urlencoded")
          .POST(HttpRequest.BodyPublishers.ofString("grant_type=" + GRANT + "&assertion=" + account.assertion(scope, now))).build();
      return read(http.send(request, HttpResponse.BodyHandlers.ofString()), now);
    } catch (StartupException e) {
      throw new NoAccessToken(e.getMessage(), false, Optional.empty());
    } catch (IOException e) {
      throw new NoAccessToken("no access token: " + e.getClass().getSimpleName(), true, Optional.empty());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NoAccessToken("no access token: interrupted", true, Optional.empty());
    }
  }

  private static Token read(HttpResponse<String> response, Instant now) {
    JsonNode reply = json(response.body());
    if (response.statusCode() == 200 && !reply.path("access_token").asText().isEmpty()) {
      Duration life = Duration.ofSeconds(Math.max(0, reply.path("expires_in").asLong(NO_LIFE_SAID)));
      Duration half = life.dividedBy(2);
      return new Token(reply.path("access_token").asText(), now.plus(life).minus(half.compareTo(EARLY) < 0 ? half : EARLY));
    }
    boolean passing = response.statusCode() == 429 || response.statusCode() >= 500;
    throw new NoAccessToken("no access token: HTTP %d %s %s".formatted(response.statusCode(), reply.path("error").asText(),
        reply.path("error_description").asText()).strip(), passing, response.headers().firstValue("Retry-After").flatMap(value -> RetryAfter.read(value, now)));
  }

  private static JsonNode json(String body) {
    try {
      return Optional.ofNullable(JSON.readTree(body)).orElseGet(JSON::createObjectNode);
    } catch (JsonProcessingException e) {
      return JSON.createObjectNode();
    }
  }
}
