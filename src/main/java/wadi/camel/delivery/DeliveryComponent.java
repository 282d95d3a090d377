package wadi.camel.delivery;

import java.time.Clock;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;
import wadi.domain.delivery.RetryPolicy;
import wadi.platform.Doorbells;
import wadi.platform.ProviderStates;
import wadi.platform.postgres.DeliveryTable;
import wadi.platform.ports.Ids;

/**
 * {@code delivery:channel}: the durable queue of everything that leaves. {@code to} promises a message to one
 * recipient; {@code from} hands out what is due, most urgent first and within the budget, and writes the outcome when
 * the exchange ends.
 *
 * <p>The body is a JSON object on both sides: {@code source} and {@code sourceId} (what it comes from; promised once
 * for each recipient), {@code recipient}, {@code urgency} (0 to 255) and {@code payload} (what the channel sends), and may
 * have {@code notBefore} and {@code expiresAt} (times: it waits until then, it is not sent then or later) and {@code only}
 * (the provider that alone may send it). A consumer's also has {@code id}, {@code channel}, {@code attempts} and
 * {@code provider}. Each outcome that is written down is handed to the
 * route {@code report-delivery}. A route that sends may leave the provider's own name for the message in the variable
 * {@code providerId}.
 */
public final class DeliveryComponent extends DefaultComponent {
  private final Parts parts;

  /** What the component needs from the platform. */
  public record Parts(DeliveryTable table, Doorbells doorbells, Ids ids, Clock clock, RetryPolicy retries, ProviderStates states) {}

  public DeliveryComponent(Parts parts) {
    this.parts = parts;
  }

  @Override
  protected Endpoint createEndpoint(String uri, String channel, Map<String, Object> parameters) throws Exception {
    DeliveryEndpoint endpoint = new DeliveryEndpoint(uri, this, channel, parts);
    setProperties(endpoint, parameters);
    return endpoint;
  }
}
