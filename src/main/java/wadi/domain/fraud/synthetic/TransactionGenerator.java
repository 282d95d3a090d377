package wadi.domain.fraud.synthetic;

import java.time.Instant;
import java.util.Comparator;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * Labelled transactions by time, one after the other. What it remembers is the plan of the groups and the rows of those that are going on: some
 * hundredths of all rows.
 */
public final class TransactionGenerator implements Iterator<Labelled> {
  /** Purchases of an average customer in a day. */
  private static final double A_DAY = 0.8;
  private static final int FEWEST_CUSTOMERS = 50;

  private final Dice dice;
  private final Population people;
  private final Plan plan;
  private final PriorityQueue<Labelled> going = new PriorityQueue<>(Comparator.comparing(Labelled::at).thenComparing(Labelled::pattern));
  private final Instant end;
  private long everyday;
  private Instant next;

  /** @param random where everything is drawn from: the same seed makes the same transactions */
  public TransactionGenerator(Traffic traffic, Random random) {
    dice = new Dice(random);
    double days = traffic.length().toMillis() / 86_400_000.0;
    people = new Population(random.nextLong(), (int) Math.max(FEWEST_CUSTOMERS, Math.min(50_000_000, traffic.rows() / days / A_DAY)));
    plan = Plan.of(traffic, dice);
    everyday = traffic.rows() - plan.rows();
    end = traffic.from().plus(traffic.length());
    next = traffic.from();
    draw();
  }

  @Override
  public boolean hasNext() {
    return everyday > 0 || !going.isEmpty() || !plan.groups().isEmpty();
  }

  @Override
  public Labelled next() {
    if (!hasNext()) throw new NoSuchElementException();
    while (!plan.groups().isEmpty() && !plan.groups().peek().start().isAfter(soonest())) going.addAll(plan.groups().remove().play(people));
    if (everyday == 0 || !going.isEmpty() && !going.peek().at().isAfter(next)) return going.remove();
    Labelled row = new Labelled(next, false, "", Purchase.by(people.awake(dice, next), dice).message(dice));
    everyday--;
    draw();
    return row;
  }

  /** How many rows and groups it has in memory. */
  int remembers() {
    return going.size() + plan.groups().size();
  }

  /** When the next one is of those that are known. */
  private Instant soonest() {
    Instant soonest = everyday == 0 ? Instant.MAX : next;
    return going.isEmpty() || going.peek().at().isAfter(soonest) ? soonest : going.peek().at();
  }

  /** The first of so many times that are spread evenly over what is left. */
  private void draw() {
    if (everyday == 0) return;
    double step = 1 - StrictMath.pow(1 - dice.random().nextDouble(), 1.0 / everyday);
    next = next.plusMillis((long) (step * (end.toEpochMilli() - next.toEpochMilli())));
  }
}
