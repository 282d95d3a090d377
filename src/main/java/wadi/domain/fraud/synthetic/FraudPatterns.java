package wadi.domain.fraud.synthetic;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;

/** How thieves buy. What is labelled fraud is what they do; what the owner does meanwhile is genuine. */
final class FraudPatterns {
  private static final String NOBODY = "";

  private FraudPatterns() {}

  static void burst(Episode episode, Population people, int size) {
    Dice dice = episode.dice();
    Customer victim = people.any(dice);
    Country place = dice.happens(0.65) ? victim.home() : victim.home().faraway(dice.random());
    String ip = dice.happens(0.3) ? victim.ip() : Address.other(place, dice);
    Purchase first = new Purchase(victim.id(), victim.email(), ip, victim.card(dice), dice.one("web", "app"), place, victim.home(), 0);
    if (dice.happens(0.4)) first = ownAccount(first, dice);
    if (dice.happens(0.25)) first = first.as(NOBODY, first.email());
    double pause = dice.between(4.0, 50.0);
    double usual = victim.median() * dice.between(0.8, 4.0);
    for (int i = 0; i < size; i++, episode.passes(dice.gap(pause))) episode.happens(first.paying(Math.max(10, dice.logNormal(usual, 0.5))));
  }

  /** The trier shows the same address, or the same account, or the same mail address all the time. */
  static void cardTesting(Episode episode, Population people, int size) {
    Dice dice = episode.dice();
    Country place = Country.any(dice.random());
    Purchase trier = ownAccount(new Purchase(NOBODY, NOBODY, Address.other(place, dice), 0, dice.one("web", "app"), place, place, 0), dice);
    int shows = dice.between(0, 2);
    double most = dice.between(20.0, 150.0);
    double pause = dice.between(1.0, 25.0);
    for (int i = 0; i < size; i++, episode.passes(dice.gap(pause))) {
      Purchase attempt = trier.with(CardNumber.any(dice.random())).paying(dice.between(1.0, most));
      episode.happens(switch (shows) {
        case 0 -> ownAccount(attempt, dice);
        case 1 -> attempt.from(Address.other(place, dice));
        default -> attempt.from(Address.other(place, dice)).as(NOBODY, attempt.email());
      });
    }
  }

  /** From one to many hired machines, mostly as guests. */
  static void binAttack(Episode episode, Population people, int size) {
    Dice dice = episode.dice();
    Country place = Country.any(dice.random());
    String bin = CardNumber.bin(dice.random());
    int machines = (int) dice.scaled(1, size);
    String[] addresses = new String[machines];
    for (int i = 0; i < machines; i++) addresses[i] = Address.other(place, dice);
    double amount = dice.scaled(1, 100);
    double pause = dice.between(0.5, 8.0);
    for (int i = 0; i < size; i++, episode.passes(dice.gap(pause))) {
      Purchase attempt = new Purchase(NOBODY, NOBODY, dice.one(addresses), CardNumber.of(bin, dice.random()), "web", place, place, amount * dice.between(0.9, 1.1));
      episode.happens(dice.happens(0.6) ? attempt : ownAccount(attempt, dice));
    }
  }

  static void underLimit(Episode episode, Population people, int size) {
    Dice dice = episode.dice();
    Customer mule = people.any(dice);
    double limit = dice.happens(0.7) ? 10_000 : dice.happens(0.5) ? 20_000 : 50_000;
    double closest = dice.between(0.86, 0.96);
    double pause = Duration.ofHours(dice.between(2, 18)).toSeconds() / (double) size;
    String channel = dice.one("web", "app");
    for (int i = 0; i < size; i++, episode.passes(dice.gap(pause))) {
      episode.happens(new Purchase(mule.id(), mule.email(), mule.ip(), mule.card(dice), channel, mule.home(), mule.home(), limit * dice.between(closest, 0.999)));
    }
  }

  static void impossibleTravel(Episode episode, Population people, int size) {
    Dice dice = episode.dice();
    Customer owner = people.awake(dice, episode.now());
    Country far = owner.home().faraway(dice.random());
    long card = owner.card(dice);
    episode.everyday(Purchase.by(owner, dice).with(card));
    episode.passes(dice.between(Duration.ofMinutes(3), Duration.ofMinutes(75)));
    String channel = dice.one("pos", "pos", "web", "app");
    String ip = channel.equals("pos") ? NOBODY : Address.other(far, dice);
    boolean known = !ip.isEmpty() || dice.happens(0.3);
    double pause = dice.between(60.0, 900.0);
    for (int i = 0; i < size; i++, episode.passes(dice.gap(pause))) {
      episode.happens(new Purchase(known ? owner.id() : NOBODY, known ? owner.email() : NOBODY, ip, card, channel, far, owner.home(),
          owner.amount(dice) * dice.between(1.0, 5.0)));
    }
  }

  static void accountTakeover(Episode episode, Population people, int size) {
    Dice dice = episode.dice();
    Customer owner = people.any(dice);
    Country place = dice.happens(0.75) ? owner.home().faraway(dice.random()) : owner.home();
    if (dice.happens(0.85)) episode.goTo(night(owner.home(), episode.now(), dice));
    long card = dice.happens(0.8) ? owner.card(dice) : CardNumber.any(dice.random());
    String ip = Address.other(place, dice);
    double pause = dice.between(60.0, 1_200.0);
    for (int i = 0; i < size; i++, episode.passes(dice.gap(pause))) {
      episode.happens(new Purchase(owner.id(), owner.email(), ip, card, dice.one("web", "app"), place, owner.home(), dice.scaled(4_000, 60_000)));
    }
  }

  /** The next time it is between midnight and five there. */
  private static Instant night(Country home, Instant now, Dice dice) {
    ZonedDateTime midnight = now.atZone(home.zone()).toLocalDate().plusDays(1).atStartOfDay(home.zone());
    return midnight.toInstant().plus(dice.between(Duration.ZERO, Duration.ofHours(4)));
  }

  private static Purchase ownAccount(Purchase purchase, Dice dice) {
    int number = dice.random().nextInt(900_000_000);
    return purchase.as("n-" + number, "guest" + number + "@example.net");
  }
}
