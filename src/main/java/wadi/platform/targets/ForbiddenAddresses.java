package wadi.platform.targets;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Addresses that are not somewhere on the Internet: those of IANA's special-purpose registries (RFC 6890) and of cloud machines' own
 * services. Of IPv6 only the global unicast block is, so that whatever carries an IPv4 address inside (mapped, compatible, NAT64) is
 * forbidden with the rest.
 */
public final class ForbiddenAddresses {
  private static final AddressRange GLOBAL_UNICAST = AddressRange.of("2000::/3", "");
  private static final List<AddressRange> FORBIDDEN = List.of(
      AddressRange.of("169.254.169.254", "the metadata service of cloud machines"),
      AddressRange.of("168.63.129.16", "a service of cloud machines"),
      AddressRange.of("100.100.100.200", "the metadata service of cloud machines"),
      AddressRange.of("192.0.0.192", "the metadata service of cloud machines"),
      AddressRange.of("0.0.0.0/8", "this network"),
      AddressRange.of("10.0.0.0/8", "private"),
      AddressRange.of("100.64.0.0/10", "shared by a provider's customers"),
      AddressRange.of("127.0.0.0/8", "loopback"),
      AddressRange.of("169.254.0.0/16", "link-local"),
      AddressRange.of("172.16.0.0/12", "private"),
      AddressRange.of("192.0.0.0/24", "reserved"),
      AddressRange.of("192.0.2.0/24", "for documentation"),
      AddressRange.of("192.88.99.0/24", "reserved"),
      AddressRange.of("192.168.0.0/16", "private"),
      AddressRange.of("198.18.0.0/15", "for benchmarks"),
      AddressRange.of("198.51.100.0/24", "for documentation"),
      AddressRange.of("203.0.113.0/24", "for documentation"),
      AddressRange.of("224.0.0.0/4", "multicast"),
      AddressRange.of("240.0.0.0/4", "reserved"),
      AddressRange.of("::1", "loopback"),
      AddressRange.of("64:ff9b::/96", "an IPv4 address in another form"),
      AddressRange.of("64:ff9b:1::/48", "an IPv4 address in another form"),
      AddressRange.of("2001::/23", "reserved"),
      AddressRange.of("2001:db8::/32", "for documentation"),
      AddressRange.of("2002::/16", "an IPv4 address in another form"),
      AddressRange.of("3fff::/20", "for documentation"),
      AddressRange.of("fc00::/7", "private"),
      AddressRange.of("fe80::/10", "link-local"),
      AddressRange.of("fec0::/10", "private"),
      AddressRange.of("ff00::/8", "multicast"));

  private ForbiddenAddresses() {}

  /** What the address is, where nobody may be led to; empty when it may be. */
  public static Optional<String> why(InetAddress address) {
    return FORBIDDEN.stream().filter(range -> range.contains(address)).map(AddressRange::what).findFirst()
        .or(() -> address.getAddress().length == 16 && !GLOBAL_UNICAST.contains(address) ? Optional.of("reserved") : Optional.empty());
  }
}
