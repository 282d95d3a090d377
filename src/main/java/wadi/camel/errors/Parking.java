package wadi.camel.errors;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import wadi.camel.RoutePath;
import wadi.domain.intake.CardNumbers;
import wadi.domain.intake.StorableText;
import wadi.platform.Faults;
import wadi.platform.ports.DeadLetter;
import wadi.platform.ports.DeadLetters;

/** Named in YAML as {@code parking}. */
public final class Parking {
  /** The dead letter an exchange is the replay of. */
  public static final String REPLAY_OF = "wadi.replay-of";

  private static final int LONGEST_REASON = 500;

  private static final Logger LOG = LoggerFactory.getLogger(Parking.class);

  private final DeadLetters deadLetters;
  private final Preview preview;

  public Parking(DeadLetters deadLetters, ObjectMapper json) {
    this.deadLetters = deadLetters;
    this.preview = new Preview(json);
  }

  /** Keeps the message, by which route it entered, and why nothing could be done with it. */
  public void park(Exchange exchange, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure,
      @Variable("reason") String said, @ExchangeProperty(Exchange.FAILURE_ROUTE_ID) String handledIn, @ExchangeProperty(REPLAY_OF) Long replayOf) {
    String from = exchange.getFromRouteId();
    String source = Stream.of(RoutePath.failedIn(exchange, failure), handledIn, from).filter(Objects::nonNull).findFirst().orElse("unknown");
    try (Correlation about = Correlation.of(exchange)) {
      LOG.warn("{} parks a message: {}", source, failure == null ? "its route says so" : Faults.nameOf(failure));
    }
    Passage.parked(exchange);
    deadLetters.park(new DeadLetter(source, from, replayOf, shown(reason(failure, said)),
        preview.of(exchange.getMessage()), OriginalMessage.of(exchange).toBytes()));
  }

  /** @param said in a variable of this name, by a route that parks a message without a failure */
  private static String reason(Exception failure, String said) {
    return failure == null ? Objects.requireNonNullElse(said, "nothing is to be done with it") : failure.getClass().getSimpleName() + ": " + failure.getMessage();
  }

  private static String shown(String text) {
    String masked = StorableText.of(CardNumbers.maskText(text));
    return masked.length() > LONGEST_REASON ? masked.substring(0, LONGEST_REASON) : masked;
  }
}
