package wadi.camel.fraud;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import wadi.camel.fraud.ForeignTransactions.Person;

/** The fraud among {@link ForeignTransactions}: series of a thief's purchases, and a few that stand alone and nobody can see. */
final class ForeignFraud {
  private final ForeignTransactions town;

  ForeignFraud(ForeignTransactions town) {
    this.town = town;
  }

  void commit() {
    for (int i = 0; i < 8; i++) enumerate();
    for (int i = 0; i < 5; i++) shuffleCards();
    for (int i = 0; i < 10; i++) takeOver();
    for (int i = 0; i < 6; i++) structure();
    for (int i = 0; i < 7; i++) runWithOneCard();
    for (int i = 0; i < 5; i++) cashOut();
    for (int i = 0; i < 6; i++) cloneCard();
    for (int i = 0; i < 12; i++) once();
  }

  /** A program at one address tries numbers of one issuer, over hours, each as another guest, for amounts that rise. */
  private void enumerate() {
    Land land = town.home();
    String address = town.address();
    String bin = town.bin(land);
    double rupees = town.between(15, 60);
    for (Instant at : moments(begin(land, 24), town.between(16, 20), Duration.ofMinutes(town.between(80, 200)))) {
      Person guest = town.person(land).with(address);
      town.fraud("enumeration", guest, town.card(bin), land, at, rupees);
      rupees *= 1.1 + 0.3 * town.random.nextDouble();
    }
  }

  /** One account, behind proxies, with a list of bought cards. */
  private void shuffleCards() {
    Person account = town.person(town.home());
    for (Instant at : moments(begin(account.land(), 24), town.between(12, 20), Duration.ofMinutes(town.between(20, 75)))) {
      Land issuer = town.home();
      town.fraud("card-shuffle", account.with(town.address()), town.card(town.bin(issuer)), account.land(), at, town.between(30, 400));
    }
  }

  private void takeOver() {
    Person victim = regular();
    Land abroad = elsewhere(victim.land());
    String address = town.address();
    for (Instant at : moments(begin(victim.land(), 24), town.between(8, 13), Duration.ofMinutes(town.between(25, 60)))) {
      town.fraud("account-takeover", victim.with(address), victim.cards().get(0), abroad, at, town.between(3_500, 16_000));
    }
  }

  /** A mule stays below what is a round amount in the mule's currency all day, with several cards. */
  private void structure() {
    Person mule = town.person(town.home());
    List<Long> cards = IntStream.range(0, town.between(2, 4)).mapToObj(i -> town.card(town.bin(mule.land()))).toList();
    int rupees = mule.land().rupees;
    int limit = (town.chance(0.3) ? 5_000 : 10_000) / rupees / 10 * 10 * rupees;
    for (Instant at : moments(begin(mule.land(), 9), town.between(12, 18), Duration.ofHours(town.between(9, 15)))) {
      Long card = cards.get(town.random.nextInt(cards.size()));
      town.fraud("structuring", mule, card, mule.land(), at, limit * (0.945 + 0.053 * town.random.nextDouble()));
    }
  }

  private void runWithOneCard() {
    Person owner = regular();
    List<String> addresses = Stream.generate(town::address).limit(town.between(1, 3)).toList();
    for (Instant at : moments(begin(owner.land(), 24), town.between(10, 16), Duration.ofMinutes(town.between(25, 60)))) {
      Person account = (town.chance(0.5) ? town.anybody() : town.person(owner.land())).with(addresses.get(town.random.nextInt(addresses.size())));
      town.fraud("stolen-card-run", account, owner.cards().get(0), owner.land(), at, town.between(500, 7_000));
    }
  }

  private void cashOut() {
    Person account = town.chance(0.5) ? regular() : town.person(town.home());
    String address = town.address();
    Long other = town.card(town.bin(account.land()));
    for (Instant at : moments(begin(account.land(), 4), town.between(12, 20), Duration.ofMinutes(town.between(15, 50)))) {
      Long card = town.chance(0.3) ? other : account.cards().get(0);
      town.fraud("gift-card-cash-out", account.with(address), card, account.land(), at, List.of(1_000, 2_000, 3_000, 5_000).get(town.between(0, 3)));
    }
  }

  /** The owner shops at home while a copy of the card shops abroad. */
  private void cloneCard() {
    Person owner = regular();
    Land abroad = elsewhere(owner.land());
    Person thief = town.person(abroad);
    Instant begin = begin(owner.land(), 20);
    for (Instant at : moments(begin.minusSeconds(1_200), town.between(2, 3), Duration.ofMinutes(100))) town.genuine("clone-victim", owner, at);
    for (Instant at : moments(begin, town.between(6, 10), Duration.ofMinutes(town.between(50, 115)))) {
      town.fraud("clone", thief, owner.cards().get(0), abroad, at, town.between(900, 9_000));
    }
  }

  private void once() {
    Person victim = town.anybody();
    Instant at = begin(victim.land(), 24);
    town.fraud("one-off", town.person(victim.land()), victim.cards().get(0), victim.land(), at, town.between(1_500, 9_000));
  }

  private Person regular() {
    return Stream.generate(town::anybody).filter(person -> person.often() > 0.6).findFirst().orElseThrow();
  }

  private Land elsewhere(Land home) {
    return Stream.generate(() -> Land.values()[town.random.nextInt(Land.values().length)]).filter(land -> land != home).findFirst().orElseThrow();
  }

  /** In the second to ninth day, before this hour at the place. */
  private Instant begin(Land land, int before) {
    int day = town.between(1, ForeignTransactions.DAYS - 2);
    return town.at(ForeignTransactions.FIRST.plusDays(day), land, 0.5 + (before - 0.5) * town.random.nextDouble());
  }

  /** So many moments from this one on, at uneven steps, within about this time. */
  private List<Instant> moments(Instant begin, int many, Duration within) {
    List<Instant> moments = new ArrayList<>();
    double step = within.toSeconds() / (double) many;
    for (Instant at = begin; moments.size() < many; at = at.plusSeconds(1 + (long) (step * 2 * town.random.nextDouble()))) moments.add(at);
    return moments;
  }
}
