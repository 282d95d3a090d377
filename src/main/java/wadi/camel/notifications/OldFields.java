package wadi.camel.notifications;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Looks at the fields of a message as the original's serializer did (Django REST framework, rest_framework/fields.py), in its order and
 * its words, with all that is wrong at once. Fields it does not know are ignored.
 */
final class OldFields {
  private static final int LONGEST_NAME = 64;
  private static final int LONGEST_TEXT = 200;
  private static final int LONGEST_URL = 2_048;
  /** A device's registration token, which has a colon in it, is longer than the original allowed any recipient to be. */
  private static final int LONGEST_TOKEN = 4_096;
  private static final List<String> TYPES = List.of("dummy", "push", "sms");
  private static final List<String> CHANNELS = List.of("africas-talking", "firebase", "httpbin", "smpp");
  private static final String NULL = "This field may not be null.";
  private static final String MISSING = "This field is required.";

  private final Map<?, ?> fields;
  private final Map<String, Object> faults = new LinkedHashMap<>();

  private OldFields(Map<?, ?> fields) {
    this.fields = fields;
  }

  /**
   * The message.
   *
   * @param callbackFault what is wrong with an address
   * @throws RefusedMessage with everything that is wrong with the fields
   */
  static OldMessage read(Object json, Function<String, Optional<String>> callbackFault) {
    if (json == null) {
      throw RefusedMessage.whole("No data provided");
    }
    if (!(json instanceof Map<?, ?> fields)) {
      throw RefusedMessage.whole("Invalid data. Expected a dictionary, but got " + PythonText.type(json) + ".");
    }
    return new OldFields(fields).message(callbackFault);
  }

  private OldMessage message(Function<String, Optional<String>> callbackFault) {
    String messageId = text("messageId", LONGEST_NAME).orElse("");
    String senderId = text("senderId", LONGEST_NAME).orElse("");
    List<String> recipients = recipients();
    String messageType = choice("messageType", TYPES);
    String channel = choice("channel", CHANNELS);
    String message = text("message", LONGEST_TEXT).orElse("");
    Optional<String> priority = fields.containsKey("priority") ? text("priority", LONGEST_NAME) : Optional.empty();
    Optional<String> callback = fields.containsKey("callback") ? text("callback", LONGEST_URL) : Optional.empty();
    callback.flatMap(callbackFault).ifPresent(fault -> faults.put("callback", List.of(sentence(fault))));
    if (!faults.isEmpty()) {
      throw RefusedMessage.fields(faults);
    }
    return new OldMessage(messageId, senderId, recipients, messageType, channel, message, priority, callback);
  }

  private static String sentence(String words) {
    return Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".";
  }

  private Optional<String> text(String name, int longest) {
    if (!fields.containsKey(name)) {
      faults.put(name, List.of(MISSING));
      return Optional.empty();
    }
    List<String> wrong = new ArrayList<>();
    Optional<String> text = text(fields.get(name), longest, wrong);
    if (!wrong.isEmpty()) {
      faults.put(name, wrong);
    }
    return text;
  }

  /** Numbers are taken as texts, and blanks around a text are not part of it. */
  private static Optional<String> text(Object value, int longest, List<String> wrong) {
    if (value == null) {
      wrong.add(NULL);
      return Optional.empty();
    }
    String text = PythonText.of(value).strip();
    if (text.isEmpty()) {
      wrong.add("This field may not be blank.");
    } else if (!(value instanceof String || value instanceof Number)) {
      wrong.add("Not a valid string.");
    } else {
      if (text.codePointCount(0, text.length()) > longest) {
        wrong.add("Ensure this field has no more than " + longest + " characters.");
      }
      if (text.indexOf('\0') >= 0) {
        wrong.add("Null characters are not allowed.");
      }
      text.codePoints().filter(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE).findFirst()
          .ifPresent(c -> wrong.add("Surrogate characters are not allowed: U+%X.".formatted(c)));
    }
    return wrong.isEmpty() ? Optional.of(text) : Optional.empty();
  }

  private String choice(String name, List<String> choices) {
    Object value = fields.get(name);
    String text = PythonText.of(value);
    if (!fields.containsKey(name)) {
      faults.put(name, List.of(MISSING));
    } else if (value == null) {
      faults.put(name, List.of(NULL));
    } else if (!choices.contains(text)) {
      faults.put(name, List.of("\"" + text + "\" is not a valid choice."));
    }
    return text;
  }

  private List<String> recipients() {
    String name = "recipients";
    Object value = fields.get(name);
    if (!(value instanceof List<?> list)) {
      faults.put(name, List.of(!fields.containsKey(name) ? MISSING : value == null ? NULL
          : "Expected a list of items but got type \"" + PythonText.type(value) + "\"."));
      return List.of();
    }
    if (list.isEmpty()) {
      faults.put(name, List.of("This list may not be empty."));
    }
    List<String> recipients = new ArrayList<>();
    Map<String, List<String>> wrong = new LinkedHashMap<>();
    for (int i = 0; i < list.size(); i++) {
      List<String> fault = new ArrayList<>();
      text(list.get(i), isToken(list.get(i)) ? LONGEST_TOKEN : LONGEST_NAME, fault).ifPresent(recipients::add);
      if (!fault.isEmpty()) {
        wrong.put(Integer.toString(i), fault);
      }
    }
    if (!wrong.isEmpty()) {
      faults.put(name, wrong);
    }
    return recipients;
  }

  private boolean isToken(Object recipient) {
    return "push".equals(fields.get("messageType")) && recipient instanceof String text && text.indexOf(':') > 0;
  }
}
