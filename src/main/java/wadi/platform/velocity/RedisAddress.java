package wadi.platform.velocity;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLParameters;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisProtocol;
import wadi.platform.Settings;
import wadi.platform.StartupException;
import wadi.platform.broker.CaCertificates;

/**
 * Where Redis is and how to log in there.
 *
 * @param database its number, usually 0
 */
public record RedisAddress(HostAndPort server, int database, boolean tls, Optional<String> user, Optional<String> password, Optional<CaCertificates> trusted) {
  private static final String PROPERTY = "fraud.velocity.redis.url";
  private static final Pattern URL = Pattern.compile("(rediss?)://(?:([^/@]*)@)?(\\[[0-9a-fA-F:.]+]|[\\w.-]+)(?::(\\d{1,5}))?(?:/(\\d{1,4})?)?");
  private static final int PORT = 6379;

  /** @throws StartupException names the property and what would be right, without the password */
  public static RedisAddress of(Settings settings) {
    String text = settings.text(PROPERTY);
    Matcher url = URL.matcher(text);
    int port = url.matches() && url.group(4) != null ? Integer.parseInt(url.group(4)) : PORT;
    if (!url.matches() || port < 1 || port > 65_535) {
      throw new StartupException("The property %s is \"%s\"; it must be an address such as redis://127.0.0.1:6379 or rediss://redis.example.com/0."
          .formatted(PROPERTY, withoutLogin(text)));
    }
    String[] login = url.group(2) == null ? new String[0] : url.group(2).split(":", 2);
    Optional<String> user = login.length == 0 || login[0].isEmpty() ? settings.optional("fraud.velocity.redis.username") : Optional.of(decoded(login[0]));
    Optional<String> password = login.length < 2 ? settings.optional("fraud.velocity.redis.password") : Optional.of(decoded(login[1]));
    Optional<CaCertificates> trusted = settings.optional("fraud.velocity.redis.tls.ca").map(value -> CaCertificates.of("fraud.velocity.redis.tls.ca", value));
    String host = url.group(3).replaceAll("[\\[\\]]", "");
    return new RedisAddress(new HostAndPort(host, port), url.group(5) == null ? 0 : Integer.parseInt(url.group(5)), url.group(1).equals("rediss"), user, password, trusted);
  }

  /** What may be shown of a text that may be anything: nothing before its last @, and nothing of one that is no address at all. */
  private static String withoutLogin(String text) {
    int login = text.lastIndexOf('@');
    return login >= 0 ? "..." + text.substring(login) : text.contains("//") ? text : "...";
  }

  private static String decoded(String part) {
    try {
      return Optional.ofNullable(URI.create("redis://" + part + "@host").getUserInfo()).orElse(part);
    } catch (IllegalArgumentException e) {
      return part;
    }
  }

  /** @param timeout milliseconds to connect, and again to answer */
  public JedisClientConfig login(int timeout) {
    DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder().connectionTimeoutMillis(timeout).socketTimeoutMillis(timeout)
        .protocol(RedisProtocol.RESP2).clientSetInfoConfig(ClientSetInfoConfig.DISABLED).database(database).ssl(tls);
    user.ifPresent(config::user);
    password.ifPresent(config::password);
    if (tls) {
      SSLParameters hostMustMatch = new SSLParameters();
      hostMustMatch.setEndpointIdentificationAlgorithm("HTTPS");
      config.sslParameters(hostMustMatch);
      trusted.ifPresent(ca -> config.sslSocketFactory(ca.context().getSocketFactory()));
    }
    return config.build();
  }

  /** Without user and password. */
  @Override
  public String toString() {
    return (tls ? "rediss://" : "redis://") + server + (database == 0 ? "" : "/" + database);
  }
}
