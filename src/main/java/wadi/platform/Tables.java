package wadi.platform;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import wadi.platform.meters.Meters;
import wadi.platform.postgres.AlertTable;
import wadi.platform.postgres.Database;
import wadi.platform.postgres.DeadLetterTable;
import wadi.platform.postgres.DeliveryTable;
import wadi.platform.postgres.GenerationTable;
import wadi.platform.postgres.IdempotencyKeyTable;
import wadi.platform.postgres.NotificationTable;
import wadi.platform.postgres.ReceiptTable;
import wadi.platform.postgres.SeenMessageTable;
import wadi.platform.postgres.Sweeper;
import wadi.platform.postgres.TransactionTable;

/** What is kept in the database, by kind. */
public final class Tables implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Tables.class);

  private final Deque<AutoCloseable> closeLast = new ArrayDeque<>();
  private final Database database;
  private final ParkingKey parkingKey;
  private final TransactionTable transactions;
  private final GenerationTable generations;
  private final IdempotencyKeyTable idempotencyKeys;
  private final DeliveryTable deliveries;
  private final NotificationTable notifications;
  private final ReceiptTable receipts;

  /** @param instance tells this process from others that share the database */
  Tables(Settings settings, Database database, ParkingKey parkingKey, String instance, Doorbells doorbells, Clock clock, Meters meters) {
    this.database = database;
    this.parkingKey = parkingKey;
    try {
      transactions = later(new TransactionTable(database));
      generations = new GenerationTable(database, instance);
      idempotencyKeys = later(new IdempotencyKeyTable(database));
      deliveries = later(new DeliveryTable(database, doorbells, clock, instance, DeliveryTable.ageing(settings), meters.deliveries()));
      notifications = later(new NotificationTable(database, deliveries));
      receipts = later(new ReceiptTable(database, meters.receipts(), settings.duration("delivery.receipt-within")));
      later(new Sweeper(database, settings));
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private <T extends AutoCloseable> T later(T part) {
    closeLast.push(part);
    return part;
  }

  public TransactionTable transactions() {
    return transactions;
  }

  public GenerationTable generations() {
    return generations;
  }

  public IdempotencyKeyTable idempotencyKeys() {
    return idempotencyKeys;
  }

  public DeliveryTable deliveries() {
    return deliveries;
  }

  public NotificationTable notifications() {
    return notifications;
  }

  public ReceiptTable receipts() {
    return receipts;
  }

  public AlertTable alerts() {
    return new AlertTable(database);
  }

  public SeenMessageTable seenMessages() {
    return new SeenMessageTable(database);
  }

  public DeadLetterTable deadLetters() {
    return new DeadLetterTable(database, parkingKey);
  }

  @Override
  public void close() {
    while (!closeLast.isEmpty()) {
      try {
        closeLast.pop().close();
      } catch (Exception e) {
        LOG.warn("A table was not closed cleanly: {}", e.getMessage());
      }
    }
  }
}
