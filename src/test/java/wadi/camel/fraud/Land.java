package wadi.camel.fraud;

import java.time.ZoneId;

/** Where the people of {@link ForeignTransactions} live, travel and are robbed. */
enum Land {
  IN("INR", 1, "Asia/Kolkata", 84), US("USD", 85, "America/New_York", 5), GB("GBP", 110, "Europe/London", 4), DE("EUR", 95, "Europe/Berlin", 3),
  FR("EUR", 95, "Europe/Paris", 2), SG("USD", 85, "Asia/Singapore", 1), AE("USD", 85, "Asia/Dubai", 1), BR("USD", 85, "America/Sao_Paulo", 0),
  VN("USD", 85, "Asia/Ho_Chi_Minh", 0);

  final String currency;
  /** What one of its currency is worth. */
  final int rupees;
  final ZoneId zone;
  /** Of 100 people, how many live there. */
  final int share;

  Land(String currency, int rupees, String zone, int share) {
    this.currency = currency;
    this.rupees = rupees;
    this.zone = ZoneId.of(zone);
    this.share = share;
  }
}
