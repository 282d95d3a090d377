package wadi.platform.smpp;

/**
 * A number or name with its kind (SMPP 3.4, 5.2.5 and 5.2.6).
 *
 * @param ton type of number, 1 for international
 * @param npi numbering plan, 1 for telephone numbers
 */
public record SmppAddress(String address, int ton, int npi) {
  private static final int LONGEST_SHORT_CODE = 8;

  /** As its form says: {@code +447700900123} is international, up to eight digits are a short code, anything with letters is a name. */
  static SmppAddress guess(String address) {
    if (address.isEmpty()) {
      return new SmppAddress("", 0, 0);
    }
    if (address.matches("\\+?\\d+")) {
      String digits = address.replace("+", "");
      return digits.length() <= LONGEST_SHORT_CODE && !address.startsWith("+") ? new SmppAddress(digits, 3, 0) : new SmppAddress(digits, 1, 1);
    }
    return new SmppAddress(address, 5, 0);
  }
}
