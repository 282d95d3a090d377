package wadi.runtime.catalog;

import java.util.Locale;
import java.util.regex.Pattern;

/** What is taken for a secret: by its name, or by how it looks. */
public final class Secrets {
  private static final Pattern NAME = Pattern.compile(
      "(.*[.-])?(password|passwd|passphrase|secret|token|credentials?|authorization|(api|access|private|secret|auth|account|shared|service|encryption|card)-?key)");
  private static final Pattern USER_INFO = Pattern.compile("[a-z][a-z0-9+.-]*:(//)?[^/\\s:@{}]+:(?!\\{\\{)[^/\\s@{}]+@\\S+", Pattern.CASE_INSENSITIVE);
  private static final Pattern SHAPE = Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY|\\b(AKIA[0-9A-Z]{16}|(sk|rk)_(live|test)_\\w{16,}"
      + "|gh[pousr]_\\w{30,}|xox[abprs]-[\\w-]{10,}|xkeysib-\\w{20,}|AIza[\\w-]{35}|eyJ[\\w-]{10,}\\.[\\w-]{10,}\\.[\\w-]*)|\\b[0-9a-f]{64}\\b");

  private Secrets() {}

  /** Whether what has this name is one, such as apiKey or partner.token. */
  public static boolean isName(String name) {
    return NAME.matcher(name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT)).matches();
  }

  /** Whether one stands in this text. */
  public static boolean isIn(String text) {
    return isInUrl(text) || SHAPE.matcher(text).find();
  }

  /** Whether a URL with user and password stands in this text. */
  static boolean isInUrl(String text) {
    return USER_INFO.matcher(text).find();
  }
}
