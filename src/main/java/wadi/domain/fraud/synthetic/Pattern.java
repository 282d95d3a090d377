package wadi.domain.fraud.synthetic;

import java.time.Duration;
import java.util.Locale;

/**
 * What a group of transactions looks like. Sizes and speeds are drawn anew for each group, from wide ranges: rules that are right by chance for
 * one group are wrong for the next.
 */
enum Pattern {
  /** One card is used again and again within minutes, until it is blocked. */
  BURST(true, 30, 6, 40, Duration.ofHours(1), FraudPatterns::burst),
  /** Somebody tries which of many stolen cards still work, with tiny amounts. */
  CARD_TESTING(true, 15, 12, 120, Duration.ofHours(1), FraudPatterns::cardTesting),
  /** Many numbers of one issuer are tried, in the hope that some are cards. */
  BIN_ATTACK(true, 6, 30, 150, Duration.ofHours(1), FraudPatterns::binAttack),
  /** Within a day several amounts just below one that would be looked at. */
  UNDER_LIMIT(true, 40, 3, 8, Duration.ofHours(20), FraudPatterns::underLimit),
  /** A card is used in a country that its owner cannot have reached. */
  IMPOSSIBLE_TRAVEL(true, 50, 2, 6, Duration.ofHours(3), FraudPatterns::impossibleTravel),
  /** Somebody else has the customer's password and buys for much, mostly at night. */
  ACCOUNT_TAKEOVER(true, 50, 2, 5, Duration.ofDays(1), FraudPatterns::accountTakeover),

  /** A family with one card. */
  FAMILY_CARD(false, 45, 4, 10, Duration.ofHours(10), HardNegatives::familyCard),
  /** A sale: many buy at once, and some of them again and again. */
  SALE_DAY(false, 5, 40, 200, Duration.ofHours(1), HardNegatives::saleDay),
  /** A customer travels. */
  TRAVEL(false, 40, 3, 12, Duration.ofDays(4), HardNegatives::travel);

  private final boolean fraud;
  private final int weight;
  private final int fewest;
  private final int most;
  private final Duration longest;
  private final Play play;

  Pattern(boolean fraud, int weight, int fewest, int most, Duration longest, Play play) {
    this.fraud = fraud;
    this.weight = weight;
    this.fewest = fewest;
    this.most = most;
    this.longest = longest;
    this.play = play;
  }

  /** Makes so many transactions. */
  interface Play {
    void play(Episode episode, Population people, int size);
  }

  boolean fraud() {
    return fraud;
  }

  /** How often it occurs among those with the same label. */
  int weight() {
    return weight;
  }

  int fewest() {
    return fewest;
  }

  /** How many everyday purchases each group has besides. */
  int everyday() {
    return this == IMPOSSIBLE_TRAVEL ? 1 : 0;
  }

  int rowsAtLeast() {
    return fewest + everyday();
  }

  /** How many transactions, with small numbers as likely as large ones. */
  int size(Dice dice) {
    return (int) dice.scaled(fewest, most + 0.99);
  }

  Duration longest() {
    return longest;
  }

  Play play() {
    return play;
  }

  /** The word in files: card-testing. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
