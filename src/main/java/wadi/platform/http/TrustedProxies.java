package wadi.platform.http;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import wadi.platform.Settings;
import wadi.platform.StartupException;

/**
 * The reverse proxies of {@code http.trusted-proxies}: what they say in X-Forwarded-For, -Proto and -Host of a request's client is
 * believed. Anybody can send these fields, so from others they are not.
 */
public final class TrustedProxies {
  private static final String PROPERTY = "http.trusted-proxies";
  /** Numeric, so that no name is ever looked up. */
  private static final Pattern ADDRESS = Pattern.compile("([0-9]{1,3}(?:\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)(?:/(\\d{1,3}))?");
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:\\[\\]_-]{1,255}");

  private final List<IpSubnetFilterRule> rules;

  private TrustedProxies(List<IpSubnetFilterRule> rules) {
    this.rules = rules;
  }

  /** @throws StartupException when an entry is no address and no range of them (RFC 4632) */
  public static TrustedProxies of(Settings settings) {
    return of(settings.optional(PROPERTY).orElse(""));
  }

  /** @param list divided by commas */
  public static TrustedProxies of(String list) {
    return new TrustedProxies(Stream.of(list.split(",")).map(String::strip).filter(entry -> !entry.isEmpty()).map(TrustedProxies::rule).toList());
  }

  private static IpSubnetFilterRule rule(String text) {
    try {
      Matcher parts = ADDRESS.matcher(text);
      if (parts.matches()) {
        InetAddress address = InetAddress.getByName(parts.group(1));
        int prefix = parts.group(2) == null ? 8 * address.getAddress().length : Integer.parseInt(parts.group(2));
        return new IpSubnetFilterRule(address, prefix, IpFilterRuleType.ACCEPT);
      }
    } catch (UnknownHostException | IllegalArgumentException e) {
      // the message below says it
    }
    throw new StartupException("The property %s names \"%s\"; each entry must be an address or a range, such as 10.0.0.7 or 10.0.0.0/8.".formatted(PROPERTY, text));
  }

  /** Whether the request comes from one of them. */
  boolean sent(HttpServerRequest request) {
    return request.remoteAddress() != null && isTrusted(request.remoteAddress().hostAddress());
  }

  private boolean isTrusted(String address) {
    try {
      Matcher parts = ADDRESS.matcher(String.valueOf(address));
      if (!parts.matches() || parts.group(2) != null) {
        return false;
      }
      InetSocketAddress peer = new InetSocketAddress(InetAddress.getByName(address), 0);
      return rules.stream().anyMatch(rule -> rule.matches(peer));
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** The address of the client: the last one in X-Forwarded-For that is none of the proxies', for those before it anybody may have written. */
  public String peer(HttpServerRequest request) {
    String peer = String.valueOf(request.remoteAddress().hostAddress());
    List<String> hops = Stream.of(String.join(",", request.headers().getAll("X-Forwarded-For")).split(",")).map(String::strip).toList();
    for (int i = hops.size() - 1; i >= 0 && isTrusted(peer) && ADDRESS.matcher(hops.get(i)).matches(); i--) {
      peer = hops.get(i);
    }
    return peer;
  }

  /** Scheme and host as the client wrote them: {@code https://wadi.example.com}. */
  public String origin(HttpServerRequest request) {
    boolean believed = sent(request);
    String scheme = forwarded(request, believed, "X-Forwarded-Proto").filter(word -> word.matches("https?")).orElse(request.scheme());
    HostAndPort authority = request.authority();
    return scheme + "://" + forwarded(request, believed, "X-Forwarded-Host").filter(host -> HOST.matcher(host).matches()).orElse(String.valueOf(authority));
  }

  private static Optional<String> forwarded(HttpServerRequest request, boolean believed, String name) {
    return Optional.ofNullable(request.getHeader(name)).filter(value -> believed).map(String::strip);
  }
}
