package wadi.camel.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import wadi.camel.UnusableMessage;
import wadi.domain.intake.StorableText;
import wadi.platform.http.Problem;

/** The members of a mail request, read one after the other; what is wrong with them is told together. */
final class MailMessage {
  private static final int LONGEST = 500;
  private static final Pattern BREAKS = Pattern.compile("[\\p{Cntrl}\\p{Zl}\\p{Zp}]+");

  private final Map<?, ?> members;
  private final String pointer;
  private final List<Problem.At> errors;

  private MailMessage(Map<?, ?> members, String pointer, List<Problem.At> errors) {
    this.members = members;
    this.pointer = pointer;
    this.errors = errors;
  }

  /** @throws UnusableMessage when it is no object */
  static MailMessage of(Object body) {
    if (body instanceof Map<?, ?> members) {
      return new MailMessage(members, "", new ArrayList<>());
    }
    throw new UnusableMessage("a mail request", List.of(new Problem.At("", "must be a JSON object")));
  }

  boolean has(String name) {
    return members.get(name) != null;
  }

  /** An object that must be there; without it an empty one. */
  MailMessage object(String name) {
    Object value = members.get(name);
    if (!(value instanceof Map<?, ?>)) {
      wrong(name, value == null ? "is required" : "must be an object");
    }
    return new MailMessage(value instanceof Map<?, ?> map ? map : Map.of(), pointer + "/" + name, errors);
  }

  /** One line of text, empty where there is none: numbers count as text, since ids may be some. */
  String line(String name) {
    Object value = members.get(name);
    if (value == null) {
      return "";
    }
    if (!(value instanceof String || value instanceof Integer || value instanceof Long)) {
      wrong(name, "must be a text");
      return "";
    }
    String line = StorableText.of(BREAKS.matcher(value.toString()).replaceAll(" ").strip());
    if (line.length() > LONGEST) {
      wrong(name, "must have at most " + LONGEST + " characters");
    }
    return line;
  }

  /** A member that must be there, and what is made of it. */
  <T> Optional<T> required(String name, String expected, Function<Object, Optional<T>> reader) {
    if (!has(name)) {
      wrong(name, "is required");
      return Optional.empty();
    }
    return optional(name, expected, reader);
  }

  /** A member that may be missing or null, and what is made of it. */
  <T> Optional<T> optional(String name, String expected, Function<Object, Optional<T>> reader) {
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

  /** @throws UnusableMessage with everything that was wrong */
  void refuse() {
    if (!errors.isEmpty()) {
      throw new UnusableMessage("a mail request", List.copyOf(errors));
    }
  }
}
