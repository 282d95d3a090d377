package wadi.camel;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import wadi.camel.alerting.AlertmanagerAlerts;
import wadi.camel.alerting.Alerts;
import wadi.camel.alerting.OriginalAlerts;
import wadi.camel.alerting.Recipients;
import wadi.camel.alerting.SeenAlerts;
import wadi.camel.alerting.Silencing;
import wadi.camel.alerting.Storms;
import wadi.camel.broker.FirstSightings;
import wadi.camel.broker.KafkaRecords;
import wadi.camel.delivery.AfricasTalking;
import wadi.camel.delivery.AfricasTalkingReports;
import wadi.camel.delivery.Brevo;
import wadi.camel.delivery.Channel;
import wadi.camel.delivery.Fcm;
import wadi.camel.delivery.Httpbin;
import wadi.camel.delivery.Mails;
import wadi.camel.delivery.Messages;
import wadi.camel.delivery.Posts;
import wadi.camel.errors.Parking;
import wadi.camel.fraud.FraudChecks;
import wadi.camel.fraud.RemoteCalls;
import wadi.camel.fraud.RemoteScreening;
import wadi.camel.fraud.RuleBook;
import wadi.camel.fraud.Screening;
import wadi.camel.intake.Idempotency;
import wadi.camel.intake.Intake;
import wadi.camel.intake.Journal;
import wadi.camel.intake.JsonReader;
import wadi.camel.intake.Patience;
import wadi.camel.intake.Refusals;
import wadi.camel.intake.Replies;
import wadi.camel.mail.MailRequests;
import wadi.camel.notifications.Callbacks;
import wadi.camel.notifications.NotificationBeans;
import wadi.camel.sites.SiteBeans;
import wadi.camel.wording.Wordings;
import wadi.domain.fraud.WhenUncounted;
import wadi.platform.Settings;
import wadi.platform.ports.Ports;
import wadi.platform.tracing.TraceContext;

/** What a generation finds in its registry: the beans that routes name. */
public final class Beans {
  private final Ports ports;
  private final Settings settings;
  private final Path files;
  private final CompletableFuture<RuleBook> rules;

  /**
   * @param files the generation's copy of routes/ and templates/
   * @param rules being compiled, which takes a while the first time
   */
  public Beans(Ports ports, Settings settings, Path files, CompletableFuture<RuleBook> rules) {
    this.ports = ports;
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
    beans.put("exclusive", HandOver.EXCLUSIVE);
    beans.put("competing", HandOver.COMPETING);
    beans.put("transactionHttpHeaders", new HeaderAllowList(TraceContext.PARENT, TraceContext.STATE, "Idempotency-Key").lettingOut("Retry-After"));
    beans.put("brokerHeaders", new HeaderAllowList(Components.FROM_PRODUCERS));
    beans.put("databaseTransaction", new InTransaction(ports.databaseTransactions()));
    beans.put("brokerTransaction", new InTransaction(ports.brokerTransactions()));
    beans.put("rabbitmqConfirms", new InTransaction(ports.rabbitmqConfirms()));
    beans.put("intake", new Intake(ports.ids(), ports.clock(), ports.cardKey(), settings.size("intake.message-limit")));
    beans.put("idempotency", new Idempotency(ports.idempotencyKeys(), ports.cardKey(), json,
        settings.duration("intake.idempotency.reservation"),
        new Patience(settings.duration("intake.idempotency.wait"), settings.number("http.workers", 1, 1_000))));
    beans.put("journal", new Journal(ports.transactions(), json));
    beans.put("replies", new Replies());
    beans.put("refusals", new Refusals());
    beans.put("screening", new Screening(rules, ports.sampleChecks(), ports.velocity(), ports.clock(), ports.stopwatch(),
        WhenUncounted.of(settings.choice("fraud.velocity.when-unavailable", "pass", "review", "hold"))));
    beans.put("remoteScreening", new RemoteScreening(rules));
    RemoteCalls calls = new RemoteCalls(settings, ports.meters(), ports.clock());
    beans.put("fraudCalls", calls);
    beans.put("fraudCircuit", calls.circuit());
    beans.put("fraudChecks", new FraudChecks(ports.cardKey()));
    beans.put("alerts", new Alerts(ports.ids(), ports.clock(), ports.alerts(), json));
    beans.put("silences", new Silencing(ports.silences(), ports.clock()));
    beans.put("storms", new Storms(ports.alertStorms(), ports.ids(), ports.clock(), settings, json));
    beans.put("alertmanager", new AlertmanagerAlerts(ports.ids(), ports.clock(), ports.seenMessages()));
    beans.put("originalAlerts", new OriginalAlerts(ports.ids(), ports.clock(), settings, json));
    FirstSightings sightings = new FirstSightings(ports.seenMessages(), ports.cardKey(), ports.clock());
    beans.put("firstSightings", sightings);
    beans.put("mailRequests", new MailRequests(settings, sightings, ports.seenMessages(), ports.ids()));
    beans.put("kafkaRecords", new KafkaRecords());
    beans.put("seenAlerts", new SeenAlerts(ports.seenMessages()));
    beans.put("recipients", Recipients.load(files.resolve("routes/alerting/recipients.yaml"), channels(), ports.deadLetters(), ports.siteRecipients())
        .mailingTo(settings.optional(Recipients.MAILS_TO)).pushingTo(settings.optional(Recipients.PUSHES_TO))
        .postingTo(settings.optional(Recipients.WEBHOOKS_TO)));
    beans.put("mails", new Mails(settings, ports.clock()));
    Wordings wordings = Wordings.load(files);
    beans.put("wordings", wordings);
    beans.putAll(NotificationBeans.of(ports, settings, wordings));
    beans.putAll(SiteBeans.of(ports, settings, json));
    beans.put("messages", new Messages(settings.duration("alerting.useful-for")));
    beans.put("africasTalking", new AfricasTalking(settings));
    beans.put("africasTalkingReports", new AfricasTalkingReports(settings, ports.receipts(), ports.clock()));
    beans.put("receiptHttpHeaders", new HeaderAllowList(TraceContext.PARENT, TraceContext.STATE, "secret"));
    beans.put("brevo", new Brevo(settings));
    beans.put("fcm", new Fcm(settings, ports.accessTokens(), ports.clock()));
    beans.put("httpbin", new Httpbin(settings));
    beans.put("posts", new Posts(ports.webhooks(), ports.clock(), settings, json));
    beans.put("callbacks", new Callbacks(ports.statusEvents(), json));
    beans.put("parking", new Parking(ports.deadLetters(), json));
    return beans;
  }

  private Set<String> channels() {
    return Channel.all(settings).stream().map(Channel::name).collect(Collectors.toSet());
  }
}
