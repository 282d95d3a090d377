package wadi.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import wadi.camel.fraud.RuleBook;
import wadi.camel.intake.JsonReader;
import wadi.domain.intake.Card;
import wadi.platform.Platform;
import wadi.platform.Roles;
import wadi.platform.Settings;
import wadi.platform.ports.Hindsight;
import wadi.platform.ports.PastTransaction;
import wadi.platform.ports.Sighting;

/** Reads transactions of the past as the intake reads those of today, so that windows count both alike. */
final class PastChecks implements Hindsight {
  private final RuleBook rules;
  private final ObjectMapper json;

  private PastChecks(RuleBook rules, Settings settings) {
    this.rules = rules;
    this.json = JsonReader.create(settings.number("intake.json.max-depth", 4, 1_000), settings.number("intake.json.max-tokens", 100, 1_000_000));
  }

  /** The windows of this generation begin to count; where its rules judge all transactions, those of the past count too. */
  static void begin(Platform platform, Generation generation) {
    Settings settings = generation.files().settings();
    RuleBook rules = generation.files().rules().join();
    Roles roles = Roles.of(settings);
    boolean counts = settings.text("fraud.mode").equals("rules") && (roles.has("intake") || roles.has("fraud"));
    platform.velocity().begin(rules.windows(), platform.clock().instant(), counts ? Optional.of(new PastChecks(rules, settings)) : Optional.empty(),
        settings.text("intake.journal").equals("all"));
  }

  @Override
  @SuppressWarnings("unchecked")
  public List<Sighting> of(PastTransaction transaction) {
    try {
      return rules.sightings((Map<String, Object>) json.readValue(transaction.body(), Map.class), cards(transaction), transaction.receivedAt());
    } catch (JsonProcessingException | RuntimeException unreadable) {
      return List.of();
    }
  }

  /** As much of the card as windows ask of. */
  private static List<Card> cards(PastTransaction transaction) {
    return transaction.fingerprint().map(fingerprint -> List.of(new Card("", transaction.bin().orElse(""), "", fingerprint, false))).orElse(List.of());
  }
}
