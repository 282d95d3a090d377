package wadi.camel.fraud;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import wadi.camel.files.Findings;
import wadi.camel.files.Keys;
import wadi.camel.files.YamlNode;
import wadi.camel.files.YamlReader;
import wadi.domain.fraud.Effect;
import wadi.domain.fraud.Reason;
import wadi.domain.fraud.SampleScreening;
import wadi.domain.fraud.Thresholds;
import wadi.domain.fraud.Unscreened;
import wadi.domain.fraud.Validity;
import wadi.domain.fraud.Window;

/** The form of a rules file: which keys it has and what their values look like. Each rule is read even if others are wrong. */
final class RulesFile {
  static final int MOST_RULES = 500;
  /** What a reason may say, here and between two of ours. */
  static final int LONGEST_TEXT = 200;
  private static final int LONGEST_NAME = 64;
  private static final int HIGHEST = 1000;
  private static final Pattern ID = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
  private static final Pattern CODE = Pattern.compile("[A-Z][A-Z0-9]*(_[A-Z0-9]+)*");
  private static final Pattern RATES = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*\\.yaml");
  private static final Pattern YES = Pattern.compile("true");
  private static final Set<String> OUR_CODES = Set.of(RuleBook.RULE_ERROR, RuleBook.VELOCITY_UNAVAILABLE, Unscreened.REASON.code(), RemoteScreening.REASON.code(), SampleScreening.REASON.code());

  private final Findings findings;
  private final List<String> lines;
  private final Map<String, Integer> ids = new HashMap<>();
  private Thresholds thresholds;
  private ZoneId zone = ZoneOffset.UTC;
  private YamlNode.Scalar rates;
  private final List<RuleText> rules = new ArrayList<>();
  private final Declarations declarations;

  private RulesFile(List<String> lines, Findings findings) {
    this.lines = lines;
    this.findings = findings;
    this.declarations = new Declarations(findings);
  }

  static RulesFile read(String text, Findings findings) {
    RulesFile file = new RulesFile(text.lines().toList(), findings);
    file.read(YamlReader.read(text, findings));
    return file;
  }

  /** Null only when there are findings. */
  Thresholds thresholds() {
    return thresholds;
  }

  /** Where it is as late as rules say; UTC when the file does not name it. */
  ZoneId zone() {
    return zone;
  }

  /** The file of the rates, relative to the folder of this one; empty when it names none. */
  Optional<YamlNode.Scalar> rates() {
    return Optional.ofNullable(rates);
  }

  List<RuleText> rules() {
    return rules;
  }

  List<Window> windows() {
    return declarations.windows();
  }

  RuleNames names() {
    return declarations.names();
  }

  /** The file of each list, relative to the folder of this one. */
  Map<String, YamlNode.Scalar> lists() {
    return declarations.lists();
  }

  private void read(YamlNode root) {
    Keys keys = Keys.of(root, "the file", findings, List.of("thresholds", "rules"), List.of("zone", "rates", "windows", "lists"));
    if (keys == null) return;
    if (keys.node("zone").isPresent()) readZone(keys);
    if (keys.node("rates").isPresent()) rates = keys.matching("rates", RATES, "a .yaml file beside this one, such as rates.yaml");
    keys.node("windows").ifPresent(declarations::readWindows);
    keys.node("lists").ifPresent(declarations::readLists);
    keys.node("thresholds").ifPresent(this::readThresholds);
    keys.node("rules").ifPresent(this::readRules);
  }

  private void readZone(Keys keys) {
    YamlNode.Scalar name = keys.text("zone");
    try {
      if (name != null) zone = ZoneId.of(name.text());
    } catch (DateTimeException unknown) {
      findings.add(name.line(), "zone \"" + name.text() + "\" is not known", "a name of the time zone database, such as Asia/Kolkata, or UTC");
    }
  }

  private void readThresholds(YamlNode node) {
    Keys keys = Keys.of(node, "thresholds", findings, "review", "held", "critical");
    if (keys == null) return;
    Integer review = keys.integer("review", 1, HIGHEST * MOST_RULES);
    Integer held = keys.integer("held", 1, HIGHEST * MOST_RULES);
    Integer critical = keys.integer("critical", 1, HIGHEST * MOST_RULES);
    if (review == null || held == null || critical == null) return;
    try {
      thresholds = new Thresholds(review, held, critical);
    } catch (IllegalArgumentException order) {
      findings.add(node.line(), "thresholds are out of order: " + order.getMessage(), "review <= held <= critical");
    }
  }

  private void readRules(YamlNode node) {
    if (!(node instanceof YamlNode.Items list) || list.items().isEmpty()) {
      findings.add(node.line(), "rules has no rule, so that everything would pass", "begin each rule with - id: ...");
    } else if (list.items().size() > MOST_RULES) {
      findings.add(node.line(), "has " + list.items().size() + " rules, which is too large", "at most " + MOST_RULES);
    } else {
      list.items().forEach(this::readRule);
    }
  }

  private void readRule(YamlNode node) {
    Keys keys = Keys.of(node, "a rule", findings, List.of("id", "description", "when", "reason"), List.of("score", "allow", "block", "shadow", "enabled-from", "enabled-until"));
    if (keys == null) return;
    YamlNode.Scalar id = keys.matching("id", ID, "lower case with dashes, such as large-amount");
    if (id != null) unique(id);
    YamlNode.Scalar description = keys.text("description");
    tooLong(description, "description", LONGEST_TEXT);
    tooLong(id, "id", LONGEST_NAME);
    YamlNode.Scalar when = keys.text("when");
    Effect effect = effect(node, keys);
    YamlNode.Scalar code = keys.matching("reason", CODE, "UPPER_SNAKE, such as LARGE_AMOUNT");
    tooLong(code, "reason", LONGEST_NAME);
    if (code != null && OUR_CODES.contains(code.text())) {
      findings.add(code.line(), "reason " + code.text() + " is used by Wadi itself", "choose another code");
    }
    boolean shadow = keys.node("shadow").isPresent() && keys.matching("shadow", YES, "true; leave the key out when it is not") != null;
    Validity validity = new ValidityReader(zone, findings).read(keys);
    if (when == null) return;
    Reason reason = new Reason(code == null ? "" : code.text(), description == null ? "" : oneLine(description.text()), id == null ? "" : id.text(),
        effect.points());
    rules.add(new RuleText(effect, reason, shadow, validity, new Expression(when, lines)));
  }

  private void tooLong(YamlNode.Scalar text, String name, int most) {
    if (text != null && oneLine(text.text()).length() > most) findings.add(text.line(), name + " is too long", "at most " + most + " characters");
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("[\\s\\p{Cntrl}]+", " ");
  }

  private Effect effect(YamlNode rule, Keys keys) {
    List<String> given = Stream.of("score", "allow", "block").filter(name -> keys.node(name).isPresent()).toList();
    if (given.isEmpty()) {
      findings.add(rule.line(), "a rule has no score", "it needs score: 0 to " + HIGHEST + ", or allow: true, or block: true");
    } else if (given.size() > 1) {
      findings.add(rule.line(), "a rule has " + String.join(" and ", given), "keep one of them");
    } else if (given.get(0).equals("score")) {
      Integer score = keys.integer("score", 0, HIGHEST);
      if (score != null) return Effect.score(score);
    } else {
      YamlNode.Scalar yes = keys.matching(given.get(0), YES, "true; leave the key out when it is not");
      if (yes != null) return given.get(0).equals("allow") ? Effect.ALLOW : Effect.BLOCK;
    }
    return Effect.score(0);
  }

  private void unique(YamlNode.Scalar id) {
    Integer first = ids.putIfAbsent(id.text(), id.line());
    if (first != null) findings.add(id.line(), "id " + id.text() + " stands twice", "the first is in line " + first);
  }
}
