package wadi.platform.targets;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A URL in the one spelling that everybody who reads it reads alike (RFC 3986, as strict as the WHATWG's, and no more): what two readers
 * could take for two hosts is refused.
 *
 * @param secure whether it is https
 * @param host in small letters; a name, or an address without brackets
 * @param address where the host is one
 * @param path with the query; begins with a slash
 */
public record TargetUrl(boolean secure, String host, Optional<InetAddress> address, int port, String path) {
  private static final int LONGEST = 2_048;
  private static final int LONGEST_NAME = 253;
  private static final Pattern URL = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://([^/?#]*)([^#]*)");
  private static final Pattern AUTHORITY = Pattern.compile("(\\[[^\\[\\]]*]|[^:]*)(?::(\\d{1,5}))?");
  private static final Pattern PATH = Pattern.compile("(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*");
  private static final Pattern NAME = Pattern.compile("(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");
  /** A host that ends so is an address to some readers, in whatever base and however short. */
  private static final Pattern NUMBER_AT_END = Pattern.compile("(?:.*\\.)?(?:[0-9]+|0x[0-9a-f]*)");
  private static final int IPV6_BYTES = 16;
  private static final int HTTPS_PORT = 443;
  private static final int HTTP_PORT = 80;

  /** @throws TargetRefused when it is written in another way; it says how */
  public static TargetUrl parse(String text) throws TargetRefused {
    if (text == null || text.isEmpty() || text.length() > LONGEST) {
      throw new TargetRefused("a URL has 1 to " + LONGEST + " characters");
    }
    if (!text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new TargetRefused("a URL is written in ASCII without blanks: a host with other letters as xn--..., other characters as %XX");
    }
    Matcher parts = URL.matcher(text);
    if (!parts.matches()) {
      throw new TargetRefused(text.indexOf('#') < 0 ? "this is no URL such as https://example.org/hook" : "the URL must have no part after a #");
    }
    String scheme = parts.group(1).toLowerCase(Locale.ROOT);
    if (!scheme.equals("https") && !scheme.equals("http")) {
      throw new TargetRefused("the URL must begin with https://");
    }
    boolean secure = scheme.equals("https");
    String authority = parts.group(2);
    if (authority.indexOf('@') >= 0) {
      throw new TargetRefused("the URL must have no user name or password before its host");
    }
    Matcher place = AUTHORITY.matcher(authority);
    if (!place.matches() || !PATH.matcher(parts.group(3)).matches()) {
      throw new TargetRefused("this is no URL such as https://example.org/hook: a character in it is not allowed there");
    }
    String host = place.group(1).toLowerCase(Locale.ROOT);
    int port = place.group(2) == null ? secure ? HTTPS_PORT : HTTP_PORT : Integer.parseInt(place.group(2));
    String path = parts.group(3).startsWith("/") ? parts.group(3) : "/" + parts.group(3);
    return host.startsWith("[") ? withAddress(secure, host.substring(1, host.length() - 1), port, path) : withHost(secure, host, port, path);
  }

  private static TargetUrl withHost(boolean secure, String host, int port, String path) throws TargetRefused {
    if (NUMBER_AT_END.matcher(host).matches()) {
      Optional<InetAddress> address = Literal.ipv4(host);
      if (address.isEmpty()) {
        throw new TargetRefused("an IPv4 address is written as four decimal numbers from 0 to 255");
      }
      return new TargetUrl(secure, host, address, port, path);
    }
    if (host.endsWith(".")) {
      throw new TargetRefused("the host must not end with a dot");
    }
    if (host.length() > LONGEST_NAME || !NAME.matcher(host).matches()) {
      throw new TargetRefused("the URL's host is no host name such as example.org");
    }
    return new TargetUrl(secure, host, Optional.empty(), port, path);
  }

  private static TargetUrl withAddress(boolean secure, String host, int port, String path) throws TargetRefused {
    Optional<InetAddress> address = Literal.ipv6(host);
    if (address.isEmpty()) {
      throw new TargetRefused("between brackets stands an IPv6 address, without a zone");
    }
    if (address.get().getAddress().length != IPV6_BYTES) {
      throw new TargetRefused("an IPv4 address must not be written as an IPv6 one");
    }
    return new TargetUrl(secure, address.get().getHostAddress(), address, port, path);
  }
}
