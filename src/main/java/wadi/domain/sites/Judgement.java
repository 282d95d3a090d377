package wadi.domain.sites;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is wrong with an answer, measured by what is expected of it.
 *
 * @param hasRegexp whether what must be on the page is on it; empty when nobody asks, or nobody can say
 */
public record Judgement(List<Cause> causes, Optional<Boolean> hasRegexp) {
  private static final int LONGEST = 80;

  /** With a status that is not good, what it says is not judged further: it is the page of an error. */
  public static Judgement of(Expectations expected, Answer answer, Content content, Instant now) {
    List<Cause> causes = new ArrayList<>();
    Optional<Boolean> present = expected.present().flatMap(content::has);
    expected.present().filter(regexp -> present.isEmpty()).ifPresent(regexp -> causes.add(tooSlow(regexp)));
    if (!isGood(expected.statuses(), answer.status())) {
      causes.add(new Cause(Cause.Kind.STATUS, "status %d instead of %s".formatted(answer.status(), good(expected.statuses()))));
    } else {
      if (present.isPresent() && !present.get()) {
        causes.add(failed("%s is not %s".formatted(quoted(expected.present().orElseThrow()), content.isCut() ? "in the part of the page that is read" : "on the page")));
      }
      causes.addAll(ofContent(expected, content));
      expected.redirectsTo().filter(to -> !answer.redirectedTo().equals(Optional.of(to))).ifPresent(to -> causes.add(failed("it does not redirect to " + withoutQuery(to))));
    }
    expected.within().filter(most -> answer.headersAfter().compareTo(most) > 0)
        .ifPresent(most -> causes.add(new Cause(Cause.Kind.SLOW, "its headers took longer than %d ms".formatted(most.toMillis()))));
    causes.addAll(ofCertificate(expected, answer.certificateExpires(), now));
    return new Judgement(List.copyOf(causes), present);
  }

  /** The certificate alone, when there is no answer to judge. */
  public static List<Cause> ofCertificate(Expectations expected, Optional<Instant> expires, Instant now) {
    boolean soon = expected.certificateDays().isPresent() && expires.filter(end -> end.isBefore(now.plus(Duration.ofDays(expected.certificateDays().getAsInt())))).isPresent();
    return soon ? List.of(new Cause(Cause.Kind.CERTIFICATE,
        "the certificate %s on %s".formatted(expires.get().isBefore(now) ? "expired" : "expires", expires.get().atOffset(ZoneOffset.UTC).toLocalDate()))) : List.of();
  }

  private static boolean isGood(List<Integer> statuses, int status) {
    return statuses.isEmpty() ? status >= 200 && status <= 299 : statuses.contains(status);
  }

  private static String good(List<Integer> statuses) {
    return statuses.isEmpty() ? "2xx" : statuses.stream().map(String::valueOf).collect(Collectors.joining(" or "));
  }

  private static List<Cause> ofContent(Expectations expected, Content content) {
    List<Cause> causes = new ArrayList<>();
    expected.absent().ifPresent(regexp -> content.has(regexp).ifPresentOrElse(found -> {
      if (found) {
        causes.add(failed(quoted(regexp) + " is on the page"));
      }
    }, () -> causes.add(tooSlow(regexp))));
    expected.json().forEach((path, value) -> content.at(path).ifPresentOrElse(found -> {
      if (!found.equals(value)) {
        causes.add(failed("the JSON value at %s is not %s".formatted(shown(path), quoted(value))));
      }
    }, () -> causes.add(failed("there is no JSON value at " + shown(path)))));
    expected.headers().forEach((name, regexp) -> causes.addAll(ofHeader(name, regexp, content)));
    return causes;
  }

  private static List<Cause> ofHeader(String name, String regexp, Content content) {
    List<String> values = content.headers(name);
    if (values.isEmpty()) {
      return List.of(failed("there is no header " + shown(name)));
    }
    List<Optional<Boolean>> found = values.stream().map(value -> content.matches(regexp, value)).toList();
    if (found.contains(Optional.of(true))) {
      return List.of();
    }
    return List.of(found.contains(Optional.<Boolean>empty()) ? tooSlow(regexp) : failed("the header %s does not match %s".formatted(shown(name), quoted(regexp))));
  }

  private static Cause failed(String text) {
    return new Cause(Cause.Kind.EXPECTATION, text);
  }

  private static Cause tooSlow(String regexp) {
    return new Cause(Cause.Kind.SETTINGS, "the regular expression %s takes too long".formatted(quoted(regexp)));
  }

  private static String quoted(String text) {
    return '"' + shown(text) + '"';
  }

  /** On one line that is not too long. */
  private static String shown(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ");
    return line.length() <= LONGEST ? line : line.substring(0, Character.isHighSurrogate(line.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST) + "\u2026";
  }

  private static String withoutQuery(String url) {
    int query = url.indexOf('?');
    return shown(query < 0 ? url : url.substring(0, query));
  }
}
