package wadi.camel;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.mustachejava.DefaultMustacheFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Component;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.component.mail.MailComponent;
import org.apache.camel.component.mustache.MustacheComponent;
import wadi.camel.alerting.Alerts;
import wadi.camel.alerting.Recipients;
import wadi.camel.alerting.SeenAlerts;
import wadi.camel.delivery.DeliveryComponent;
import wadi.camel.delivery.KeptMailConfiguration;
import wadi.camel.delivery.Mails;
import wadi.camel.errors.Parking;
import wadi.camel.fraud.RuleBook;
import wadi.camel.fraud.Screening;
import wadi.camel.intake.Intake;
import wadi.camel.intake.Journal;
import wadi.camel.intake.JsonReader;
import wadi.camel.intake.Refusals;
import wadi.camel.intake.Replies;
import wadi.camel.outbox.OutboxComponent;
import wadi.domain.delivery.RetryPolicy;
import wadi.platform.Platform;
import wadi.platform.Settings;

/** What a generation finds in its registry: the beans and components that routes name. */
public final class Beans {
  private final Platform platform;
  private final Settings settings;
  private final Path files;
  private final CompletableFuture<RuleBook> rules;

  /**
   * @param files the generation's copy of routes/ and templates/
   * @param rules being compiled, which takes a while the first time
   */
  public Beans(Platform platform, Settings settings, Path files, CompletableFuture<RuleBook> rules) {
    this.platform = platform;
    this.settings = settings;
    this.files = files;
    this.rules = rules;
  }

  /** Beans by the name that routes use. */
  public Map<String, Object> beans() throws IOException {
    ObjectMapper json =
        JsonReader.create(settings.number("intake.json.max-depth", 4, 1_000), settings.number("intake.json.max-tokens", 100, 1_000_000));
    Map<String, Object> beans = new LinkedHashMap<>();
    beans.put("json", json);
    beans.put("transactionHttpHeaders", new HeaderAllowList("traceparent"));
    beans.put("brokerHeaders", new HeaderAllowList("traceparent"));
    beans.put("databaseTransaction", new InTransaction(platform.database().transactions()));
    beans.put("brokerTransaction", new InTransaction(platform.broker().transactions()));
    beans.put("intake", new Intake(platform.ids(), platform.clock(), platform.cardKey()));
    beans.put("journal", new Journal(platform.transactions(), json));
    beans.put("replies", new Replies());
    beans.put("refusals", new Refusals());
    beans.put("screening", new Screening(rules, platform.sampleChecks()));
    beans.put("alerts", new Alerts(platform.ids(), platform.clock(), platform.alerts(), json));
    beans.put("seenAlerts", new SeenAlerts(platform.seenMessages()));
    beans.put("recipients", Recipients.load(files.resolve("routes/alerting/recipients.yaml")));
    beans.put("mails", new Mails());
    beans.put("parking", new Parking(platform.deadLetters(), json));
    return beans;
  }

  /** Components by scheme. */
  public Map<String, Component> components() {
    Map<String, Component> components = new LinkedHashMap<>();
    components.put("outbox", new OutboxComponent(platform.outbox(), platform.doorbells()));
    components.put("delivery", new DeliveryComponent(new DeliveryComponent.Parts(platform.deliveries(), platform.doorbells(),
        platform.ids(), platform.clock(), new RetryPolicy(settings.duration("delivery.retry-for")))));
    components.put("direct", direct());
    components.put("jms", jms());
    MailComponent smtp = new MailComponent();
    smtp.setConfiguration(new KeptMailConfiguration(platform.smtp()));
    components.put("smtp", smtp);
    MustacheComponent text = new MustacheComponent();
    text.setMustacheFactory(new VerbatimMustache());
    components.put("mustache-text", text);
    return components;
  }

  /** A seam without a route behind it is an error at once, not after half a minute. */
  private static DirectComponent direct() {
    DirectComponent direct = new DirectComponent();
    direct.setBlock(false);
    return direct;
  }

  /** Without acceptMessagesWhileStopping a stopping consumer rejects what the broker has already handed over. */
  private JmsComponent jms() {
    JmsComponent jms = JmsComponent.jmsComponent(platform.broker().connections());
    jms.setAcceptMessagesWhileStopping(true);
    return jms;
  }

  /** Plain text has no characters to escape. */
  private static final class VerbatimMustache extends DefaultMustacheFactory {
    @Override
    public void encode(String value, Writer writer) {
      try {
        writer.write(value);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
