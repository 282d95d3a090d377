package wadi.cli.backtest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import wadi.camel.intake.JsonReader;
import wadi.domain.fraud.backtest.Label;
import wadi.domain.intake.CardNumbers;
import wadi.domain.intake.MaskedMessage;
import wadi.domain.intake.UnusableNumber;
import wadi.platform.CardKey;

/** Reads one line: a transaction as producers send it, or one in an envelope with its label. */
final class RowParser {
  private static final String TRANSACTION = "transaction";
  private static final Set<String> ENVELOPE = Set.of("at", "label", "pattern", TRANSACTION);
  private static final List<String> REQUIRED = List.of("order", "paymentMethod", "payment");
  private static final int LONGEST_PATTERN = 64;
  private static final int LONGEST_QUOTE = 40;
  private static final int DEPTH = 100;
  private static final int TOKENS = 100_000;

  private final ObjectMapper json = JsonReader.create(DEPTH, TOKENS);
  private final CardKey key;
  private Instant last;

  /** @param today the day of rows that do not say when they were made */
  RowParser(CardKey key, LocalDate today) {
    this.key = key;
    this.last = today.atStartOfDay(ZoneOffset.UTC).toInstant().minusSeconds(1);
  }

  /** @param line its number, from 1 */
  Row parse(long line, byte[] text) throws UnreadableRow {
    Map<?, ?> object = object(text);
    boolean bare = !object.containsKey(TRANSACTION);
    Map<?, ?> envelope = bare ? Map.of(TRANSACTION, object) : object;
    Set<String> unknown = new TreeSet<>();
    envelope.keySet().forEach(name -> unknown.add((String) name));
    unknown.removeAll(ENVELOPE);
    if (!unknown.isEmpty()) throw new UnreadableRow("beside transaction there is " + quote(unknown.iterator().next()) + ": only at, label and pattern may be there");
    Map<String, Object> message = message(envelope.get(TRANSACTION));
    Label label = label(envelope);
    String pattern = pattern(envelope.get("pattern"));
    MaskedMessage masked = masked(message);
    last = envelope.containsKey("at") ? time(envelope.get("at")) : last.plusSeconds(1);
    return new Row(line, last, label, pattern, message(masked.json()), masked.cards());
  }

  private Map<?, ?> object(byte[] text) throws UnreadableRow {
    try {
      if (json.readValue(text, Object.class) instanceof Map<?, ?> object) return object;
    } catch (JsonProcessingException e) {
      long column = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
      throw new UnreadableRow("is no JSON" + (column > 0 ? ", from column " + column + " on" : ""));
    } catch (IOException e) {
      throw new UnreadableRow("is no JSON in UTF-8");
    }
    throw new UnreadableRow("is no JSON object");
  }

  private static Map<String, Object> message(Object transaction) throws UnreadableRow {
    if (!(transaction instanceof Map<?, ?> map)) throw new UnreadableRow("transaction is no object");
    for (String name : REQUIRED) {
      if (!map.containsKey(name)) throw new UnreadableRow("the transaction has no " + name + ", so the intake would refuse it");
    }
    Map<String, Object> message = new LinkedHashMap<>();
    map.forEach((name, value) -> message.put((String) name, value));
    return message;
  }

  private static Label label(Map<?, ?> envelope) throws UnreadableRow {
    if (!envelope.containsKey("label")) return Label.UNKNOWN;
    Object word = envelope.get("label");
    if ("fraud".equals(word)) return Label.FRAUD;
    if ("genuine".equals(word)) return Label.GENUINE;
    throw new UnreadableRow("label is " + quote(word) + ", neither \"fraud\" nor \"genuine\"");
  }

  private static String pattern(Object word) throws UnreadableRow {
    if (word == null) return "";
    if (word instanceof String text && text.length() <= LONGEST_PATTERN && text.chars().noneMatch(Character::isISOControl)) return CardNumbers.maskText(text).strip();
    throw new UnreadableRow("pattern is no text of at most " + LONGEST_PATTERN + " characters");
  }

  private static Instant time(Object at) throws UnreadableRow {
    try {
      if (at instanceof String text) return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      // said below
    }
    throw new UnreadableRow("at is " + quote(at) + ", no time such as \"2026-11-01T10:00:00Z\"");
  }

  private MaskedMessage masked(Map<String, Object> message) throws UnreadableRow {
    try {
      return CardNumbers.mask(message, key::fingerprint);
    } catch (UnusableNumber e) {
      throw new UnreadableRow("has a number that is too large or too small");
    }
  }

  private static String quote(Object value) {
    String text = CardNumbers.maskText(String.valueOf(value)).replaceAll("\\p{Cntrl}+", " ");
    return '"' + (text.length() > LONGEST_QUOTE ? text.substring(0, LONGEST_QUOTE) + "..." : text) + '"';
  }
}
