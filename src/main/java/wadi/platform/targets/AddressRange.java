package wadi.platform.targets;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Addresses that begin with the same bits (RFC 4632, RFC 4291 2.3).
 *
 * @param what what they are for, for people; may be empty
 */
public record AddressRange(byte[] first, int bits, String what) {
  private static final Pattern TEXT = Pattern.compile("([^/]*)(?:/(\\d{1,3}))?");

  /** Of a text such as {@code 10.0.0.7}, {@code 10.0.0.0/8} or {@code fd00::/8}; empty when it is none. */
  public static Optional<AddressRange> parse(String text, String what) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    Optional<byte[]> first = Literal.ipv4(parts.group(1)).or(() -> Literal.ipv6(parts.group(1))).map(InetAddress::getAddress);
    int bits = parts.group(2) == null ? first.map(bytes -> bytes.length * 8).orElse(0) : Integer.parseInt(parts.group(2));
    return first.filter(bytes -> bits <= bytes.length * 8).map(bytes -> new AddressRange(bytes, bits, what));
  }

  /** @param text one that is certainly right */
  static AddressRange of(String text, String what) {
    return parse(text, what).orElseThrow(() -> new IllegalArgumentException(text));
  }

  /** Whether the address begins with these bits; one of the other family never does. */
  public boolean contains(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length != first.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> bit % 8;
      if ((bytes[bit / 8] & mask) != (first[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }
}
