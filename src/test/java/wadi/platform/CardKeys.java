package wadi.platform;

/** Keys for tests that run without a data directory. */
public final class CardKeys {
  private CardKeys() {}

  /** Always the same. */
  public static CardKey ofZeros() {
    return new CardKey(new byte[32]);
  }
}
