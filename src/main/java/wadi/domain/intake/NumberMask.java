package wadi.domain.intake;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/** Hides card numbers that are written as JSON numbers, and refuses numbers that must not be expanded. */
final class NumberMask {
  private static final int LARGEST_EXPONENT = 1000;
  private static final int MOST_DIGITS = 2000;
  private static final int MOST_BITS = (int) (MOST_DIGITS * 3.33);
  /** Beyond so many places the zeros are not worth writing out: no card number is as long. */
  private static final int WIDEST = 40;
  /** More digits behind the point are cut to so many in all: no amount needs them and no card number survives them. */
  private static final MathContext CUT = new MathContext(12, RoundingMode.HALF_EVEN);
  private static final long TWELVE_DIGITS = 100_000_000_000L;

  private final TextMask texts;

  NumberMask(TextMask texts) {
    this.texts = texts;
  }

  /** The same number, or a text in its place when it must not be shown. */
  Object number(Number number, Place place) {
    if (number instanceof Integer || number instanceof Short || number instanceof Byte) return number;
    if (number instanceof Long value && value > -TWELVE_DIGITS && value < TWELVE_DIGITS) return number;
    return decimal(number, bounded(exact(number)), place);
  }

  private static BigDecimal exact(Number number) {
    if (number instanceof BigDecimal decimal) return decimal;
    if (number instanceof BigInteger integer) return new BigDecimal(integer);
    if (number instanceof Long integer) return BigDecimal.valueOf(integer);
    try {
      return new BigDecimal(number.toString());
    } catch (NumberFormatException notFinite) {
      throw new UnusableNumber("");
    }
  }

  private static BigDecimal bounded(BigDecimal value) {
    int scale = value.scale();
    if (scale < -LARGEST_EXPONENT) throw new UnusableNumber("");
    if (value.unscaledValue().bitLength() > MOST_BITS) throw new UnusableNumber("");
    if (Math.abs(value.precision() - scale - 1) > LARGEST_EXPONENT) throw new UnusableNumber("");
    return value;
  }

  private Object decimal(Number number, BigDecimal exact, Place place) {
    if (exact.precision() < KnownCards.SHORTEST && exact.precision() - exact.scale() < KnownCards.SHORTEST) return number;
    BigDecimal value = exact.stripTrailingZeros();
    int places = value.precision() - value.scale();
    String plain = places > WIDEST || value.scale() > WIDEST ? value.unscaledValue().toString() : value.toPlainString();
    boolean card = place.namesCard() || places > 13 || places == 13 && !plain.startsWith("1") && !plain.startsWith("-1");
    String masked = card ? texts.text(plain, place) : texts.onlyKnown(plain);
    if (!masked.equals(plain)) return masked;
    return value.scale() > CUT.getPrecision() && value.precision() > CUT.getPrecision() ? value.round(CUT).stripTrailingZeros() : number;
  }
}
