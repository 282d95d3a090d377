package wadi.camel.fraud;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import wadi.domain.fraud.Decision;
import wadi.domain.fraud.Reason;
import wadi.domain.fraud.Verdict;

/**
 * A verdict as the member {@code verdict} of a fraud check's reply: decision, score, reasons and rules. The original's
 * clients do not look at it; between two of ours it carries what {@code isFraud} cannot say.
 */
final class VerdictMember {
  private static final Pattern CODE = Pattern.compile("[A-Z][A-Z0-9_]{0,63}");
  private static final int MOST_REASONS = 50;
  private static final int LONGEST = 200;

  private VerdictMember() {}

  static Map<String, Object> write(Verdict verdict) {
    Map<String, Object> member = new LinkedHashMap<>();
    member.put("decision", verdict.decision().word());
    member.put("score", verdict.score());
    member.put("reasons", verdict.reasons().stream().map(reason -> Map.of("code", reason.code(), "text", reason.text())).toList());
    member.put("rules", verdict.rules());
    return member;
  }

  /** Empty when it is none that we would write: then only {@code isFraud} counts. */
  static Optional<Verdict> read(Object member) {
    if (!(member instanceof Map<?, ?> map && map.get("score") instanceof Integer score && score >= 0 && map.get("reasons") instanceof List<?> list
        && map.get("rules") instanceof String rules && list.size() <= MOST_REASONS && rules.length() <= LONGEST)) {
      return Optional.empty();
    }
    List<Reason> reasons = list.stream().flatMap(item -> reason(item).stream()).toList();
    return reasons.size() < list.size() ? Optional.empty()
        : decision(map.get("decision")).map(decision -> new Verdict(decision, score, reasons, rules));
  }

  private static Optional<Decision> decision(Object word) {
    return List.of(Decision.values()).stream().filter(decision -> decision.word().equals(word)).findFirst();
  }

  private static Optional<Reason> reason(Object item) {
    return item instanceof Map<?, ?> map && map.get("code") instanceof String code && CODE.matcher(code).matches()
        && map.get("text") instanceof String text && text.length() <= LONGEST && text.chars().noneMatch(Character::isISOControl)
            ? Optional.of(new Reason(code, text)) : Optional.empty();
  }
}
