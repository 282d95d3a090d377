package wadi.camel;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Component;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.component.mail.MailComponent;
import org.apache.camel.component.mustache.MustacheComponent;
import org.apache.camel.component.sql.SqlComponent;
import wadi.camel.broker.KafkaClients;
import wadi.camel.broker.KafkaRecords;
import wadi.camel.broker.RabbitComponent;
import wadi.camel.delivery.DeliveryComponent;
import wadi.camel.delivery.KeptMailConfiguration;
import wadi.camel.delivery.SmscComponent;
import wadi.camel.fraud.RemoteHttp;
import wadi.camel.meters.MeasuringComponent;
import wadi.camel.outbox.OutboxComponent;
import wadi.camel.sites.SiteBeans;
import wadi.camel.sites.SitesComponent;
import wadi.camel.wording.TemplateFactory;
import wadi.domain.delivery.RetryPolicy;
import wadi.platform.Platform;
import wadi.platform.Settings;
import wadi.platform.broker.BrokerConnections;
import wadi.platform.broker.JmsConnection;
import wadi.platform.postgres.DueSites;
import wadi.platform.postgres.OutboxTable;
import wadi.platform.smpp.SmppAccount;
import wadi.platform.smpp.SmppLinks;
import wadi.platform.smtp.SmtpAccount;
import wadi.platform.smtp.SmtpConnections;
import wadi.platform.tracing.TraceContext;

/** The components that need parts of the platform, or other settings than Camel gives them. */
public final class Components {
  /** What is read of the headers of messages on brokers; JMS allows no hyphen in a name, and Camel writes it so. */
  static final String[] FROM_PRODUCERS = {TraceContext.PARENT, TraceContext.STATE, "Idempotency-Key", "Idempotency_HYPHEN_Key"};

  /** What tracing adds to messages, and nothing else does. */
  private static final String[] OF_TRACES = {TraceContext.PARENT, TraceContext.STATE};

  private static final int HTTP_CONNECTIONS = 16;

  private Components() {}

  /** Those that reach nothing outside: a specification's run has them too. */
  public static Map<String, Component> inside() {
    Map<String, Component> components = new LinkedHashMap<>();
    components.put("direct", direct());
    components.put("mustache", wording(TemplateFactory.html()));
    components.put("mustache-text", wording(TemplateFactory.text()));
    return components;
  }

  /** Those that lead to the database, to brokers, to providers and to the meters. */
  public static Map<String, Component> outside(Platform platform, BrokerConnections brokers, Settings settings) {
    Map<String, Component> components = new LinkedHashMap<>();
    components.put("outbox", new OutboxComponent(new OutboxTable(platform.database(), platform.doorbells()), platform.doorbells()));
    components.put("delivery", new DeliveryComponent(new DeliveryComponent.Parts(platform.tables().deliveries(), platform.doorbells(),
        platform.ids(), platform.clock(), new RetryPolicy(settings.duration("delivery.retry-for")), platform.providers())));
    components.put("sites", new SitesComponent(new SitesComponent.Parts(new DueSites(platform.database(), platform.ids(), platform.instance()), platform.clock(),
        SiteBeans.defaults(settings), settings.number("sites.probes-at-once", 1, 10_000), platform.meters())));
    components.put("sql", sql(platform));
    components.put("jms", jms(brokers.jms()));
    components.put("spring-rabbitmq", new RabbitComponent(brokers.rabbit(), settings.number("rabbitmq.prefetch", 1, 10_000),
        new HeaderAllowList(FROM_PRODUCERS).lettingOut(OF_TRACES)));
    components.put("kafka", KafkaClients.component(settings, new HeaderAllowList(FROM_PRODUCERS).lettingOut(KafkaRecords.EVENT, TraceContext.PARENT, TraceContext.STATE)));
    components.put("micrometer", new MeasuringComponent());
    components.put("smtp", smtp(platform.smtp(), settings));
    components.put("smsc", smsc(platform.smpp(), settings, platform.roles().has("delivery")));
    components.put("fraud-http", fraud(settings));
    components.put("http", http(settings.duration("delivery.http.timeout")));
    components.put("https", http(settings.duration("delivery.http.timeout")));
    return components;
  }

  /** A seam without a route behind it is an error at once, not after half a minute. */
  private static DirectComponent direct() {
    DirectComponent direct = new DirectComponent();
    direct.setBlock(false);
    return direct;
  }

  private static MustacheComponent wording(TemplateFactory factory) {
    MustacheComponent wording = new MustacheComponent();
    wording.setMustacheFactory(factory);
    return wording;
  }

  /** Statements of routes, which belong to the transaction their thread has. */
  private static SqlComponent sql(Platform platform) {
    SqlComponent sql = new SqlComponent();
    sql.setDataSource(platform.database().dataSource());
    return sql;
  }

  /** Without acceptMessagesWhileStopping a stopping consumer rejects what the broker has already handed over. */
  private static JmsComponent jms(JmsConnection broker) {
    JmsComponent jms = JmsComponent.jmsComponent(broker.sessions());
    jms.setAcceptMessagesWhileStopping(true);
    return jms;
  }

  /** Mail over these connections. */
  public static MailComponent smtp(SmtpConnections connections, Settings settings) {
    MailComponent smtp = new MailComponent();
    smtp.setConfiguration(new KeptMailConfiguration(connections, SmtpAccount.of(settings)));
    return smtp;
  }

  /** Short messages over these binds, one of which is kept where {@code delivery.sms.provider} names it. */
  public static SmscComponent smsc(SmppLinks links, Settings settings, boolean sends) {
    return new SmscComponent(links, () -> SmppAccount.of(settings), sends && SmppAccount.isUsed(settings));
  }

  /** For transactions that wait for their verdict: more at the same time, and less patient. */
  private static HttpComponent fraud(Settings settings) {
    Duration timeout = settings.duration("fraud.remote.timeout");
    return careful(new RemoteHttp(timeout, settings.number("fraud.remote.connections", 1, 10_000), settings.optional("fraud.remote.key")), timeout);
  }

  /**
   * Every call has an end, goes where the route says and nowhere else, and is made once: what is tried again, and when,
   * stands in the delivery table.
   */
  public static HttpComponent http(Duration timeout) {
    HttpComponent http = new HttpComponent();
    http.setMaxTotalConnections(HTTP_CONNECTIONS);
    http.setConnectionsPerRoute(HTTP_CONNECTIONS);
    return careful(http, timeout);
  }

  private static HttpComponent careful(HttpComponent http, Duration timeout) {
    http.setConnectTimeout(timeout.toMillis());
    http.setSoTimeout(timeout.toMillis());
    http.setResponseTimeout(timeout.toMillis());
    http.setConnectionRequestTimeout(timeout.toMillis());
    http.setConnectionTimeToLive(Duration.ofMinutes(1).toMillis());
    http.setFollowRedirects(false);
    http.setRedirectHandlingDisabled(true);
    http.setAutomaticRetriesDisabled(true);
    http.setCookieManagementDisabled(true);
    http.setAuthCachingDisabled(true);
    http.setUseSystemProperties(false);
    http.setSkipControlHeaders(true);
    http.setSkipResponseHeaders(true);
    http.setUserAgent("wadi");
    return http;
  }
}
