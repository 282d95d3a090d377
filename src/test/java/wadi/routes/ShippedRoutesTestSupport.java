package wadi.routes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.Exchange;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.component.sql.SqlComponent;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.spi.Registry;
import org.apache.camel.test.junit5.CamelContextConfiguration;
import org.apache.camel.test.main.junit5.CamelMainTestSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import wadi.camel.Beans;
import wadi.camel.Components;
import wadi.camel.JavaRoutes;
import wadi.camel.delivery.DeliveryComponent;
import wadi.camel.fraud.RuleBook;
import wadi.camel.outbox.OutboxComponent;
import wadi.cli.docs.ShippedRoutes;
import wadi.domain.delivery.RetryPolicy;
import wadi.platform.Doorbells;
import wadi.platform.ProviderStates;
import wadi.platform.Settings;
import wadi.platform.smpp.SmppLinks;

/**
 * The shipped routes, rules, wording and properties in one context, as a generation has them: camel-main loads them. What
 * is outside is replaced: ports are in memory, consumers are {@code direct:begin-<route>}, and what would leave arrives at {@code mock:*}
 * after the real component has accepted the endpoint's options.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ShippedRoutesTestSupport extends CamelMainTestSupport {
  private static final Path HOME = Path.of("").toAbsolutePath();
  private static final Settings SETTINGS = Settings.load(HOME, none -> null);

  final InMemoryPorts outside = new InMemoryPorts();

  @Override
  protected void configure(MainConfigurationProperties main) {
    main.withRoutesIncludePattern("file:" + HOME + "/routes/**/*.camel.yaml");
    main.withAutoConfigurationFailFast(true);
    main.withStreamCachingEnabled(false);
    JavaRoutes.all(SETTINGS).forEach(main::addRoutesBuilder);
  }

  @Override
  protected String getPropertyPlaceholderLocations() {
    return "file:" + HOME.resolve("application.properties");
  }

  @Override
  public void configureContext(CamelContextConfiguration context) {
    super.configureContext(context);
    Properties properties = new Properties();
    properties.put("app.dir", HOME.toString());
    context.withUseOverridePropertiesWithPropertiesComponent(properties);
    context.withMockEndpointsAndSkip("(outbox|delivery|jms|smtp|https?|fraud-http|smsc):.*");
    shipped().entries().stream().filter(route -> !route.from().startsWith("direct:"))
        .forEach(route -> context.replaceRouteFromWith(route.id(), "direct:begin-" + route.id()));
  }

  @Override
  protected void bindToRegistry(Registry registry) throws Exception {
    var rules = CompletableFuture.completedFuture(RuleBook.load(HOME.resolve("routes/fraud/rules.yaml")));
    new Beans(outside.ports(), SETTINGS, HOME, rules).beans().forEach(registry::bind);
    Components.inside().forEach(registry::bind);
    Doorbells doorbells = new Doorbells();
    registry.bind("outbox", new OutboxComponent(null, doorbells));
    registry.bind("delivery", new DeliveryComponent(new DeliveryComponent.Parts(null, doorbells, outside.ports().ids(),
        outside.ports().clock(), new RetryPolicy(Duration.ofHours(1)), new ProviderStates())));
    registry.bind("smsc", Components.smsc(new SmppLinks(receipt -> { }), SETTINGS, false));
    registry.bind("fraud-http", Components.http(Duration.ofSeconds(1)));
    SqlComponent sql = new SqlComponent();
    sql.setDataSource(new DriverManagerDataSource());
    registry.bind("sql", sql);
    registry.bind("jms", JmsComponent.jmsComponent(new ActiveMQConnectionFactory("vm://nowhere")));
  }

  private static ShippedRoutes shipped() {
    try {
      return ShippedRoutes.read(HOME);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @BeforeEach
  void forget() {
    outside.forget();
  }

  /**
   * What the route at this edge leaves behind: reply, or the exception that it does not handle. The message comes with a header
   * that must not go on.
   */
  Exchange send(String uri, Object body) {
    return template.request(uri, exchange -> {
      exchange.getMessage().setHeader("X-Luggage", "left at the edge");
      exchange.getMessage().setBody(body);
    });
  }
}
