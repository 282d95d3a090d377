package wadi.domain.intake;

import java.util.Set;

/** What the name of a field says about the digits below it. Case and punctuation do not count. */
enum FieldKind {
  PLAIN,
  ACCOUNT,
  CARD,
  /** Sensitive authentication data: never stored, not even masked (PCI DSS 4.0.1, 3.3). */
  SECRET;

  private static final Set<String> SECRETS = Set.of(
      "pin", "cardpin", "pinblock", "csc", "cvn", "cvd", "cav", "cav2", "cardverificationvalue", "cardverificationcode",
      "track1", "track2", "track1data", "track2data", "track2equivalentdata", "trackdata", "magstripe", "magneticstripe");
  private static final Set<String> PANS = Set.of("pannumber", "panno", "dpan", "fpan");
  private static final Set<String> SHORT_ACCOUNTS = Set.of("cc", "ccno", "ccnum", "ccnumber");

  static FieldKind of(String name) {
    String bare = bare(name);
    if (secret(bare)) return SECRET;
    if (card(bare) || PANS.contains(bare) || bare.contains("pan") && speaksOfPan(name)) return CARD;
    return account(bare) ? ACCOUNT : PLAIN;
  }

  static boolean speaksOfPayment(String name) {
    return name.regionMatches(true, 0, "payment", 0, 7);
  }

  private static boolean secret(String bare) {
    return bare.endsWith("cvv") || bare.endsWith("cvv2") || bare.endsWith("cvc") || bare.endsWith("cvc2")
        || bare.endsWith("securitycode") || SECRETS.contains(bare);
  }

  private static boolean card(String bare) {
    return bare.contains("card") && !bare.contains("discard") && !bare.contains("cardinal");
  }

  private static boolean account(String bare) {
    int at = bare.indexOf("acc");
    return at >= 0 && (bare.contains("accountnum") || bare.contains("acctnum") || bare.endsWith("accountno") || bare.endsWith("acctno")
        || bare.endsWith("accountnr") || bare.endsWith("acctnbr")) || SHORT_ACCOUNTS.contains(bare);
  }

  /** "pan" as a word of its own, not as in company or panel: pan, userPan, PAN_1, panNumber. */
  private static boolean speaksOfPan(String name) {
    for (int i = 0; i + 3 <= name.length(); i++) {
      if (name.regionMatches(true, i, "pan", 0, 3) && startsWord(name, i) && endsWord(name, i + 3)) return true;
    }
    return false;
  }

  private static boolean startsWord(String name, int i) {
    if (i == 0 || !Character.isLetter(name.charAt(i - 1))) return true;
    return Character.isUpperCase(name.charAt(i)) && Character.isLowerCase(name.charAt(i - 1));
  }

  private static boolean endsWord(String name, int end) {
    if (end == name.length() || !Character.isLetter(name.charAt(end))) return true;
    if (Character.isLowerCase(name.charAt(end))) return false;
    return Character.isLowerCase(name.charAt(end - 1)) || end + 1 < name.length() && Character.isLowerCase(name.charAt(end + 1));
  }

  private static String bare(String name) {
    StringBuilder out = null;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean kept = c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
      if (!kept && out == null) out = new StringBuilder(name.length()).append(name, 0, i);
      if (out == null) continue;
      if (kept) out.append(c);
      else if (Character.isLetterOrDigit(c)) out.append(Character.toLowerCase(c));
    }
    return out == null ? name : out.toString();
  }
}
