package wadi.camel.fraud;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import wadi.domain.fraud.Reason;
import wadi.domain.fraud.Thresholds;
import wadi.domain.fraud.Verdict;
import wadi.domain.intake.Card;

/**
 * The fraud rules of one rules file, checked and ready. It never changes and may be used by many threads; a new file makes a
 * new book.
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

  private static final int LARGEST_FILE = 256 * 1024;

  private final List<Rule> rules;
  private final Thresholds thresholds;
  private final String version;

  RuleBook(List<Rule> rules, Thresholds thresholds, String version) {
    this.rules = List.copyOf(rules);
    this.thresholds = thresholds;
    this.version = version;
  }

  /**
   * Reads a rules file and tries each rule on sample transactions.
   *
   * @throws RuleException with everything that is wrong in it
   */
  public static RuleBook load(Path file) {
    Findings findings = new Findings(file.toString());
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
   * @param file name to use in findings
   * @throws RuleException with everything that is wrong in it
   */
  public static RuleBook read(String file, byte[] content) {
    Findings findings = new Findings(file);
    RulesFile rulesFile = RulesFile.read(text(content, findings), findings);
    RuleCompiler compiler = new RuleCompiler(findings);
    List<Rule> rules = rulesFile.rules().stream().map(compiler::compile).filter(Objects::nonNull).toList();
    findings.refuse();
    return new RuleBook(rules, rulesFile.thresholds(), version(content));
  }

  /** First 12 hexadecimal digits of the SHA-256 of the file. */
  public String version() {
    return version;
  }

  /** Codes of all reasons a verdict can have, {@link #RULE_ERROR} among them. */
  public Set<String> reasonCodes() {
    Set<String> codes = new TreeSet<>(Set.of(RULE_ERROR));
    rules.forEach(rule -> codes.add(rule.reason().code()));
    return codes;
  }

  public Thresholds thresholds() {
    return thresholds;
  }

  /**
   * Judges one transaction. It never throws, whatever the JSON looks like: what is not as declared is missing.
   *
   * @param transaction parsed and masked JSON with order, paymentMethod and payment of any kind
   * @param cards the cards found in it, the payment's first
   */
  public Verdict check(Map<String, ?> transaction, List<Card> cards) {
    Map<String, Object> variables = Map.of("tx", TransactionFacts.of(transaction, cards));
    List<Reason> reasons = new ArrayList<>();
    int score = 0;
    boolean failed = false;
    for (Rule rule : rules) {
      Rule.Answer answer = rule.ask(variables);
      if (answer == Rule.Answer.MATCHES) {
        score += rule.score();
        reasons.add(rule.reason());
      } else if (answer == Rule.Answer.FAILED) {
        failed = true;
        reasons.add(new Reason(RULE_ERROR, "Rule " + rule.id() + " could not be evaluated"));
      }
    }
    if (failed) score += thresholds.review();
    return new Verdict(thresholds.decide(score), score, reasons, version);
  }

  private static String text(byte[] content, Findings findings) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    } catch (CharacterCodingException broken) {
      findings.add(0, "is not UTF-8", "save it as UTF-8");
      findings.refuse();
      throw new IllegalStateException(broken);
    }
  }

  private static String version(byte[] content) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(hash).substring(0, 12);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
