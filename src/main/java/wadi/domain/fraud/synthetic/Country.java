package wadi.domain.fraud.synthetic;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;

/**
 * Where people live and buy.
 *
 * @param code ISO 3166-1, two letters
 * @param zone of its largest city
 * @param currency ISO 4217
 * @param rupees what one unit of the currency is worth, roughly
 * @param decimals of the currency
 * @param latitude of its largest city, degrees north
 * @param longitude of the same, degrees east
 * @param share of all customers, out of {@link #ALL}'s sum
 */
record Country(String code, ZoneId zone, String currency, double rupees, int decimals, double latitude, double longitude, int share) {
  static final List<Country> ALL = List.of(
      of("IN", "Asia/Kolkata", "INR", 1, 2, 19.1, 72.9, 55), of("AE", "Asia/Dubai", "AED", 24, 2, 25.2, 55.3, 8),
      of("SG", "Asia/Singapore", "SGD", 66, 2, 1.3, 103.8, 7), of("GB", "Europe/London", "GBP", 112, 2, 51.5, -0.1, 7),
      of("US", "America/New_York", "USD", 88, 2, 40.7, -74.0, 7), of("DE", "Europe/Berlin", "EUR", 95, 2, 52.5, 13.4, 4),
      of("FR", "Europe/Paris", "EUR", 95, 2, 48.9, 2.4, 3), of("ES", "Europe/Madrid", "EUR", 95, 2, 40.4, -3.7, 3),
      of("IT", "Europe/Rome", "EUR", 95, 2, 41.9, 12.5, 3), of("JP", "Asia/Tokyo", "JPY", 0.57, 0, 35.7, 139.7, 3));

  private static final int SHARES = ALL.stream().mapToInt(Country::share).sum();
  private static final double EARTH_KM = 6371;
  private static final double PLANE_KM_PER_HOUR = 800;
  /** To the airport, through it, and into the town. */
  private static final Duration GROUND = Duration.ofHours(3);
  private static final double NEAR_KM = 1_500;

  private static Country of(String code, String zone, String currency, double rupees, int decimals, double latitude, double longitude, int share) {
    return new Country(code, ZoneId.of(zone), currency, rupees, decimals, latitude, longitude, share);
  }

  /** One by its share of the customers. */
  static Country any(Random random) {
    int ticket = random.nextInt(SHARES);
    for (Country country : ALL) {
      ticket -= country.share;
      if (ticket < 0) return country;
    }
    throw new IllegalStateException();
  }

  /** Another one, a flight away. */
  Country faraway(Random random) {
    List<Country> far = ALL.stream().filter(other -> kilometres(other) > NEAR_KM).toList();
    return far.get(random.nextInt(far.size()));
  }

  /** A neighbour; this one itself when it has none. */
  Country nearby(Random random) {
    List<Country> near = ALL.stream().filter(other -> other != this && kilometres(other) <= NEAR_KM).toList();
    return near.isEmpty() ? this : near.get(random.nextInt(near.size()));
  }

  /** From a shop here to a shop there. */
  Duration journeyTo(Country other) {
    return GROUND.plusMinutes((long) (kilometres(other) / PLANE_KM_PER_HOUR * 60));
  }

  /** A price in its currency. */
  BigDecimal price(double amountInRupees) {
    BigDecimal price = BigDecimal.valueOf(amountInRupees / rupees).setScale(decimals, RoundingMode.HALF_UP);
    return price.signum() > 0 ? price : BigDecimal.ONE.movePointLeft(decimals);
  }

  private double kilometres(Country other) {
    double phi = StrictMath.toRadians(latitude);
    double otherPhi = StrictMath.toRadians(other.latitude);
    double turn = StrictMath.toRadians(other.longitude - longitude);
    double cosine = StrictMath.sin(phi) * StrictMath.sin(otherPhi) + StrictMath.cos(phi) * StrictMath.cos(otherPhi) * StrictMath.cos(turn);
    return EARTH_KM * StrictMath.acos(Math.max(-1, Math.min(1, cosine)));
  }
}
