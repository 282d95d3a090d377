package wadi.camel.fraud;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Labelled transactions of a shop group, made apart from the rules and from the generator that is shipped: they show whether rules
 * hold on data their author did not make. Ten days of people with habits, and of what looks like fraud and is none: families,
 * travellers, offices behind one address, a call centre, a sale, subscriptions at night, resellers. The fraud among them is
 * {@link ForeignFraud}.
 *
 * <p>The same seed gives the same rows. They follow what is published of such data (IEEE-CIS, BankSim, Sparkov, the card networks'
 * advice on enumeration), with amounts thought of in rupees.
 */
final class ForeignTransactions {
  static final LocalDate FIRST = LocalDate.of(2026, 10, 12);
  static final int DAYS = 10;
  private static final LocalDate SALE = FIRST.plusDays(5);
  private static final int PEOPLE = 4_300;
  private static final int ISSUERS = 60;
  private static final List<String> GOODS = List.of("book", "shoes", "groceries", "headphones", "shirt", "train ticket", "toys", "gift card");

  /** When, what it is, which way of buying or stealing, and the message. */
  record Row(Instant at, String label, String pattern, Map<String, Object> transaction) {
    boolean fraud() {
      return label.equals("fraud");
    }
  }

  /** @param usual amount in rupees, the middle of what they spend; @param often purchases a day */
  record Person(String id, String email, Land land, String ip, List<Long> cards, double usual, double often) {
    Person with(String address) {
      return new Person(id, email, land, address, cards, usual, often);
    }
  }

  final Random random;
  final List<Person> people = new ArrayList<>();
  private final Set<String> families = new HashSet<>();
  private final List<Row> rows = new ArrayList<>();
  private final Map<Land, List<String>> bins = new LinkedHashMap<>();
  private int named;

  private ForeignTransactions(long seed) {
    random = new Random(seed);
    for (Land land : Land.values()) {
      bins.put(land, IntStream.range(0, ISSUERS).mapToObj(i -> (random.nextBoolean() ? "4" : "5") + digits(5)).toList());
    }
  }

  /** All rows, the earliest first. */
  static Stream<Row> of(long seed) {
    ForeignTransactions all = new ForeignTransactions(seed);
    all.settle();
    for (int day = 0; day < DAYS; day++) all.live(FIRST.plusDays(day));
    new ForeignFraud(all).commit();
    all.rows.sort(Comparator.comparing(Row::at));
    return all.rows.stream();
  }

  private void settle() {
    while (people.size() < PEOPLE) {
      Person one = person(home());
      people.add(one);
      for (int others = chance(0.05) ? between(1, 2) : 0; others > 0; others--) {
        Person relative = person(one.land).with(one.ip);
        relative.cards.set(0, one.cards.get(0));
        people.add(relative);
        families.addAll(List.of(one.id, relative.id));
      }
    }
  }

  /** Somebody with an account that nobody has seen before. */
  Person person(Land land) {
    int number = ++named;
    List<Long> cards = new ArrayList<>(List.of(card(bin(land))));
    if (chance(0.3)) cards.add(card(bin(land)));
    return new Person("c-" + (20_000 + number), "user" + number + "@example." + (chance(0.6) ? "com" : "net"), land, address(), cards,
        1_450 * StrictMath.exp(0.45 * random.nextGaussian()), 0.15 + 1.1 * StrictMath.pow(random.nextDouble(), 2));
  }

  private void live(LocalDate day) {
    boolean workday = day.getDayOfWeek() != DayOfWeek.SUNDAY && day.getDayOfWeek() != DayOfWeek.SATURDAY;
    int dayNumber = day.getDayOfYear() - FIRST.getDayOfYear();
    for (int i = 0; i < people.size(); i++) {
      Person who = people.get(i);
      int kind = i % 200;
      int trip = kind < 4 ? dayNumber - 1 - i / 200 % 3 : -1;
      if (trip >= 0 && trip <= 5) travel(who, day, trip, Land.values()[(who.land.ordinal() + 1 + i / 200 % 7) % Land.values().length]);
      else if (i % 330 == 7 && workday && chance(0.4)) commute(who, day);
      else if (i % 33 == 5 && workday && chance(0.3)) work(who.with("198.19.255." + i / 650), day);
      else habits(who, day);
    }
    if (day.getDayOfWeek() != DayOfWeek.SUNDAY) phoneCalls(day);
    for (int i = dayNumber; i < people.size(); i += 78) {
      Person member = people.get(i).with("");
      buy("subscription", member, member.land, "web", at(day, Land.IN, 2.5 + random.nextDouble()), List.of(149, 199, 499, 649).get(i % 4));
    }
    if (day.equals(SALE)) sale();
    for (int i = 0; i < 6; i++) if (day.equals(SALE) || dayNumber == 1 + i) resell(people.get(100 + 211 * i), day);
  }

  private void habits(Person who, LocalDate day) {
    for (double left = who.often * (0.3 + 1.4 * random.nextDouble()); left > 0 && chance(left); left -= 1) {
      Instant at = at(day, who.land, hour());
      String pattern = who.cards.size() > 1 && chance(0.02) ? "two-cards" : families.contains(who.id) ? "family" : "habit";
      double price = chance(0.003) ? between(10_000, 60_000) : price(who);
      boolean mobile = who.land == Land.IN && chance(0.25);
      buy(pattern, mobile ? who.with("100.64.7." + random.nextInt(50)) : who, who.land, mobile ? "app" : chance(0.08) ? "pos" : "web", at, price);
      if (chance(0.02)) buy("retry", who, who.land, "web", at.plusSeconds(between(20, 90)), price);
      for (double more = 0.12; chance(more); more /= 2) {
        at = at.plusSeconds(between(240, 3_000));
        buy(pattern, who, who.land, "web", at, price(who) * 0.7);
      }
    }
  }

  /** Mornings at home on the day of the flight, evenings abroad, and the other way round on the last day. */
  private void travel(Person who, LocalDate day, int trip, Land abroad) {
    if (trip == 0 || trip == 5) buy("travel", who, trip == 0 ? who.land : abroad, "app", at(day, Land.GB, 4 + 3 * random.nextDouble()), price(who));
    Person there = who.with("198.18.250." + Math.floorMod(who.ip.hashCode(), 250));
    if (trip == 5) buy("travel", who, who.land, "web", at(day, Land.GB, 20 + 3 * random.nextDouble()), price(who));
    for (int i = trip == 5 ? 0 : between(1, 3); i > 0; i--) {
      buy("travel", there, abroad, "app", at(day, Land.GB, 18 + 4 * random.nextDouble()), price(who) * 1.3);
    }
  }

  private void work(Person who, LocalDate day) {
    buy("office", who, who.land, "web", at(day, who.land, 11 + 4 * random.nextDouble()), price(who));
  }

  private void commute(Person who, LocalDate day) {
    Land work = who.land == Land.FR ? Land.DE : who.land == Land.IN ? Land.AE : Land.FR;
    buy("commuter", who, who.land, "app", at(day, who.land, 5 + random.nextDouble()), price(who) / 2);
    buy("commuter", who.with(address()), work, "app", at(day, who.land, 11 + 2 * random.nextDouble()), price(who) / 2);
  }

  private void phoneCalls(LocalDate day) {
    for (int calls = between(35, 50); calls > 0; calls--) {
      Person caller = anybody();
      buy("call-centre", caller.with("198.19.254.1"), caller.land, "phone", at(day, Land.IN, 9 + 9 * random.nextDouble()), price(caller) * 1.2);
    }
  }

  private void sale() {
    for (int shoppers = 950; shoppers > 0; shoppers--) {
      Person who = anybody();
      Instant at = at(SALE, Land.IN, 20 + 2 * random.nextDouble());
      for (double more = 1; chance(more); more *= 0.38) {
        buy("sale", who, who.land, "app", at, price(who) * 0.9);
        at = at.plusSeconds(between(60, 900));
      }
    }
  }

  private void resell(Person who, LocalDate day) {
    Instant at = at(day, who.land, 12 + 8 * random.nextDouble());
    double price = between(900, 2_500);
    for (int i = between(4, 9); i > 0; i--, at = at.plusSeconds(between(60, 420))) buy("reseller", who, who.land, "web", at, price);
  }

  private void buy(String pattern, Person who, Land where, String channel, Instant at, double rupees) {
    Long card = who.cards.get(pattern.equals("two-cards") || chance(0.15) ? who.cards.size() - 1 : 0);
    boolean wallet = pattern.equals("habit") && chance(0.05);
    Map<String, Object> message = message(who, wallet ? null : card, where, channel, rupees);
    if (channel.equals("pos") || chance(0.01)) message.remove("customer");
    if (chance(0.02)) message.remove("country");
    rows.add(new Row(at, "genuine", pattern, message));
  }

  /** A purchase of the owner that is beside fraud. */
  void genuine(String pattern, Person who, Instant at) {
    rows.add(new Row(at, "genuine", pattern, message(who, who.cards.get(0), who.land, "web", price(who))));
  }

  void fraud(String pattern, Person as, Long card, Land where, Instant at, double rupees) {
    rows.add(new Row(at, "fraud", pattern, message(as, card, where, chance(0.8) ? "web" : "app", rupees)));
  }

  private Map<String, Object> message(Person who, Long card, Land where, String channel, double rupees) {
    BigDecimal amount = BigDecimal.valueOf(rupees / where.rupees).setScale(where == Land.IN ? 0 : 2, RoundingMode.HALF_UP);
    Map<String, Object> payment = map("card", card, "type", card == null ? "upi" : "credit", "amount", amount, "currency", where.currency);
    String goods = GOODS.get(random.nextInt(GOODS.size()));
    Map<String, Object> order = map("id", 700_000 + rows.size(), "name", goods, "cost", amount, "currency", where.currency);
    String zone = chance(0.9) ? who.land.zone.getId() : null;
    Map<String, Object> customer = map("id", who.id, "email", who.email, "ip", who.ip.isEmpty() ? null : who.ip, "timeZone", zone);
    return map("order", order, "paymentMethod", card == null ? "wallet" : "card", "payment", payment, "channel", channel,
        "country", where.name(), "customer", customer);
  }

  /** What is null is left out. */
  private static Map<String, Object> map(Object... pairs) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) if (pairs[i + 1] != null) map.put((String) pairs[i], pairs[i + 1]);
    return map;
  }

  private double price(Person who) {
    return Math.max(49, Math.min(who.usual * StrictMath.exp(0.55 * random.nextGaussian()), 25_000));
  }

  private double hour() {
    double hour = chance(0.05) ? 24 * random.nextDouble() : (chance(0.45) ? 13 : 19.5) + 2.2 * random.nextGaussian();
    return Math.max(0, Math.min(hour, 23.9));
  }

  Instant at(LocalDate day, Land land, double hour) {
    return day.atStartOfDay(land.zone).plusSeconds((long) (hour * 3_600)).toInstant();
  }

  Land home() {
    int left = random.nextInt(100);
    for (Land land : Land.values()) if ((left -= land.share) < 0) return land;
    return Land.IN;
  }

  Person anybody() {
    return people.get(random.nextInt(PEOPLE));
  }

  String bin(Land land) {
    double few = random.nextDouble() * random.nextDouble();
    return bins.get(land).get((int) (ISSUERS * few));
  }

  Long card(String bin) {
    String body = bin + digits(9);
    int sum = 0;
    for (int i = 0; i < 15; i++) sum += i % 2 == 0 ? "0246813579".charAt(body.charAt(i) - '0') - '0' : body.charAt(i) - '0';
    return Long.valueOf(body + (10 - sum % 10) % 10);
  }

  String address() {
    return "198." + between(18, 19) + "." + random.nextInt(250) + "." + between(1, 254);
  }

  private String digits(int many) {
    return String.format("%0" + many + "d", random.nextInt((int) StrictMath.pow(10, many)));
  }

  boolean chance(double of) {
    return random.nextDouble() < of;
  }

  int between(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }
}
