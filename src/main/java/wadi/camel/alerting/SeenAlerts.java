package wadi.camel.alerting;

import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.service.ServiceSupport;
import wadi.platform.ports.SeenMessages;

/** Lets Camel's idempotent consumer remember alerts in the transaction that promises their deliveries. */
public final class SeenAlerts extends ServiceSupport implements IdempotentRepository {
  private static final String SOURCE = "alert";

  private final SeenMessages messages;

  public SeenAlerts(SeenMessages messages) {
    this.messages = messages;
  }

  @Override
  public boolean add(String alertId) {
    return messages.isFirst(SOURCE, alertId);
  }

  @Override
  public boolean contains(String alertId) {
    return messages.contains(SOURCE, alertId);
  }

  /** Nothing to do: the transaction rolls back, and the record with it. */
  @Override
  public boolean remove(String alertId) {
    return true;
  }

  @Override
  public boolean confirm(String alertId) {
    return true;
  }

  @Override
  public void clear() {
    throw new UnsupportedOperationException("seen messages are forgotten by age");
  }
}
