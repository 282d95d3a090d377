package wadi.platform.webhooks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.EntityTemplate;
import wadi.domain.delivery.RetryAfter;
import wadi.platform.ConnectionFault;
import wadi.platform.Version;
import wadi.platform.ports.Webhooks.Call;
import wadi.platform.ports.Webhooks.Ending;
import wadi.platform.ports.Webhooks.Posted;
import wadi.platform.targets.TargetUrl;
import wadi.platform.tracing.TraceContext;

/** One request, and what is known of it while it runs: whether something was sent, and what the answer's status is. */
final class OnePost {
  /** So much of an answer is read, to use the connection again; with more it is closed. */
  private static final int LONGEST_ANSWER = 64 * 1024;

  private final CloseableHttpClient http;
  private final HttpHost host;
  private final HttpPost request;
  private final Clock clock;
  private volatile boolean sent;
  private volatile Posted answer;

  OnePost(CloseableHttpClient http, TargetUrl target, Call call, SigningSecrets secrets, Clock clock) {
    this.http = http;
    this.host = new HttpHost(target.secure() ? "https" : "http", target.host(), target.port());
    this.clock = clock;
    Instant now = clock.instant();
    request = new HttpPost("/");
    request.setPath(target.path()); // not as a URI of its own: //other.example would be one
    request.setHeader("User-Agent", "Wadi/" + Version.TEXT);
    request.setHeader("webhook-id", call.id());
    request.setHeader("webhook-timestamp", String.valueOf(now.getEpochSecond()));
    request.setHeader("webhook-signature", secrets.signatures(call.client(), call.id(), now, call.body()));
    call.traceparent().ifPresent(parent -> request.setHeader(TraceContext.PARENT, parent));
    byte[] body = call.body().getBytes(StandardCharsets.UTF_8);
    request.setEntity(new EntityTemplate(body.length, ContentType.APPLICATION_JSON, null, out -> {
      sent = true;
      out.write(body);
    }));
  }

  Posted run() {
    try (ClassicHttpResponse response = http.executeOpen(host, request, null)) {
      Header pause = response.getFirstHeader("Retry-After");
      answer = new Posted(Ending.ANSWERED, response.getCode(),
          Optional.ofNullable(pause).flatMap(field -> RetryAfter.read(String.valueOf(field.getValue()), clock.instant())).orElse(Duration.ZERO), "");
      throwAway(response.getEntity());
      return answer;
    } catch (CheckedNames.Forbidden e) {
      return new Posted(Ending.FORBIDDEN, 0, Duration.ZERO, e.getMessage());
    } catch (SSLException e) {
      return failed("no secure connection: " + e.getMessage());
    } catch (IOException e) {
      return failed(ConnectionFault.of(e).map(ConnectionFault::words).orElse("no answer that is HTTP"));
    }
  }

  /** What is said in it does not matter, and a status that was said holds even when the rest never comes. */
  private void throwAway(HttpEntity entity) throws IOException {
    if (entity != null) {
      try (InputStream content = entity.getContent()) {
        if (content.skip(LONGEST_ANSWER) == LONGEST_ANSWER) {
          request.cancel();
        }
      }
    }
  }

  private Posted failed(String words) {
    Posted said = answer;
    return said != null ? said : new Posted(sent ? Ending.UNANSWERED : Ending.NOT_SENT, 0, Duration.ZERO, words);
  }

  /** Ends it now, however far it is. */
  Posted giveUp(String words) {
    request.cancel();
    return failed(words);
  }
}
