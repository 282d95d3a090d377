package wadi.platform.webhooks;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import wadi.platform.Settings;
import wadi.platform.StartupException;
import wadi.platform.targets.AddressRange;
import wadi.platform.targets.ForbiddenAddresses;
import wadi.platform.targets.TargetRefused;
import wadi.platform.targets.TargetUrl;

/**
 * Where Wadi may be told to post to (OWASP, Server-Side Request Forgery Prevention): hosts on the Internet, over https, and what the
 * operator allows in {@code webhooks.allow}. A URL is checked when somebody gives it, as far as that can be said without looking up a name,
 * and each address a name stands for when it is connected to.
 */
public final class TargetCheck {
  private static final String ALLOW = "webhooks.allow";
  private static final String PORTS = "webhooks.ports";
  private static final Pattern NAME = Pattern.compile("[a-z0-9_]([a-z0-9_.-]{0,251}[a-z0-9])?");
  /** Names that never stand for a host on the Internet (RFC 6761, RFC 6762, RFC 7686, RFC 8375, and the internal names of clouds). */
  private static final Pattern INTERNAL = Pattern.compile("(.*\\.)?(localhost|localdomain|local|internal|intranet|lan|corp|home|home\\.arpa|onion|cluster)|[^.]*");

  private final boolean http;
  private final Set<Integer> ports;
  private final Set<String> allowedNames = new LinkedHashSet<>();
  private final List<AddressRange> allowedAddresses = new ArrayList<>();

  private TargetCheck(boolean http, Set<Integer> ports, String allow) {
    this.http = http;
    this.ports = ports;
    Stream.of(allow.split(",")).map(String::strip).filter(entry -> !entry.isEmpty()).forEach(this::allow);
  }

  /** @throws StartupException when a property {@code webhooks.*} cannot be used; it names it */
  public static TargetCheck of(Settings settings) {
    Set<Integer> ports = new LinkedHashSet<>();
    for (String port : settings.text(PORTS).split(",", -1)) {
      if (!port.strip().matches("[1-9]\\d{0,4}") || Integer.parseInt(port.strip()) > 65_535) {
        throw new StartupException("The property %s is \"%s\"; it must be port numbers divided by commas, such as 443, 8443.".formatted(PORTS, settings.text(PORTS)));
      }
      ports.add(Integer.parseInt(port.strip()));
    }
    return new TargetCheck(settings.flag("webhooks.http"), ports, settings.optional(ALLOW).orElse(""));
  }

  private void allow(String entry) {
    Optional<AddressRange> range = AddressRange.parse(entry, "");
    String name = entry.toLowerCase(Locale.ROOT);
    if (range.isPresent()) {
      allowedAddresses.add(range.get());
    } else if (NAME.matcher(name).matches() && !name.matches("[0-9.]*")) {
      allowedNames.add(name);
    } else {
      throw new StartupException("The property %s names \"%s\"; each entry must be a host, an address or a range, such as hooks.example.org, 10.0.0.7 or 10.0.0.0/8."
          .formatted(ALLOW, entry));
    }
  }

  /**
   * What is wrong with a URL somebody wants to be posted to, in one sentence without a full stop; empty when nothing is that can be seen
   * without looking up its host.
   */
  public Optional<String> fault(String url) {
    try {
      accept(url);
      return Optional.empty();
    } catch (TargetRefused e) {
      return Optional.of(e.getMessage());
    }
  }

  /** What is wrong with how a URL is written, wherever it leads; empty when nothing is. */
  public static Optional<String> misspelt(String url) {
    try {
      TargetUrl.parse(url);
      return Optional.empty();
    } catch (TargetRefused e) {
      return Optional.of(e.getMessage());
    }
  }

  TargetUrl accept(String url) throws TargetRefused {
    TargetUrl target = TargetUrl.parse(url);
    boolean allowed = allowedNames.contains(target.host()) || target.address().filter(this::isAllowed).isPresent();
    if (!target.secure() && !http) {
      throw new TargetRefused("the URL must begin with https://");
    }
    if (target.address().isPresent() && !allowed) {
      check(target.address().get());
    }
    if (target.address().isEmpty() && !allowed && INTERNAL.matcher(target.host()).matches()) {
      throw new TargetRefused("the host " + target.host() + " is not one on the Internet");
    }
    boolean ofRange = target.address().isEmpty() && !allowedAddresses.isEmpty(); // its name may stand for an address that is allowed
    if (!allowed && !ofRange && !ports.contains(target.port()) || target.port() < 1 || target.port() > 65_535) {
      throw new TargetRefused("the port " + target.port() + " is not allowed");
    }
    return target;
  }

  /** Throws unless all addresses of a host may be connected to, at this port; one bad one among good ones is enough. */
  void connect(String host, int port, InetAddress[] addresses) throws TargetRefused {
    if (allowedNames.contains(host.toLowerCase(Locale.ROOT))) {
      return;
    }
    for (InetAddress address : addresses) {
      if (!isAllowed(address)) {
        check(address);
        if (!ports.contains(port)) {
          throw new TargetRefused("the port " + port + " is not allowed");
        }
      }
    }
  }

  private boolean isAllowed(InetAddress address) {
    return allowedAddresses.stream().anyMatch(range -> range.contains(address));
  }

  private static void check(InetAddress address) throws TargetRefused {
    Optional<String> why = ForbiddenAddresses.why(address);
    if (why.isPresent()) {
      throw new TargetRefused("the host's address " + address.getHostAddress() + " is not one on the Internet: it is " + why.get());
    }
  }

  /** How names become addresses; a stand-in in tests. */
  interface Names {
    InetAddress[] addresses(String host) throws UnknownHostException;
  }
}
