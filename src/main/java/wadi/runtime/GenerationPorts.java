package wadi.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.springframework.transaction.PlatformTransactionManager;
import wadi.platform.CardKey;
import wadi.platform.Platform;
import wadi.platform.broker.BrokerConnections;
import wadi.platform.ports.AlertJournal;
import wadi.platform.ports.AlertStorms;
import wadi.platform.ports.DeadLetters;
import wadi.platform.ports.IdempotencyKeys;
import wadi.platform.ports.Ids;
import wadi.platform.ports.Ports;
import wadi.platform.ports.SeenMessages;
import wadi.platform.ports.TransactionJournal;
import wadi.platform.ports.Velocity;
import wadi.platform.postgres.AlertStormTable;
import wadi.platform.postgres.AlertTable;
import wadi.platform.postgres.SeenMessageTable;

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
    return platform.transactions();
  }

  @Override
  public AlertJournal alerts() {
    return new AlertTable(platform.database());
  }

  @Override
  public AlertStorms alertStorms() {
    return new AlertStormTable(platform.database());
  }

  @Override
  public SeenMessages seenMessages() {
    return new SeenMessageTable(platform.database());
  }

  @Override
  public DeadLetters deadLetters() {
    return platform.deadLetters();
  }

  @Override
  public IdempotencyKeys idempotencyKeys() {
    return platform.idempotencyKeys();
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
