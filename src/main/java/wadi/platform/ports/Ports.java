package wadi.platform.ports;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.springframework.transaction.PlatformTransactionManager;
import wadi.platform.CardKey;

/**
 * Everything a bean of a generation reaches the outside through. The platform gives the real ones; a specification's run
 * puts recorders in their place.
 */
public interface Ports {
  Clock clock();

  /** Nanoseconds since some time or other: to measure with, as it never goes back. */
  LongSupplier stopwatch();

  CardKey cardKey();

  /** Checks made in {@code fraud.mode=sample}. */
  AtomicLong sampleChecks();

  /** What rules count in their windows. */
  Velocity velocity();

  /** Where beans count what no route counts. */
  MeterRegistry meters();

  Ids ids();

  TransactionJournal transactions();

  AlertJournal alerts();

  AlertStorms alertStorms();

  Silences silences();

  SiteIncidents siteIncidents();

  SiteRecipients siteRecipients();

  SeenMessages seenMessages();

  DeadLetters deadLetters();

  Notifications notifications();

  NotificationStates notificationStates();

  Receipts receipts();

  IdempotencyKeys idempotencyKeys();

  StatusEvents statusEvents();

  Webhooks webhooks();

  /** Looks at web sites. */
  SiteProber siteProber();

  SiteChecks siteChecks();

  SiteMessages siteMessages();

  /** For providers of push messages. */
  AccessTokens accessTokens();

  PlatformTransactionManager databaseTransactions();

  PlatformTransactionManager brokerTransactions();

  /** Batches that RabbitMQ has confirmed when they commit. */
  PlatformTransactionManager rabbitmqConfirms();
}
