package wadi.camel.delivery;

import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import wadi.domain.delivery.Outcome;

/**
 * What a route that sends leaves behind when the provider took the message: the variable {@code providerId}, the provider's own name for it
 * (several, divided by blanks, when it was sent in parts), and {@code receiptDue}: true when the provider says later whether it arrived.
 */
final class ProviderAnswer {
  private static final String PROVIDER_ID = "providerId";
  private static final String RECEIPT_DUE = "receiptDue";

  private ProviderAnswer() {}

  /** Without a name no receipt could ever be told to belong to it: then it counts as delivered. */
  static Outcome outcome(Exchange exchange) {
    String id = exchange.getVariable(PROVIDER_ID, "", String.class).strip();
    return !id.isEmpty() && exchange.getVariable(RECEIPT_DUE, false, Boolean.class)
        ? new Outcome.Submitted(List.of(id.split("\\s+"))) : new Outcome.Delivered(Optional.of(id).filter(name -> !name.isEmpty()));
  }
}
