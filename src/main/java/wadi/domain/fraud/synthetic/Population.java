package wadi.domain.fraud.synthetic;

import java.time.Instant;
import java.util.List;
import java.util.Random;

/** All customers, each made anew from its number whenever it is needed: a million take no room. */
record Population(long seed, int size) {
  private static final int TRIES = 12;
  private static final long MIX = 0x9E3779B97F4A7C15L;
  /** Customers of a mobile network share addresses. */
  private static final double MOBILE = 0.2;
  private static final int SHARE_AN_ADDRESS = 15;

  Customer customer(int number) {
    Dice dice = new Dice(new Random((seed + number * MIX) ^ MIX >>> 7));
    Country home = Country.any(dice.random());
    long first = CardNumber.any(dice.random());
    List<Long> cards = dice.happens(0.35) ? List.of(first, CardNumber.any(dice.random())) : List.of(first);
    return new Customer("c-%06d".formatted(number), "customer%06d@%s".formatted(number, dice.one("example.com", "example.org", "mail.example.net")), home,
        cards, Address.home(home, dice.happens(MOBILE) ? number / SHARE_AN_ADDRESS : number + size), dice.scaled(150, 2_500), dice.between(0.5, 0.95),
        dice.between(9, 21), dice.one("web", "web", "app", "app", "pos"));
  }

  Customer any(Dice dice) {
    return customer((int) (size * StrictMath.pow(dice.random().nextDouble(), 1.3)));
  }

  /** Somebody who is likely to buy at this time. */
  Customer awake(Dice dice, Instant at) {
    Customer customer = any(dice);
    for (int i = 0; i < TRIES && !dice.happens(customer.inclination(at)); i++) customer = any(dice);
    return customer;
  }
}
