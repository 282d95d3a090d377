package wadi.platform.sites;

import java.net.IDN;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import wadi.platform.targets.TargetRefused;
import wadi.platform.targets.TargetUrl;

/**
 * A URL that a GET can be sent to. People and servers write them in many ways, which browsers take: letters that are not ASCII, blanks, a part after a
 * #. All become the one strict spelling of {@link TargetUrl}.
 *
 * @param login what stands before the host: {@code user:password}
 */
record SiteUrl(TargetUrl target, Optional<String> login) {
  private static final Pattern URL = Pattern.compile("(?i)(https?)://([^/?#\\\\]*)([^#]*)(#.*)?");
  private static final Pattern AUTHORITY = Pattern.compile("(?:(.*)@)?(\\[[^]]*]|[^:]*)(:\\d*)?");
  private static final String KEPT = "._~!$&'()*+,;=:@/?-";
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:");
  private static final Pattern ENCODED = Pattern.compile("[0-9A-Fa-f]{2}");

  /** @throws TargetRefused when it cannot be called; it says why */
  static SiteUrl of(String text) throws TargetRefused {
    Matcher parts = URL.matcher(text.strip());
    if (!parts.matches()) {
      throw new TargetRefused("the URL must begin with http:// or https://, and a host");
    }
    Matcher authority = AUTHORITY.matcher(parts.group(2));
    if (!authority.matches()) {
      throw new TargetRefused("the URL's host is no host name such as example.org");
    }
    String port = authority.group(3) == null || authority.group(3).equals(":") ? "" : authority.group(3);
    TargetUrl target = TargetUrl.parse(parts.group(1).toLowerCase(Locale.ROOT) + "://" + ascii(authority.group(2)) + port + encoded(parts.group(3)));
    if (target.port() < 1 || target.port() > 65_535) {
      throw new TargetRefused("a port is a number from 1 to 65535");
    }
    return new SiteUrl(target, Optional.ofNullable(authority.group(1)));
  }

  private static String ascii(String host) throws TargetRefused {
    try {
      return host.startsWith("[") ? host : IDN.toASCII(host.endsWith(".") ? host.substring(0, host.length() - 1) : host);
    } catch (IllegalArgumentException e) {
      throw new TargetRefused("the URL's host is no host name such as example.org");
    }
  }

  private static String encoded(String path) {
    StringBuilder text = new StringBuilder();
    byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      char c = (char) (bytes[i] & 0xff);
      boolean escape = c == '%' && i + 2 < bytes.length && ENCODED.matcher("" + (char) bytes[i + 1] + (char) bytes[i + 2]).matches();
      if (escape || c < 0x80 && (Character.isLetterOrDigit(c) || KEPT.indexOf(c) >= 0)) {
        text.append(c);
      } else {
        text.append("%%%02X".formatted((int) c));
      }
    }
    return text.toString();
  }

  /**
   * Where an answer of this URL sends us (RFC 3986, 5).
   *
   * @param location as the header has it, each byte one character
   * @throws TargetRefused when that is no place to go to; a login in it is left out
   */
  SiteUrl to(String location) throws TargetRefused {
    String there = new String(location.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8).strip();
    if (SCHEME.matcher(there).lookingAt()) {
      return new SiteUrl(of(there).target(), Optional.empty());
    }
    int hash = there.indexOf('#');
    String reference = encoded(hash < 0 ? there : there.substring(0, hash));
    try {
      String path = target.path();
      String whole = reference.isEmpty() ? text() : reference.startsWith("?") ? origin() + path.split("\\?", 2)[0] + reference
          : URI.create(text()).resolve(URI.create(reference)).toString();
      return new SiteUrl(of(whole).target(), Optional.empty());
    } catch (IllegalArgumentException e) {
      throw new TargetRefused("it is no URL");
    }
  }

  /** Host and port as they are written, the port when it is not the usual one. */
  String place() {
    String host = target.host().indexOf(':') < 0 ? target.host() : "[" + target.host() + "]";
    return target.port() == (target.secure() ? 443 : 80) ? host : host + ":" + target.port();
  }

  /** Scheme, host and port: credentials belong to one of these. */
  String origin() {
    return (target.secure() ? "https://" : "http://") + place();
  }

  /** All of it but a login. */
  String text() {
    return origin() + target.path();
  }

  /** For people: what may be a secret is left out. */
  String shown() {
    return text().split("\\?", 2)[0];
  }
}
