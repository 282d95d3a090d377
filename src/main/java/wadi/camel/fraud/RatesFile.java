package wadi.camel.fraud;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import wadi.camel.files.Findings;
import wadi.camel.files.Keys;
import wadi.camel.files.Utf8;
import wadi.camel.files.YamlNode;
import wadi.camel.files.YamlReader;
import wadi.domain.fraud.Rates;

/**
 * The file that says what amounts are worth: {@code base: INR}, {@code rates: {USD: 88.10}}.
 *
 * @param content the whole file
 */
record RatesFile(Rates rates, byte[] content) {
  /** When the rules name none. */
  static final RatesFile NONE = new RatesFile(Rates.NONE, new byte[0]);

  private static final int LARGEST_FILE = 64 * 1024;
  private static final double HIGHEST = 1e9;
  private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
  private static final String HINT = "three capital letters, such as INR (ISO 4217)";

  /**
   * Reads it; what is wrong in it is a finding.
   *
   * @param line where the rules name it
   */
  static RatesFile read(Path path, int line, Findings findings) {
    Findings own = findings.in(path.toString());
    try {
      if (Files.size(path) > LARGEST_FILE) {
        own.add(0, "is too large", "at most " + LARGEST_FILE / 1024 + " KiB");
        return NONE;
      }
      byte[] content = Files.readAllBytes(path);
      return new RatesFile(rates(YamlReader.read(Utf8.text(content, own), own), own), content);
    } catch (IOException unreadable) {
      findings.add(line, "rates: " + path.getFileName() + " cannot be read: " + unreadable.getClass().getSimpleName(), "it must stand beside this file");
      return NONE;
    }
  }

  private static Rates rates(YamlNode root, Findings findings) {
    Keys keys = Keys.of(root, "the file", findings, "base", "rates");
    if (keys == null) return Rates.NONE;
    YamlNode.Scalar base = keys.matching("base", CURRENCY, HINT);
    Map<String, Double> rates = new TreeMap<>();
    keys.node("rates").ifPresent(node -> readRates(node, base, rates, findings));
    return base == null ? Rates.NONE : new Rates(base.text(), rates);
  }

  private static void readRates(YamlNode node, YamlNode.Scalar base, Map<String, Double> rates, Findings findings) {
    if (!(node instanceof YamlNode.Fields object)) {
      findings.add(node.line(), "rates must be an object", "what one unit is worth in the base currency, such as USD: 88.10");
      return;
    }
    object.fields().forEach((currency, field) -> {
      if (!CURRENCY.matcher(currency).matches()) {
        findings.add(field.line(), "\"" + currency + "\" is no currency", HINT);
      } else if (base != null && currency.equals(base.text())) {
        findings.add(field.line(), currency + " is the base currency", "leave it out: its rate is 1");
      } else {
        readRate(currency, field, rates, findings);
      }
    });
  }

  private static void readRate(String currency, YamlNode.Field field, Map<String, Double> rates, Findings findings) {
    try {
      double rate = field.value() instanceof YamlNode.Scalar scalar ? Double.parseDouble(scalar.text()) : 0;
      if (rate > 0 && rate <= HIGHEST) {
        rates.put(currency, rate);
        return;
      }
    } catch (NumberFormatException noNumber) {
      // said below
    }
    findings.add(field.line(), "the rate of " + currency + " is no usable number", "above 0, such as 88.10");
  }
}
