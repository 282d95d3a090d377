package wadi.platform.targets;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Addresses as texts, in their one plain spelling; no name is ever looked up. */
final class Literal {
  private static final String BYTE = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
  private static final Pattern IPV4 = Pattern.compile("(?:" + BYTE + "\\.){3}" + BYTE);
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  private Literal() {}

  /** Four decimal numbers; empty when the text is something else. */
  static Optional<InetAddress> ipv4(String text) {
    return IPV4.matcher(text).matches() ? parsed(text) : Optional.empty();
  }

  /** As in RFC 4291 2.2, without a zone; one that stands for an IPv4 address becomes that. Empty when the text is something else. */
  static Optional<InetAddress> ipv6(String text) {
    return IPV6.matcher(text).matches() ? parsed("[" + text + "]") : Optional.empty();
  }

  private static Optional<InetAddress> parsed(String text) {
    try {
      return Optional.of(InetAddress.getByName(text));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }
}
