package wadi.platform.sites;

import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import wadi.domain.sites.Cause;
import wadi.platform.targets.ForbiddenAddresses;

/**
 * Where one probe may connect to. Addresses inside only when they are allowed, and then only for a site that is inside itself: one outside must not lead us
 * there.
 */
final class Addresses {
  private final Names names;
  private final boolean allowPrivate;
  private boolean first = true;
  private boolean inside;

  Addresses(Names names, boolean allowPrivate) {
    this.names = names;
    this.allowPrivate = allowPrivate;
  }

  /** Those of a URL that may be connected to; at least one. */
  List<InetAddress> of(SiteUrl url, Deadline deadline) throws UnknownHostException, SocketTimeoutException, ProbeFault {
    boolean literal = url.target().address().isPresent();
    List<InetAddress> all = literal ? List.of(url.target().address().get()) : List.of(names.addresses(url.target().host(), deadline));
    List<InetAddress> outside = all.stream().filter(address -> ForbiddenAddresses.why(address).isEmpty()).toList();
    boolean own = first;
    first = false;
    if (own) {
      inside = outside.isEmpty();
    }
    if (allowPrivate && inside) {
      return all;
    }
    if (outside.isEmpty()) {
      String why = all.stream().findFirst().flatMap(ForbiddenAddresses::why).orElse("unknown");
      String text = "the address of %s is not one on the Internet (%s)%s".formatted(url.place(), why,
          own ? ": sites.allow-private=true allows that" : ", and the site led there");
      throw own && literal ? ProbeFault.unwatched(text) : new ProbeFault(Cause.Kind.UNREACHABLE, text);
    }
    return outside;
  }
}
