package wadi.platform;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import wadi.platform.broker.BrokerWatch;
import wadi.platform.broker.Brokers;
import wadi.platform.fleet.Presence;
import wadi.platform.http.HttpServers;
import wadi.platform.inbox.Inbox;
import wadi.platform.inbox.InboxSmtpServer;
import wadi.platform.keys.ApiKeys;
import wadi.platform.meters.BacklogGauges;
import wadi.platform.meters.Meters;
import wadi.platform.ops.OperationsToken;
import wadi.platform.postgres.Backlog;
import wadi.platform.postgres.Database;
import wadi.platform.postgres.EmbeddedPostgres;
import wadi.platform.postgres.IdLease;
import wadi.platform.sites.WebProber;
import wadi.platform.smpp.SmppLinks;
import wadi.platform.smtp.SmtpConnections;
import wadi.platform.tracing.Tracing;
import wadi.platform.velocity.VelocityWindows;
import wadi.platform.webhooks.WebhookClient;

/** What outlives every generation of routes: servers, database, broker, connections, keys, meters. No rules, no Camel. */
public final class Platform implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Platform.class);

  private final Settings settings;
  private final Roles roles;
  private final Clock clock;
  private final Doorbells doorbells = new Doorbells();
  private final ProviderStates providers = new ProviderStates();
  private final AtomicLong sampleChecks = new AtomicLong();
  private final Deque<AutoCloseable> closeLast = new ArrayDeque<>();
  private final DataDirectory data;
  private final String instance;
  private final CardKey cardKey;
  private final OperationsToken operationsToken;
  private final Meters meters;
  private final HttpServers http;
  private final Brokers brokers;
  private final Database database;
  private final IdLease ids;
  private final Tables tables;
  private final SmtpConnections smtp;
  private final SmppLinks smpp;
  private final WebhookClient webhooks;
  private final WebProber siteProber;
  private final Inbox inbox;
  private final VelocityWindows velocity;
  private final Presence presence;
  private final ApiKeys keys;
  private final Optional<Tracing> tracing;

  private Platform(Settings settings) {
    this.settings = settings;
    this.clock = TrialClock.of(settings);
    this.roles = Roles.of(settings);
    ListeningPorts.check(settings);
    VelocityWindows.check(settings);
    data = later(DataDirectory.open(settings.path("data.dir")));
    try {
      cardKey = CardKey.of(settings, data);
      ParkingKey parkingKey = ParkingKey.of(settings, cardKey);
      operationsToken = OperationsToken.of(settings, data);
      instance = data.secret("instance", () -> DataDirectory.random(8));
      tracing = Tracing.of(settings, instance);
      tracing.ifPresent(closeLast::push);
      Parallel parts = new Parallel();
      CompletableFuture<Optional<EmbeddedPostgres>> postgres = parts.start(() -> EmbeddedPostgres.unlessGiven(settings, data.resolve("postgres")));
      CompletableFuture<Brokers> brokersInside = parts.start(() -> Brokers.start(settings, data.privateFolder("broker")));
      CompletableFuture<HttpServers> servers = parts.start(() -> new HttpServers(settings.number("http.workers", 1, 1_000)));
      CompletableFuture<Meters> registry = parts.start(Meters::new);
      CompletableFuture<Database> pool = parts.startAfter(postgres, inside -> Database.connect(settings, inside));
      parts.awaitEach(part -> closeLast.push(part));
      brokers = brokersInside.join();
      http = servers.join();
      meters = registry.join();
      database = pool.join();
      database.measure(meters.ofPool());
      cardKey.check(database);
      keys = later(ApiKeys.start(database));
      velocity = later(VelocityWindows.start(settings, database, cardKey, meters, clock.instant()));
      ids = later(IdLease.of(database, instance));
      tables = later(new Tables(settings, database, parkingKey, instance, doorbells, clock, meters));
      later(BrokerWatch.start(brokers, settings, meters));
      later(BacklogGauges.start(meters, new Backlog(database)));
      presence = later(Presence.of(settings, database, instance, Instant.now(), meters));
      smtp = later(new SmtpConnections());
      smpp = later(new SmppLinks(tables.receipts()));
      webhooks = later(WebhookClient.of(settings, cardKey, clock));
      siteProber = later(WebProber.of(settings, clock));
      inbox = new Inbox(database.dataSource());
      if (ListeningPorts.hasInbox(settings)) {
        later(InboxSmtpServer.start(inbox, settings.port("inbox.smtp-port")));
      }
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /**
   * Starts every part, side by side where they do not need each other.
   *
   * @throws StartupException in words for the person who started Wadi; nothing is left running
   */
  public static Platform start(Settings settings) {
    return new Platform(settings);
  }

  private <T extends AutoCloseable> T later(T part) {
    closeLast.push(part);
    return part;
  }

  public Settings settings() {
    return settings;
  }

  /** What this process does of all that Wadi does. */
  public Roles roles() {
    return roles;
  }

  public Clock clock() {
    return clock;
  }

  public Doorbells doorbells() {
    return doorbells;
  }

  public AtomicLong sampleChecks() {
    return sampleChecks;
  }

  public VelocityWindows velocity() {
    return velocity;
  }

  /** A folder of the data directory for the owner's eyes only. */
  public Path directory(String name) {
    return data.privateFolder(name);
  }

  /** What tells this process from others that share its database: a word kept in the data directory. */
  public String instance() {
    return instance;
  }

  public CardKey cardKey() {
    return cardKey;
  }

  /** What a person must have to change something over the operations API. */
  public OperationsToken operationsToken() {
    return operationsToken;
  }

  /** What clients must have to send requests. */
  public ApiKeys keys() {
    return keys;
  }

  public Meters meters() {
    return meters;
  }

  public HttpServers http() {
    return http;
  }

  public Brokers brokers() {
    return brokers;
  }

  public Database database() {
    return database;
  }

  public IdLease ids() {
    return ids;
  }

  /** What is kept in the database. */
  public Tables tables() {
    return tables;
  }

  /** The providers this process sends with. */
  public ProviderStates providers() {
    return providers;
  }

  /** This process as the others on the database see it. */
  public Presence presence() {
    return presence;
  }

  public SmtpConnections smtp() {
    return smtp;
  }

  /** The binds to short message centres. */
  public SmppLinks smpp() {
    return smpp;
  }

  public WebhookClient webhooks() {
    return webhooks;
  }

  /** Who looks at web sites. */
  public WebProber siteProber() {
    return siteProber;
  }

  /** Spans of this process; empty when it makes none. */
  public Optional<Tracing> tracing() {
    return tracing;
  }

  public Inbox inbox() {
    return inbox;
  }

  /** Stops every part, the last started first, the data directory's lock at the very end. */
  @Override
  public void close() {
    for (AutoCloseable part = closeLast.poll(); part != null; part = closeLast.poll()) {
      try {
        part.close();
      } catch (Exception e) {
        LOG.warn("A part did not stop cleanly: {}", e.getMessage());
      }
    }
  }
}
