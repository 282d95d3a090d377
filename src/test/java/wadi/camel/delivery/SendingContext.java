package wadi.camel.delivery;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import wadi.camel.Components;
import wadi.camel.InTransaction;
import wadi.camel.intake.JsonReader;
import wadi.camel.notifications.Callbacks;
import wadi.domain.delivery.Ageing;
import wadi.domain.delivery.Delivery;
import wadi.domain.delivery.RetryPolicy;
import wadi.platform.Doorbells;
import wadi.platform.ProviderStates;
import wadi.platform.Settings;
import wadi.platform.oauth.ServiceAccountTokens;
import wadi.platform.ports.Webhooks;
import wadi.platform.postgres.DeliveryTable;
import wadi.platform.postgres.StatusEventTable;
import wadi.platform.postgres.TestDatabase;
import wadi.platform.smpp.SmppLinks;
import wadi.platform.smtp.SmtpConnections;

/** What sends: the shipped routes {@code release-*} and {@code send-*} on a real table, with everything else left out. */
final class SendingContext implements AutoCloseable {
  static final Duration HTTP_TIMEOUT = Duration.ofMillis(700);
  private static final Path HOME = Path.of("").toAbsolutePath();

  private static final DeliveryTable.Events NOBODY = new DeliveryTable.Events() {
    @Override
    public void repeated(String channel, int count) {}

    @Override
    public void expired(String channel, int count) {}
  };

  private final Main main = new Main();
  private final AtomicLong ids = new AtomicLong();
  private final SmtpConnections connections = new SmtpConnections();
  private final SmppLinks links = new SmppLinks(receipt -> { });
  private final Doorbells doorbells = new Doorbells();
  private final Clock clock;
  private final DeliveryTable table;

  SendingContext(TestDatabase database, Clock clock, Map<String, String> properties) {
    this(database, clock, properties, Map.of(), new RouteBuilder() {
      @Override
      public void configure() {}
    });
  }

  /** With environment variables, and routes beside the shipped ones. */
  SendingContext(TestDatabase database, Clock clock, Map<String, String> properties, Map<String, String> environment, RouteBuilder more) {
    this(database, clock, properties, environment, more, call -> {
      throw new AssertionError("nothing is posted here");
    });
  }

  /** With somebody who posts. */
  SendingContext(TestDatabase database, Clock clock, Map<String, String> properties, Map<String, String> environment, RouteBuilder more, Webhooks webhooks) {
    this.clock = clock;
    table = new DeliveryTable(database.database(), doorbells, clock, "here", Ageing.NONE, NOBODY);
    connections.close(); // so that each mail has a connection of its own
    Map<String, String> defaults = Map.of("DELIVERY_SMS_AFRICASTALKING_API_KEY", "key-of-ours", "DELIVERY_EMAIL_BREVO_API_KEY", "key-of-ours",
        "DELIVERY_EMAIL_PROVIDER", properties.getOrDefault("delivery.email.provider", "smtp"));
    Settings settings = Settings.load(HOME, name -> environment.getOrDefault(name, defaults.get(name)));
    Map<String, String> overrides = new LinkedHashMap<>(properties);
    overrides.put("camel.main.routesIncludePattern", "file:" + HOME + "/routes/delivery/send-*.camel.yaml,file:" + HOME + "/routes/notifications/release-next-callbacks.camel.yaml,file:"
        + HOME + "/routes/errors/inner-errors.camel.yaml");
    overrides.put("camel.main.jmxEnabled", "false");
    overrides.put("camel.main.startupSummaryLevel", "Off");
    main.setShutdownStrategy(new SimpleMainShutdownStrategy());
    main.setDefaultPropertyPlaceholderLocation("file:" + HOME + "/application.properties");
    overrides.forEach(main::addOverrideProperty);
    main.bind("json", JsonReader.create(64, 10_000));
    main.bind("africasTalking", new AfricasTalking(settings));
    main.bind("brevo", new Brevo(settings));
    main.bind("fcm", new Fcm(settings, new ServiceAccountTokens(Fcm.SCOPE, HTTP_TIMEOUT, clock), clock));
    main.bind("httpbin", new Httpbin(settings));
    main.bind("mails", new Mails(settings, clock));
    main.bind("posts", new Posts(webhooks, clock, settings, JsonReader.create(64, 10_000)));
    main.bind("callbacks", new Callbacks(new StatusEventTable(database.database()), JsonReader.create(64, 10_000)));
    main.bind("databaseTransaction", new InTransaction(database.database().transactions()));
    main.configure().addRoutesBuilder(new ReleaseChannels(settings));
    main.configure().addRoutesBuilder(more);
    main.configure().addRoutesBuilder(new RouteBuilder() {
      @Override
      public void configure() {
        from("direct:report-delivery").setBody(constant("heard"));
      }
    });
    main.addMainListener(new MainListenerSupport() {
      @Override
      public void beforeInitialize(BaseMainSupport starting) {
        CamelContext context = starting.getCamelContext();
        Components.inside().forEach(context::addComponent);
        context.addComponent("http", Components.http(HTTP_TIMEOUT));
        context.addComponent("https", Components.http(HTTP_TIMEOUT));
        context.addComponent("smtp", Components.smtp(connections, settings));
        context.addComponent("smsc", Components.smsc(links, settings, false));
        context.addComponent("delivery", new DeliveryComponent(new DeliveryComponent.Parts(table, doorbells, ids::incrementAndGet, clock,
            new RetryPolicy(Duration.ofHours(24)), new ProviderStates())));
      }
    });
    main.start();
  }

  /** Promises a message; it is sent at once. Returns its number. */
  long promise(String channel, String recipient, Map<String, Object> payload) {
    long id = ids.incrementAndGet();
    table.promise(new Delivery(id, "alert", List.of(id).toString(), channel, recipient, 150, 0, clock.instant(), payload));
    return id;
  }

  DeliveryTable table() {
    return table;
  }

  /** What the clock has made due is sent now, not when somebody looks again. */
  void hurry(String channel) {
    table.tidy(channel);
    doorbells.of(DeliveryTable.bell(channel)).ring();
  }

  @Override
  public void close() {
    main.stop();
    links.close();
    table.close();
  }
}
