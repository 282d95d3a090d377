package wadi.domain.fraud.synthetic;

/** Internet addresses nobody has: 10.0.0.0/8 (RFC 1918), a part of it for each country. */
final class Address {
  private static final int NETWORK = 1 << 20;
  private static final int OTHERS = NETWORK / 2;

  private Address() {}

  /** Of those who live there. */
  static String home(Country country, int number) {
    return in(country, Math.floorMod(number * 7919L, OTHERS));
  }

  /** Of a hotel, a hired server, a thief. */
  static String other(Country country, Dice dice) {
    return in(country, OTHERS + dice.random().nextInt(OTHERS));
  }

  private static String in(Country country, long host) {
    long number = (long) Country.ALL.indexOf(country) * NETWORK + host;
    return "10." + (number >> 16 & 255) + "." + (number >> 8 & 255) + "." + (number & 255);
  }
}
