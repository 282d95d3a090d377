package wadi.domain.fraud.synthetic;

import java.time.Instant;
import java.util.List;

/**
 * Somebody with habits.
 *
 * @param cards one or two card numbers
 * @param ip where they are at home on the internet
 * @param median what a purchase usually costs them, in rupees
 * @param spread of the logarithm of their amounts
 * @param busiest the hour of the day they buy most, 0 to 23, by their clock
 * @param usual the channel they mostly use
 */
record Customer(String id, String email, Country home, List<Long> cards, String ip, double median, double spread, int busiest, String usual) {
  private static final double SLEEPING = 0.03;

  double amount(Dice dice) {
    return Math.max(10, dice.logNormal(median, spread));
  }

  long card(Dice dice) {
    return cards.get(cards.size() > 1 && dice.happens(0.3) ? 1 : 0);
  }

  /** How likely they buy at this time, compared with their busiest hour: 0 to 1. */
  double inclination(Instant at) {
    int hour = at.atZone(home.zone()).getHour();
    int away = Math.min(Math.abs(hour - busiest), 24 - Math.abs(hour - busiest));
    double waking = StrictMath.exp(-away * away / 40.0);
    return hour < 6 ? SLEEPING + waking / 10 : SLEEPING + waking;
  }
}
