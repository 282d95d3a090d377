package wadi.platform.connect;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import wadi.platform.Settings;
import wadi.platform.StartupException;
import wadi.platform.broker.BrokerLogin;
import wadi.platform.broker.Brokers;
import wadi.platform.smtp.SmtpAccount;
import wadi.platform.velocity.RedisAddress;

/** Whom a Wadi with these properties has to reach. */
public final class Neighbours {
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]", "::1");
  private static final String SMS_URL = "delivery.sms.africastalking.url";

  private final Settings settings;
  private final List<Neighbour> all = new ArrayList<>();

  private Neighbours(Settings settings) {
    this.settings = settings;
  }

  /**
   * Whom these properties name, those inside too.
   *
   * @throws StartupException a property has no usable value
   */
  public static List<Neighbour> of(Settings settings) {
    Neighbours neighbours = new Neighbours(settings);
    neighbours.database();
    neighbours.brokers();
    neighbours.mail();
    neighbours.sms();
    neighbours.fraud();
    neighbours.velocity();
    return neighbours.all;
  }

  private void database() {
    String name = "database";
    all.add(settings.optional("database.url").map(url -> {
      String user = settings.text("database.user");
      return Neighbour.at(name, bare(url) + " as " + user, Contacts.database(url, user, settings.optional("database.password").orElse("")));
    }).orElseGet(() -> Neighbour.inside(name)));
  }

  private void brokers() {
    for (String broker : List.of("artemis", "rabbitmq", "kafka")) {
      if (broker.equals("artemis") && Brokers.isInside(settings)) {
        all.add(Neighbour.inside(broker));
      } else if (Brokers.uses(settings, broker)) {
        all.add(Neighbour.at(broker, Brokers.addresses(settings, broker), () -> new BrokerLogin(settings, Contacts.LIMIT).of(broker)));
      }
    }
  }

  private void mail() {
    SmtpAccount account = SmtpAccount.of(settings);
    boolean inbox = settings.flag("inbox.enabled") && LOOPBACK.contains(account.host()) && account.port() == settings.port("inbox.smtp-port");
    all.add(inbox ? Neighbour.inside("smtp") : Neighbour.at("smtp", account.host() + ":" + account.port(), Contacts.smtp(account)));
  }

  private void sms() {
    URI url = url(SMS_URL);
    boolean sandbox = settings.flag("inbox.enabled") && LOOPBACK.contains(url.getHost()) && url.getPort() == settings.port("management.port");
    all.add(sandbox ? Neighbour.inside("africastalking") : Neighbour.at("africastalking", bare(url.toString()), Contacts.http(url)));
  }

  private void fraud() {
    if (settings.text("fraud.mode").equals("remote")) {
      URI url = url("fraud.remote.url");
      all.add(Neighbour.at("fraud", bare(url.toString()), Contacts.http(url)));
    }
  }

  private void velocity() {
    if (settings.text("fraud.velocity.store").equals("redis")) {
      RedisAddress redis = RedisAddress.of(settings);
      all.add(Neighbour.at("redis", redis.toString(), Contacts.redis(redis)));
    }
  }

  private URI url(String property) {
    String text = text(property);
    URI url = text.matches("https?://[^\\s]+") ? uri(text) : null;
    if (url == null || url.getHost() == null) {
      throw new StartupException("The property %s is \"%s\"; it must be an address such as https://example.com/.".formatted(property, bare(text)));
    }
    return url;
  }

  private static URI uri(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** With other properties' values where it names them, as routes see it. */
  private String text(String property) {
    return settings.resolved(property);
  }

  /** Without what may be a secret: user and password before the host, and the query. */
  public static String bare(String url) {
    return url.replaceFirst("\\?.*", "").replaceAll("//[^/@]*@", "//");
  }
}
