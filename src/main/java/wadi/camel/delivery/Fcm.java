package wadi.camel.delivery;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.Headers;
import org.apache.camel.Variable;
import org.apache.camel.http.base.HttpOperationFailedException;
import wadi.platform.Settings;
import wadi.platform.StartupException;
import wadi.platform.oauth.ServiceAccount;
import wadi.platform.ports.AccessTokens;
import wadi.platform.ports.NoAccessToken;

/**
 * Firebase Cloud Messaging, HTTP v1 (https://firebase.google.com/docs/reference/fcm/rest/v1/projects.messages). Named in YAML as
 * {@code fcm}.
 */
public final class Fcm {
  /** What its tokens are for. */
  public static final String SCOPE = "https://www.googleapis.com/auth/firebase.messaging";

  private static final String PREFIX = "delivery.push.fcm.";
  private static final String SANDBOX = "sandbox";
  private static final Pattern PLAIN_INSIDE = Pattern.compile("http://(127\\.0\\.0\\.1|localhost|\\[::1])(:.*|/.*)?");
  private static final Pattern PROJECT = Pattern.compile("[a-z0-9.:-]{1,100}");

  private final AccessTokens tokens;
  private final Clock clock;
  private final Optional<String> account;
  private final SandboxInside sandbox;

  public Fcm(Settings settings, AccessTokens tokens, Clock clock) {
    this.tokens = tokens;
    this.clock = clock;
    this.sandbox = new SandboxInside(settings, PREFIX + "url");
    this.account = settings.optional(PREFIX + "service-account").map(file -> settings.path(PREFIX + "service-account").toString());
  }

  /**
   * Its properties, where it is one of the providers. A token does not travel in the clear.
   *
   * @throws StartupException names the property and what would be right
   */
  public static void check(Settings settings) {
    if (settings.optional("delivery.push.provider").stream().flatMap(all -> Stream.of(all.split(","))).map(String::strip).noneMatch("fcm"::equals)) {
      return;
    }
    String url = settings.text(PREFIX + "url");
    String project = settings.text(PREFIX + "project");
    if (!url.startsWith("https://") && !PLAIN_INSIDE.matcher(url).matches()) {
      throw new StartupException(("The property %surl is \"%s\"; it must begin with https://, for example https://fcm.googleapis.com. "
          + "Only a server on this machine may be called over http://.").formatted(PREFIX, url));
    }
    if (!PROJECT.matcher(project).matches()) {
      throw new StartupException("The property %sproject is \"%s\"; it must be the project's id at Firebase, for example my-app-1a2b3.".formatted(PREFIX, project));
    }
    if (settings.optional(PREFIX + "service-account").isPresent()) {
      ServiceAccount known = ServiceAccount.read(settings.path(PREFIX + "service-account"));
      if (url.startsWith("https://") && project.equals(SANDBOX)) {
        throw new StartupException("The property %1$sproject is missing: the service account's own is \"%2$s\", so set DELIVERY_PUSH_FCM_PROJECT=%2$s."
            .formatted(PREFIX, known.project()));
      }
    } else if (url.startsWith("https://")) {
      throw new StartupException(("The property %surl leads to %s, which wants a service account: set DELIVERY_PUSH_FCM_SERVICE_ACCOUNT to the path of its file.")
          .formatted(PREFIX, url));
    }
  }

  /**
   * The request for one message to one device.
   *
   * @throws SendRefused when FCM would never take it
   * @throws SendMisconfigured when it would go to the sandbox inside, and there is none
   */
  public Map<String, Object> request(@Body Map<String, Object> delivery) {
    sandbox.mustBeThere();
    return Map.of("message", FcmMessage.of(delivery, clock.instant()));
  }

  /** Once, and once more when the token was not good any more. */
  public boolean isToBeSent(@Header(Exchange.HTTP_RESPONSE_CODE) Integer status, @Headers Map<String, Object> headers, @Body String body,
      @Variable("bearer") String bearer, @Variable("refused") String refused) {
    return bearer == null || refused == null && new FcmReply(status == null ? 0 : status, headers, body == null ? "" : body, clock.instant()).isAboutBearer();
  }

  /**
   * What proves that we may send for the project; another one than was refused.
   *
   * @throws SendDeferred when there is none to be had now
   * @throws SendMisconfigured when there is none to be had until somebody mends the account
   */
  public String bearer(@Variable("refused") String refused) {
    try {
      return account.map(file -> tokens.token(file, refused == null ? "" : refused)).orElse(SANDBOX);
    } catch (NoAccessToken e) {
      throw e.passing() ? new SendDeferred(e.getMessage(), true, e.pause()) : new SendMisconfigured(e.getMessage());
    }
  }

  /**
   * The provider's name for the message; empty when it gave none.
   *
   * @throws SendRefused and the other exceptions of that kind, or one by the status, when it did not take it
   */
  public String messageId(@Header(Exchange.HTTP_RESPONSE_CODE) Integer status, @Headers Map<String, Object> headers, @Body String body)
      throws HttpOperationFailedException {
    return new FcmReply(status == null ? 0 : status, headers, body == null ? "" : body, clock.instant()).messageId();
  }
}
