package wadi.cli.send;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.Map;
import wadi.camel.fraud.RuleBook;
import wadi.domain.fraud.Decision;
import wadi.domain.intake.CardNumbers;
import wadi.domain.intake.MaskedMessage;

/** What the rules as they are shipped decide about a transaction of which nothing else is known. */
public final class ShippedRules {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RuleBook rules = RuleBook.load(Path.of("routes/fraud/rules.yaml"));

  @SuppressWarnings("unchecked")
  public Decision decide(JsonNode transaction) {
    MaskedMessage masked = CardNumbers.mask(JSON.convertValue(transaction, Map.class), digits -> "x");
    return rules.check((Map<String, ?>) masked.json(), masked.cards()).decision();
  }
}
