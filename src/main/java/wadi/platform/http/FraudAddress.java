package wadi.platform.http;

import java.net.URI;
import java.util.List;
import wadi.platform.Roles;
import wadi.platform.Settings;
import wadi.platform.StartupException;

/** The address of the fraud check service, {@code fraud.remote.url}. */
public final class FraudAddress {
  private static final String PROPERTY = "fraud.remote.url";

  private FraudAddress() {}

  /** @throws StartupException when it is no address, or leads to this process, which would ask itself without an end */
  public static void check(Settings settings) {
    URI url;
    try {
      url = URI.create(settings.text(PROPERTY));
    } catch (IllegalArgumentException e) {
      throw wrong(settings);
    }
    if (url.getHost() == null || !List.of("http", "https").contains(url.getScheme())) {
      throw wrong(settings);
    }
    Roles roles = Roles.of(settings);
    if (settings.text("fraud.mode").equals("remote") && roles.has("fraud") && !roles.has("intake")) {
      throw new StartupException("This process only answers fraud checks (roles), so it cannot ask another one: set fraud.mode=rules here.");
    }
    boolean here = url.getPort() == settings.port("http.port") && (HostCheck.isLoopback(url.getHost()) || url.getHost().equals(settings.text("http.host")));
    if (here && settings.text("fraud.mode").equals("remote") && Roles.of(settings).has("fraud")) {
      throw new StartupException("The property %s leads to this process itself: give it the address of another one, or set roles without fraud."
          .formatted(PROPERTY));
    }
  }

  private static StartupException wrong(Settings settings) {
    return new StartupException("The property %s is \"%s\"; it must be an address such as http://fraud:8080/service/fraudpolice/api/v1/transaction/."
        .formatted(PROPERTY, settings.text(PROPERTY)));
  }
}
