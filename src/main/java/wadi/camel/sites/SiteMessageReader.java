package wadi.camel.sites;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import wadi.camel.UnusableMessage;
import wadi.domain.intake.StorableText;
import wadi.domain.sites.SiteMessage;
import wadi.domain.sites.WrittenTimes;
import wadi.platform.http.Problem;

/** Reads checks as producers of today publish them, and as those of old, who wrapped them in {@code data}. An empty text is none. */
final class SiteMessageReader {
  private static final String WRAP = "data";
  private static final String ID = "site_id";
  private static final String WHAT = "a check of a site";

  private final ZoneId zone;

  /** @param zone of times that name none */
  SiteMessageReader(ZoneId zone) {
    this.zone = zone;
  }

  /** @throws UnusableMessage with everything that is wrong with it */
  SiteMessage read(Object body) {
    if (!(body instanceof Map<?, ?> outer)) {
      throw new UnusableMessage(WHAT, List.of(new Problem.At("", "must be a JSON object")));
    }
    boolean wrapped = !outer.containsKey(ID) && outer.get(WRAP) instanceof Map<?, ?>;
    Members members = new Members(wrapped ? (Map<?, ?>) outer.get(WRAP) : outer, wrapped ? "/" + WRAP : "", new ArrayList<>());
    Optional<Integer> id = members.read(ID, "a whole number", SiteMessageReader::whole);
    if (!members.has(ID)) {
      members.wrong(ID, "is required");
    }
    SiteMessage message = new SiteMessage(id.orElse(0), members.read("status_code", "a whole number or null", SiteMessageReader::whole),
        members.read("response_time", "a number of seconds or null", SiteMessageReader::seconds),
        members.read("has_regexp", "true, false or null", value -> value instanceof Boolean is ? Optional.of(is) : Optional.empty()),
        members.read("created", "a time such as 2026-03-01 10:00:00.123456", this::time), members.read("modified", "a time such as 2026-03-01 10:00:00.123456", this::time),
        members.read("comments", "a text", value -> value instanceof String text ? Optional.of(StorableText.of(text)) : Optional.empty()));
    if (!members.errors().isEmpty()) {
      throw new UnusableMessage(WHAT, List.copyOf(members.errors()));
    }
    return message;
  }

  private record Members(Map<?, ?> members, String pointer, List<Problem.At> errors) {
    boolean has(String name) {
      Object value = members.get(name);
      return value != null && !(value instanceof String text && text.isBlank());
    }

    <T> Optional<T> read(String name, String expected, Function<Object, Optional<T>> reader) {
      if (!has(name)) {
        return Optional.empty();
      }
      Optional<T> value = reader.apply(members.get(name));
      if (value.isEmpty()) {
        wrong(name, "must be " + expected);
      }
      return value;
    }

    void wrong(String name, String what) {
      errors.add(new Problem.At(pointer + "/" + name, what));
    }
  }

  private static Optional<Integer> whole(Object value) {
    if (value instanceof String text && text.strip().matches("\\d{1,9}")) {
      return Optional.of(Integer.valueOf(text.strip()));
    }
    return value instanceof Integer number ? Optional.of(number) : Optional.empty();
  }

  private static Optional<Double> seconds(Object value) {
    return value instanceof Number number && Double.isFinite(number.doubleValue()) ? Optional.of(number.doubleValue()) : Optional.empty();
  }

  private Optional<LocalDateTime> time(Object value) {
    return value instanceof String text ? WrittenTimes.read(text, zone) : Optional.empty();
  }
}
