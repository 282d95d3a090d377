package wadi.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.springframework.transaction.PlatformTransactionManager;
import wadi.camel.delivery.Fcm;
import wadi.platform.CardKey;
import wadi.platform.Platform;
import wadi.platform.broker.BrokerConnections;
import wadi.platform.oauth.ServiceAccountTokens;
import wadi.platform.ports.AccessTokens;
import wadi.platform.ports.AlertJournal;
import wadi.platform.ports.AlertStorms;
import wadi.platform.ports.DeadLetters;
import wadi.platform.ports.IdempotencyKeys;
import wadi.platform.ports.Ids;
import wadi.platform.ports.NotificationStates;
import wadi.platform.ports.Notifications;
import wadi.platform.ports.Ports;
import wadi.platform.ports.Receipts;
import wadi.platform.ports.SeenMessages;
import wadi.platform.ports.Silences;
import wadi.platform.ports.SiteChecks;
import wadi.platform.ports.SiteIncidents;
import wadi.platform.ports.SiteMessages;
import wadi.platform.ports.SiteProber;
import wadi.platform.ports.SiteRecipients;
import wadi.platform.ports.StatusEvents;
import wadi.platform.ports.TransactionJournal;
import wadi.platform.ports.Velocity;
import wadi.platform.ports.Webhooks;
import wadi.platform.postgres.AlertStormTable;
import wadi.platform.postgres.NotificationQueries;
import wadi.platform.postgres.SilenceTable;
import wadi.platform.postgres.SiteCheckTable;
import wadi.platform.postgres.SiteIncidentTable;
import wadi.platform.postgres.SiteMessageTable;
import wadi.platform.postgres.SiteRecipientTable;
import wadi.platform.postgres.StatusEventTable;

/** What the beans of one generation reach: the platform, and the broker over the generation's own connection. */
record GenerationPorts(Platform platform, BrokerConnections brokers) implements Ports {
  @Override
  public Clock clock() {
    return platform.clock();
  }

  @Override
  public LongSupplier stopwatch() {
    return System::nanoTime;
  }

  @Override
  public CardKey cardKey() {
    return platform.cardKey();
  }

  @Override
  public AtomicLong sampleChecks() {
    return platform.sampleChecks();
  }

  @Override
  public Velocity velocity() {
    return platform.velocity();
  }

  @Override
  public MeterRegistry meters() {
    return platform.meters();
  }

  @Override
  public Ids ids() {
    return platform.ids();
  }

  @Override
  public TransactionJournal transactions() {
    return platform.tables().transactions();
  }

  @Override
  public AlertJournal alerts() {
    return platform.tables().alerts();
  }

  @Override
  public AlertStorms alertStorms() {
    return new AlertStormTable(platform.database());
  }

  @Override
  public Silences silences() {
    return new SilenceTable(platform.database());
  }

  @Override
  public SiteIncidents siteIncidents() {
    return new SiteIncidentTable(platform.database(), platform.instance());
  }

  @Override
  public SiteRecipients siteRecipients() {
    return new SiteRecipientTable(platform.database());
  }

  @Override
  public SeenMessages seenMessages() {
    return platform.tables().seenMessages();
  }

  @Override
  public DeadLetters deadLetters() {
    return platform.tables().deadLetters();
  }

  @Override
  public Notifications notifications() {
    return platform.tables().notifications();
  }

  @Override
  public NotificationStates notificationStates() {
    return new NotificationQueries(platform.database());
  }

  @Override
  public Receipts receipts() {
    return platform.tables().receipts();
  }

  @Override
  public IdempotencyKeys idempotencyKeys() {
    return platform.tables().idempotencyKeys();
  }

  @Override
  public StatusEvents statusEvents() {
    return new StatusEventTable(platform.database());
  }

  @Override
  public Webhooks webhooks() {
    return platform.webhooks();
  }

  @Override
  public SiteProber siteProber() {
    return platform.siteProber();
  }

  @Override
  public SiteChecks siteChecks() {
    return new SiteCheckTable(platform.database(), platform.clock(), platform.instance());
  }

  @Override
  public SiteMessages siteMessages() {
    return new SiteMessageTable(platform.database());
  }

  /** A generation fetches its own, so that none waits for what another one has begun. */
  @Override
  public AccessTokens accessTokens() {
    return new ServiceAccountTokens(Fcm.SCOPE, platform.settings().duration("delivery.http.timeout"), platform.clock());
  }

  @Override
  public PlatformTransactionManager databaseTransactions() {
    return platform.database().transactions();
  }

  @Override
  public PlatformTransactionManager brokerTransactions() {
    return brokers.jms().transactions();
  }

  @Override
  public PlatformTransactionManager rabbitmqConfirms() {
    return brokers.rabbit().confirms();
  }
}
