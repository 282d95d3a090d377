package wadi.camel.notifications;

import java.util.Optional;

/**
 * What Python's {@code json} says of a text that is no JSON (https://docs.python.org/3/library/json.html, Lib/json/decoder.py): clients of
 * the original know these words. Columns and characters are code points.
 */
final class PythonJson {
  private static final int END = -1;

  private final int[] text;
  private final int deepest;
  private int at;

  private PythonJson(String text, int deepest) {
    this.text = text.codePoints().toArray();
    this.deepest = deepest;
  }

  /** @param deepest beyond this many values within each other nothing is said */
  static Optional<String> fault(String text, int deepest) {
    PythonJson json = new PythonJson(text, deepest);
    try {
      json.whole();
      return Optional.empty();
    } catch (Fault e) {
      return Optional.of(e.getMessage());
    }
  }

  private static final class Fault extends Exception {
    Fault(String message) {
      super(message, null, false, false);
    }
  }

  private Fault at(String what, int position) {
    int line = 1;
    int begins = 0;
    for (int i = 0; i < position; i++) {
      if (text[i] == '\n') {
        line++;
        begins = i + 1;
      }
    }
    return new Fault("%s: line %d column %d (char %d)".formatted(what, line, position - begins + 1, position));
  }

  private void whole() throws Fault {
    if (peek() == '\uFEFF') {
      throw at("Unexpected UTF-8 BOM (decode using utf-8-sig)", 0);
    }
    skipBlanks();
    value(0);
    skipBlanks();
    if (at < text.length) {
      throw at("Extra data", at);
    }
  }

  private int peek() {
    return at < text.length ? text[at] : END;
  }

  private void skipBlanks() {
    while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') {
      at++;
    }
  }

  private void value(int depth) throws Fault {
    if (depth > deepest) {
      throw new Fault("nested too deeply");
    }
    switch (peek()) {
      case '"' -> string();
      case '{' -> object(depth);
      case '[' -> array(depth);
      default -> {
        if (!word("null") && !word("true") && !word("false")) {
          for (String constant : new String[] {"NaN", "Infinity", "-Infinity"}) {
            if (word(constant)) {
              throw new Fault("Out of range float values are not JSON compliant: '" + constant + "'");
            }
          }
          number();
        }
      }
    }
  }

  private boolean word(String word) {
    if (at + word.length() > text.length) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (text[at + i] != word.charAt(i)) {
        return false;
      }
    }
    at += word.length();
    return true;
  }

  private void number() throws Fault {
    int begins = at;
    if (peek() == '-') {
      at++;
    }
    if (peek() == '0') {
      at++;
    } else if (!digits()) {
      at = begins;
      throw at("Expecting value", begins);
    }
    int whole = at;
    at++;
    if (whole < text.length && text[whole] == '.' && digits()) {
      whole = at;
    }
    at = whole;
    if (peek() == 'e' || peek() == 'E') {
      at++;
      if (peek() == '+' || peek() == '-') {
        at++;
      }
      at = digits() ? at : whole;
    }
  }

  private boolean digits() {
    int begins = at;
    while (peek() >= '0' && peek() <= '9') {
      at++;
    }
    return at > begins;
  }

  private void object(int depth) throws Fault {
    at++;
    skipBlanks();
    if (peek() == '}') {
      at++;
      return;
    }
    while (true) {
      if (peek() != '"') {
        throw at("Expecting property name enclosed in double quotes", at);
      }
      string();
      skipBlanks();
      if (peek() != ':') {
        throw at("Expecting ':' delimiter", at);
      }
      at++;
      skipBlanks();
      value(depth + 1);
      if (closes('}')) {
        return;
      }
    }
  }

  private void array(int depth) throws Fault {
    at++;
    skipBlanks();
    if (peek() == ']') {
      at++;
      return;
    }
    do {
      value(depth + 1);
    } while (!closes(']'));
  }

  /** False when a comma says that there is more. */
  private boolean closes(char bracket) throws Fault {
    skipBlanks();
    if (peek() != bracket && peek() != ',') {
      throw at("Expecting ',' delimiter", at);
    }
    boolean closes = peek() == bracket;
    at++;
    if (!closes) {
      skipBlanks();
    }
    return closes;
  }

  private void string() throws Fault {
    int begins = at++;
    while (peek() != '"') {
      if (peek() == END) {
        throw at("Unterminated string starting at", begins);
      }
      if (peek() < ' ') {
        throw at("Invalid control character at", at);
      }
      if (peek() == '\\') {
        escape(begins);
      }
      at++;
    }
    at++;
  }

  private void escape(int begins) throws Fault {
    at++;
    if (peek() == END) {
      throw at("Unterminated string starting at", begins);
    }
    if (peek() != 'u') {
      if ("\"\\/bfnrt".indexOf(peek()) < 0) {
        throw at("Invalid \\escape", at - 1);
      }
      return;
    }
    for (int i = 1; i <= 4; i++) {
      if (at + i >= text.length || Character.digit(text[at + i], 16) < 0 || text[at + i] > 'f') {
        throw at("Invalid \\uXXXX escape", at);
      }
    }
    at += 4;
  }
}
