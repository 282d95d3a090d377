package wadi.domain.fraud.synthetic;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Which groups there will be, and when.
 *
 * @param groups by the time they begin
 * @param rows transactions in all of them
 */
record Plan(Queue<Group> groups, long rows) {
  /** Of the genuine transactions, so many look like fraud. */
  private static final double HARD_NEGATIVES = 0.08;

  /** @param seed of what is drawn in it */
  record Group(Pattern pattern, Instant start, int size, long seed) {
    List<Labelled> play(Population people) {
      Episode episode = new Episode(pattern, start, new Dice(new Random(seed)));
      pattern.play().play(episode, people, size);
      return episode.rows();
    }
  }

  static Plan of(Traffic traffic, Dice dice) {
    List<Group> groups = new ArrayList<>();
    long frauds = add(groups, true, Math.round(traffic.rows() * traffic.fraud()), traffic, dice);
    long others = add(groups, false, Math.round((traffic.rows() - frauds) * HARD_NEGATIVES), traffic, dice);
    groups.sort(Comparator.comparing(Group::start));
    return new Plan(new ArrayDeque<>(groups), frauds + others);
  }

  private static long add(List<Group> groups, boolean fraud, long rows, Traffic traffic, Dice dice) {
    List<Pattern> patterns = Stream.of(Pattern.values()).filter(pattern -> pattern.fraud() == fraud).toList();
    long planned = 0;
    long fewest = patterns.stream().mapToInt(Pattern::rowsAtLeast).min().orElseThrow();
    while (rows - planned >= fewest) {
      Pattern pattern = any(patterns, dice);
      int size = (int) Math.min(pattern.size(dice), rows - planned - pattern.everyday());
      if (size < pattern.fewest()) continue;
      groups.add(new Group(pattern, start(pattern, traffic, dice), size, dice.random().nextLong()));
      planned += size + pattern.everyday();
    }
    return planned;
  }

  private static Pattern any(List<Pattern> patterns, Dice dice) {
    int ticket = dice.random().nextInt(patterns.stream().mapToInt(Pattern::weight).sum());
    for (Pattern pattern : patterns) {
      ticket -= pattern.weight();
      if (ticket < 0) return pattern;
    }
    throw new IllegalStateException();
  }

  /** Early enough that it is over at the end. */
  private static Instant start(Pattern pattern, Traffic traffic, Dice dice) {
    long room = Math.max(traffic.length().minus(pattern.longest()).toMillis(), traffic.length().toMillis() / 4);
    return traffic.from().plusMillis((long) (room * dice.random().nextDouble()));
  }
}
