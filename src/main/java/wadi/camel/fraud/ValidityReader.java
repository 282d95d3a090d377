package wadi.camel.fraud;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import wadi.camel.files.Findings;
import wadi.camel.files.Keys;
import wadi.camel.files.YamlNode;
import wadi.domain.fraud.Validity;

/** Reads {@code enabled-from} and {@code enabled-until} of a rule. */
final class ValidityReader {
  private static final String HINT = "a day such as 2026-11-27, or a time such as 2026-11-27T18:00, in the zone of the file or with its own: 2026-11-27T18:00+05:30";

  private final ZoneId zone;
  private final Findings findings;

  /** @param zone in which days begin */
  ValidityReader(ZoneId zone, Findings findings) {
    this.zone = zone;
    this.findings = findings;
  }

  Validity read(Keys keys) {
    Instant from = time(keys, "enabled-from", Instant.MIN);
    Instant until = time(keys, "enabled-until", Instant.MAX);
    if (from.isBefore(until)) return new Validity(from, until);
    keys.node("enabled-until").ifPresent(node -> findings.add(node.line(), "enabled-until is not after enabled-from", "so it would never be asked"));
    return Validity.ALWAYS;
  }

  private Instant time(Keys keys, String name, Instant otherwise) {
    YamlNode.Scalar text = keys.node(name).isPresent() ? keys.text(name) : null;
    if (text == null) return otherwise;
    try {
      return parse(text.text());
    } catch (DateTimeException noTime) {
      findings.add(text.line(), name + " \"" + text.text() + "\" is no day or time", HINT);
      return otherwise;
    }
  }

  private Instant parse(String text) {
    if (text.indexOf('T') < 0) return LocalDate.parse(text).atStartOfDay(zone).toInstant();
    boolean own = text.endsWith("Z") || text.matches(".*T.*[+-].*");
    return own ? OffsetDateTime.parse(text).toInstant() : LocalDateTime.parse(text).atZone(zone).toInstant();
  }
}
