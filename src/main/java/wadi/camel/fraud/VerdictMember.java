package wadi.camel.fraud;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import wadi.domain.fraud.Decision;
import wadi.domain.fraud.Reason;
import wadi.domain.fraud.Verdict;

/**
 * A verdict as JSON: what replies, alerts and the stored transaction say of it. In a fraud check's reply, whose original clients
 * do not look at it, it carries between two of ours what {@code isFraud} cannot say.
 */
public final class VerdictMember {
  private static final Pattern CODE = Pattern.compile("[A-Z][A-Z0-9_]{0,63}");
  private static final Pattern RULE = Pattern.compile("[a-z][a-z0-9-]{0,63}");
  private static final int MOST_REASONS = RulesFile.MOST_RULES + 10; // and some of ours
  private static final int LONGEST = RulesFile.LONGEST_TEXT;

  private VerdictMember() {}

  /** Members fraudulent, decision, score, reasons, shadowReasons, rules and tookMicros, whole microseconds. */
  public static Map<String, Object> write(Verdict verdict) {
    Map<String, Object> member = new LinkedHashMap<>();
    member.put("fraudulent", verdict.fraudulent());
    member.put("decision", verdict.decision().word());
    member.put("score", verdict.score());
    member.put("reasons", write(verdict.reasons()));
    member.put("shadowReasons", write(verdict.shadowReasons()));
    member.put("rules", verdict.rules());
    member.put("tookMicros", micros(verdict.took()));
    return member;
  }

  /** Each with code, text and contribution to the score, and when a rule says so with the rule's id. */
  public static List<Map<String, Object>> write(List<Reason> reasons) {
    return reasons.stream().map(VerdictMember::write).toList();
  }

  private static Map<String, Object> write(Reason reason) {
    Map<String, Object> member = new LinkedHashMap<>();
    member.put("code", reason.code());
    member.put("text", reason.text());
    if (!reason.rule().isEmpty()) {
      member.put("rule", reason.rule());
    }
    member.put("contribution", reason.contribution());
    return member;
  }

  /** Empty when it is none that we would write: then only {@code isFraud} counts. One of an earlier version has less, which is none or 0. */
  public static Optional<Verdict> read(Object member) {
    if (!(member instanceof Map<?, ?> map && map.get("score") instanceof Integer score && score >= 0
        && map.get("rules") instanceof String rules && rules.length() <= LONGEST)) {
      return Optional.empty();
    }
    Optional<List<Reason>> reasons = reasons(map.get("reasons"));
    Optional<List<Reason>> shadowReasons = map.containsKey("shadowReasons") ? reasons(map.get("shadowReasons")) : Optional.of(List.of());
    return reasons.flatMap(all -> shadowReasons.flatMap(shadows -> decision(map.get("decision"))
        .map(decision -> new Verdict(decision, score, all, shadows, rules, took(map.get("tookMicros"))))));
  }

  /** Reasons that we wrote ourselves, however many and long they are. */
  public static List<Reason> stored(List<? extends Map<?, ?>> reasons) {
    return reasons.stream().map(reason -> new Reason((String) reason.get("code"), (String) reason.get("text"),
        reason.get("rule") instanceof String rule ? rule : "", reason.get("contribution") instanceof Integer points ? points : 0)).toList();
  }

  /** Whole microseconds, as tookMicros says them. */
  public static long micros(Duration took) {
    return TimeUnit.NANOSECONDS.toMicros(took.toNanos());
  }

  private static Duration took(Object micros) {
    return micros instanceof Number number && number.longValue() > 0 ? Duration.ofNanos(TimeUnit.MICROSECONDS.toNanos(number.longValue())) : Duration.ZERO;
  }

  private static Optional<Decision> decision(Object word) {
    return List.of(Decision.values()).stream().filter(decision -> decision.word().equals(word)).findFirst();
  }

  private static Optional<List<Reason>> reasons(Object member) {
    if (!(member instanceof List<?> list && list.size() <= MOST_REASONS)) {
      return Optional.empty();
    }
    List<Reason> reasons = list.stream().flatMap(item -> reason(item).stream()).toList();
    return reasons.size() < list.size() ? Optional.empty() : Optional.of(reasons);
  }

  private static Optional<Reason> reason(Object item) {
    if (!(item instanceof Map<?, ?> map && map.get("code") instanceof String code && CODE.matcher(code).matches()
        && map.get("text") instanceof String text && text.length() <= LONGEST && text.chars().noneMatch(Character::isISOControl))) {
      return Optional.empty();
    }
    return Optional.of(new Reason(code, text, map.get("rule") instanceof String rule && RULE.matcher(rule).matches() ? rule : "",
        map.get("contribution") instanceof Integer points ? points : 0));
  }
}
