package wadi.camel.errors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import wadi.domain.intake.CardNumbers;
import wadi.domain.intake.StorableText;
import wadi.platform.Faults;
import wadi.platform.ports.DeadLetters;

/** Named in YAML as {@code parking}. */
public final class Parking {
  private static final int LONGEST_PREVIEW = 4_000;
  private static final int LONGEST_REASON = 500;

  private static final Logger LOG = LoggerFactory.getLogger(Parking.class);

  private final DeadLetters deadLetters;
  private final ObjectMapper json;

  public Parking(DeadLetters deadLetters, ObjectMapper json) {
    this.deadLetters = deadLetters;
    this.json = json;
  }

  /** Keeps the message, masked, and why nothing could be done with it. */
  public void park(@Body Object message, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure,
      @ExchangeProperty(Exchange.FAILURE_ROUTE_ID) String route) throws JsonProcessingException {
    LOG.warn("{} parks a message: {}", route, Faults.nameOf(failure));
    String text = message instanceof Map<?, ?> object ? json.writeValueAsString(object) : String.valueOf(message);
    deadLetters.park(String.valueOf(route), shown(failure.getClass().getSimpleName() + ": " + failure.getMessage(), LONGEST_REASON),
        shown(text, LONGEST_PREVIEW));
  }

  private static String shown(String text, int longest) {
    String masked = StorableText.of(CardNumbers.maskText(text));
    return masked.length() > longest ? masked.substring(0, longest) : masked;
  }
}
