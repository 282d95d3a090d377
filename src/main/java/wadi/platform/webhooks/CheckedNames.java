package wadi.platform.webhooks;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hc.client5.http.DnsResolver;
import wadi.platform.targets.TargetRefused;

/**
 * Looks a host up once for each connection, and gives out its addresses when all of them may be connected to. The client connects to the
 * very addresses that were checked, so that a name that changes in between gains nothing.
 */
final class CheckedNames implements DnsResolver {
  private final TargetCheck check;
  private final TargetCheck.Names names;

  CheckedNames(TargetCheck check, TargetCheck.Names names) {
    this.check = check;
    this.names = names;
  }

  @Override
  public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
    InetAddress[] addresses = names.addresses(host);
    try {
      check.connect(host, port, addresses);
    } catch (TargetRefused e) {
      throw new Forbidden(e.getMessage());
    }
    return Stream.of(addresses).map(address -> new InetSocketAddress(address, port)).toList();
  }

  /** Without a port nothing can be checked. */
  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    throw new UnknownHostException(host);
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }

  /** The name is known, and may not be connected to. */
  static final class Forbidden extends UnknownHostException {
    private Forbidden(String sentence) {
      super(sentence);
    }
  }
}
