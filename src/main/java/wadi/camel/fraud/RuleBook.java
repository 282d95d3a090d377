package wadi.camel.fraud;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import wadi.camel.files.Check;
import wadi.camel.files.Findings;
import wadi.camel.files.InvalidFiles;
import wadi.camel.files.Utf8;
import wadi.domain.fraud.Reason;
import wadi.domain.fraud.Scoring;
import wadi.domain.fraud.Thresholds;
import wadi.domain.fraud.Verdict;
import wadi.domain.fraud.WhenUncounted;
import wadi.domain.fraud.Window;
import wadi.domain.intake.Card;
import wadi.platform.ports.Sighting;
import wadi.platform.ports.Velocity;
import wadi.platform.ports.VelocityUnavailable;

/**
 * The fraud rules of one rules file and the lists it names, checked and ready. It never changes and may be used by many
 * threads; a new file makes a new book. What windows hold is not in it: that is asked of {@link Velocity}.
 *
 * <p>Loading takes about half a second the first time in a process and some milliseconds for each rule later, so the caller
 * may want to load beside other work.
 */
public final class RuleBook {
  /**
   * Code of the reason that a rule could not be evaluated. Such a rule counts as not matched, yet the transaction scores the review
   * threshold once, so that somebody looks: a broken rule neither stops a sale nor lets it pass unseen.
   */
  public static final String RULE_ERROR = "RULE_ERROR";
  /** Code of the reason that the windows could not be reached. */
  public static final String VELOCITY_UNAVAILABLE = "VELOCITY_UNAVAILABLE";

  private static final int LARGEST_FILE = 256 * 1024;
  private static final String UNAVAILABLE = "The velocity windows could not be reached";
  private static final String NOT_COUNTED = "The windows of the rules could not be counted";

  private final List<Rule> rules;
  private final Set<String> reasonCodes;
  private final Thresholds thresholds;
  private final List<Window> windows;
  private final Map<String, List<String>> lists;
  private final TransactionFacts facts;
  private final String version;

  RuleBook(List<Rule> rules, Thresholds thresholds, List<Window> windows, Map<String, List<String>> lists, TransactionFacts facts, String version) {
    this.facts = facts;
    this.rules = List.copyOf(rules);
    this.reasonCodes = codes(rules);
    this.thresholds = thresholds;
    this.windows = List.copyOf(windows);
    this.lists = Map.copyOf(lists);
    this.version = version;
  }

  /**
   * Reads a rules file with its lists and tries each rule on sample transactions.
   *
   * @throws InvalidFiles with everything that is wrong in it
   */
  public static RuleBook load(Path file) {
    Findings findings = new Findings(Check.RULES, file.toString());
    try {
      if (Files.size(file) <= LARGEST_FILE) return read(file.toString(), Files.readAllBytes(file));
      findings.add(0, "is too large", "at most " + LARGEST_FILE / 1024 + " KiB");
    } catch (IOException unreadable) {
      findings.add(0, "cannot be read: " + unreadable.getClass().getSimpleName(), "");
    }
    findings.refuse();
    throw new IllegalStateException();
  }

  /**
   * The same for content that was read already.
   *
   * @param file name to use in findings; lists are looked for beside it
   * @throws InvalidFiles with everything that is wrong in it
   */
  public static RuleBook read(String file, byte[] content) {
    Findings findings = new Findings(Check.RULES, file);
    RulesFile rulesFile = RulesFile.read(Utf8.text(content, findings), findings);
    Map<String, ListFile> files = ListReader.read(rulesFile.lists(), Path.of(file), findings);
    RuleCompiler compiler = new RuleCompiler(rulesFile.names(), files, findings);
    List<Rule> rules = rulesFile.rules().stream().map(compiler::compile).filter(Objects::nonNull).toList();
    RatesFile rates = rulesFile.rates().map(name -> RatesFile.read(Path.of(file).resolveSibling(name.text()), name.line(), findings)).orElse(RatesFile.NONE);
    findings.refuse();
    Map<String, List<String>> lists = new HashMap<>();
    files.forEach((name, list) -> lists.put(name, new Entries(list.entries(), compiler.issuerLists().contains(name))));
    return new RuleBook(rules, rulesFile.thresholds(), rulesFile.windows(), lists, new TransactionFacts(rates.rates(), rulesFile.zone()),
        version(content, rates.content(), files));
  }

  /** First 12 hexadecimal digits of the SHA-256 of the file, and of the rates and lists it names. */
  public String version() {
    return version;
  }

  /** Codes of all reasons a verdict can have, {@link #RULE_ERROR} and {@link #VELOCITY_UNAVAILABLE} among them. */
  public Set<String> reasonCodes() {
    return reasonCodes;
  }

  private static Set<String> codes(List<Rule> rules) {
    Set<String> codes = new TreeSet<>(Set.of(RULE_ERROR, VELOCITY_UNAVAILABLE));
    rules.forEach(rule -> codes.add(rule.reason().code()));
    return Set.copyOf(codes);
  }

  /** By id of each rule what it says: two books differ in the rules whose texts differ. */
  public Map<String, String> texts() {
    Map<String, String> texts = new HashMap<>();
    rules.forEach(rule -> texts.put(rule.id(), rule.text()));
    return texts;
  }

  public Thresholds thresholds() {
    return thresholds;
  }

  /** What its rules count in. */
  public List<Window> windows() {
    return windows;
  }

  /**
   * Judges one transaction as if it were the first: windows hold nothing but it, and nothing is counted.
   *
   * @see #check(Map, List, Velocity, Instant, WhenUncounted)
   */
  public Verdict check(Map<String, ?> transaction, List<Card> cards) {
    return check(transaction, cards, new Uncounted(), Instant.EPOCH);
  }

  /** The same with windows that, if they cannot be reached, send it to review. */
  public Verdict check(Map<String, ?> transaction, List<Card> cards, Velocity velocity, Instant at) {
    return check(transaction, cards, velocity, at, WhenUncounted.REVIEW);
  }

  /**
   * Judges one transaction and counts it in the windows. It never throws, whatever the JSON looks like: what is not as declared
   * is missing.
   *
   * @param transaction parsed and masked JSON with order, paymentMethod and payment of any kind
   * @param cards the cards found in it, the payment's first
   * @param at when it is judged, by which windows slide
   * @param otherwise what to do when the windows cannot be reached
   */
  public Verdict check(Map<String, ?> transaction, List<Card> cards, Velocity velocity, Instant at, WhenUncounted otherwise) {
    Map<String, Object> tx = facts.of(transaction, cards, at);
    Scoring scoring = new Scoring();
    Map<String, Object> variables = Map.of(RuleNames.TX, tx, RuleNames.VELOCITY, counted(tx, velocity, at, otherwise, scoring), RuleNames.LISTS, lists);
    for (Rule rule : rules) {
      if (rule.validity().includes(at)) judge(rule, rule.ask(variables), scoring);
    }
    return scoring.verdict(thresholds, version);
  }

  /** @param scoring learns when the windows cannot be counted */
  private Map<String, Object> counted(Map<String, Object> tx, Velocity velocity, Instant at, WhenUncounted otherwise, Scoring scoring) {
    try {
      return VelocityFacts.of(windows, tx, velocity, at);
    } catch (VelocityUnavailable away) {
      scoring.uncounted(new Reason(VELOCITY_UNAVAILABLE, UNAVAILABLE, "", otherwise.points(thresholds)));
      return VelocityFacts.unknown(windows);
    } catch (RuntimeException failed) {
      scoring.failed(new Reason(RULE_ERROR, NOT_COUNTED, "", thresholds.review()));
      return VelocityFacts.unknown(windows);
    }
  }

  /**
   * Judges one transaction as {@link #check} does and says why; nothing is counted.
   *
   * @param velocity only looked at
   */
  public Explanation explain(Map<String, ?> transaction, List<Card> cards, Velocity velocity, Instant at) {
    Glimpse glimpse = new Glimpse(velocity);
    Verdict verdict = check(transaction, cards, glimpse, at);
    Map<String, Object> tx = facts.of(transaction, cards, at);
    Map<String, Object> variables = Map.of(RuleNames.TX, tx, RuleNames.VELOCITY, counted(tx, glimpse, at, WhenUncounted.PASS, new Scoring()), RuleNames.LISTS, lists);
    RuleExplainer explainer = new RuleExplainer(RuleNames.of(windows, lists.keySet()));
    return new Explanation(rules.stream().map(rule -> explainer.explain(rule, variables, at)).toList(), verdict);
  }

  /**
   * What each window would have counted of a transaction of the past; nothing of a window whose key it lacks.
   *
   * @param transaction parsed and masked JSON
   * @param at when it was received
   */
  public List<Sighting> sightings(Map<String, ?> transaction, List<Card> cards, Instant at) {
    return VelocityFacts.sightings(windows, facts.of(transaction, cards, at));
  }

  private void judge(Rule rule, Rule.Answer answer, Scoring scoring) {
    if (answer == Rule.Answer.MATCHES_NOT) return;
    boolean matches = answer == Rule.Answer.MATCHES;
    Reason reason = matches ? rule.reason() : new Reason(RULE_ERROR, "Rule " + rule.id() + " could not be evaluated", rule.id(), thresholds.review());
    if (matches && rule.shadow()) scoring.watched(rule.effect(), reason);
    else if (matches) scoring.matched(rule.effect(), reason);
    else if (rule.shadow()) scoring.watchedFailing(reason);
    else scoring.failed(reason);
  }

  private static String version(byte[] content, byte[] rates, Map<String, ListFile> lists) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(content);
      digest.update(rates);
      lists.forEach((name, list) -> {
        digest.update((name + ":" + list.content().length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(list.content());
      });
      return HexFormat.of().formatHex(digest.digest()).substring(0, 12);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
