package wadi.domain.fraud.synthetic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** How honest people buy so that it looks like fraud. */
final class HardNegatives {
  private HardNegatives() {}

  /** Two to four people, each with an account and a telephone, pay with the same card; one of them may live abroad, near by. */
  static void familyCard(Episode episode, Population people, int size) {
    Dice dice = episode.dice();
    Customer owner = people.awake(dice, episode.now());
    long card = owner.card(dice);
    int members = dice.between(2, 4);
    Country abroad = dice.happens(0.15) ? owner.home().nearby(dice.random()) : owner.home();
    String[] addresses = new String[members];
    for (int i = 0; i < members; i++) addresses[i] = dice.happens(0.5) ? owner.ip() : Address.other(i == 0 ? abroad : owner.home(), dice);
    double pause = Duration.ofHours(dice.between(1, 9)).toSeconds() / (double) size;
    for (int i = 0; i < size; i++, episode.passes(dice.gap(pause))) {
      int who = dice.between(0, members - 1);
      Purchase purchase = Purchase.of(owner, dice.one("web", "app", "pos"), who == 0 ? abroad : owner.home(), addresses[who], owner.amount(dice), dice).with(card);
      boolean ownAccount = who > 0 && !purchase.customer().isEmpty();
      episode.happens(ownAccount ? purchase.as(owner.id() + "-" + who, "member" + who + "." + owner.email()) : purchase);
    }
  }

  /** Within half an hour or so many customers buy; most once or twice, some four to six times. */
  static void saleDay(Episode episode, Population people, int size) {
    Dice dice = episode.dice();
    List<Customer> buyers = new ArrayList<>();
    while (buyers.size() < size) {
      Customer buyer = people.any(dice);
      int times = dice.happens(0.15) ? dice.between(4, 6) : dice.between(1, 2);
      for (int i = 0; i < times && buyers.size() < size; i++) buyers.add(buyer);
    }
    Collections.shuffle(buyers, dice.random());
    double pause = dice.between(20.0, 40.0) * 60 / size;
    for (Customer buyer : buyers) {
      String channel = dice.one("web", "app");
      episode.happens(Purchase.of(buyer, channel, buyer.home(), buyer.ip(), buyer.amount(dice) * dice.between(0.4, 1.5), dice));
      episode.passes(dice.gap(pause).minusMillis(dice.between(500, 1_000)));
    }
  }

  /** Buys at home, flies, buys abroad for some days in the money of the place. */
  static void travel(Episode episode, Population people, int size) {
    Dice dice = episode.dice();
    Customer traveller = people.any(dice);
    Country abroad = traveller.home().faraway(dice.random());
    long card = traveller.card(dice);
    episode.happens(Purchase.by(traveller, dice).with(card));
    episode.passes(traveller.home().journeyTo(abroad).plus(dice.between(Duration.ZERO, Duration.ofHours(6))));
    String hotel = Address.other(abroad, dice);
    double pause = Duration.ofHours(dice.between(12, 72)).toSeconds() / (double) size;
    for (int i = 1; i < size; i++, episode.passes(dice.gap(pause))) {
      episode.happens(Purchase.of(traveller, dice.one("pos", "pos", "web", "app"), abroad, hotel, traveller.amount(dice), dice).with(card));
    }
  }
}
