package wadi.cli.scaffold;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** A fraud rule that only watches and matches nothing yet, and a case that asks of it what it is for. */
public final class NewRule {
  private static final Pattern ID = Pattern.compile("(?=.{2,64}$)[a-z][a-z0-9]*(-[a-z0-9]+)*");
  private static final String RULES = "routes/fraud/rules.yaml";
  private static final String SPEC = "routes/fraud/check-fraud.spec.yaml";

  private NewRule() {}

  /**
   * What there is to write.
   *
   * @param home the folder of routes/
   * @param description what people read as the reason
   * @throws Refused when it cannot be done, with the reason
   */
  public static Changes of(Path home, String id, String description) {
    if (!ID.matcher(id).matches()) {
      throw new Refused("\"%s\" is no name for a rule: write lower case with dashes, at most 64 characters, such as gift-cards.".formatted(id));
    }
    String reason = id.toUpperCase(Locale.ROOT).replace('-', '_');
    if (description.isBlank() || description.length() > 200 || description.chars().anyMatch(Character::isISOControl)) {
      throw new Refused("The description is one line of at most 200 characters: what people read as the reason.");
    }
    Changes changes = new Changes(home);
    if (changes.read(RULES).lines().anyMatch(line -> line.matches("\\s*(- *)?id: *[\"']?" + id + "[\"']?\\s*(#.*)?"))) {
      throw new Refused("%s has a rule %s already. Nothing is written.".formatted(RULES, id));
    }
    Map<String, String> words = Map.of("id", id, "REASON", reason, "description", "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(description)) + "\"");
    changes.change(RULES, text -> new YamlText(RULES, text).withItem(Blank.text("rule.yaml", words), "rules"));
    changes.change(SPEC, text -> new YamlText(SPEC, text).withItem(Blank.text("rule.case.yaml", words), "cases"));
    changes.then("Write in %s when %s matches, instead of \"false\", and its score. The top of that file says what may be asked.".formatted(RULES, id),
        "Write into the last case of %s a transaction that it matches. Until then ./wadi check fails, and nothing goes live.".formatted(SPEC),
        "./wadi check, ./wadi reload. It only watches (shadow: true); metrics and ./wadi backtest say what it would have done.",
        "Take shadow: true out when you trust it; its code is then among reasons, no longer shadowReasons, in the case too.");
    return changes;
  }
}
