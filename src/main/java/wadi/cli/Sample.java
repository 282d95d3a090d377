package wadi.cli;

/** The documented transaction with an amount that the shipped rules hold. */
final class Sample {
  static final String HELD = """
      {"order": {"id": 1234, "name": "avengers 4 spoilers book", "cost": 25000.00, "currency": "INR"}, \
      "paymentMethod": "amazonpay", \
      "payment": {"card": 1234567887654321, "type": "wallet", "amount": 25000.00, "currency": "INR"}}""";

  private Sample() {}
}
