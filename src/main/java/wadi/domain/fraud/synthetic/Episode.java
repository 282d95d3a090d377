package wadi.domain.fraud.synthetic;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The transactions of one pattern, while they are being made. */
final class Episode {
  private final Pattern pattern;
  private final Dice dice;
  private final List<Labelled> rows = new ArrayList<>();
  private Instant now;

  Episode(Pattern pattern, Instant start, Dice dice) {
    this.pattern = pattern;
    this.now = start;
    this.dice = dice;
  }

  Dice dice() {
    return dice;
  }

  Instant now() {
    return now;
  }

  void passes(Duration time) {
    now = now.plus(time);
  }

  void goTo(Instant time) {
    now = time;
  }

  /** Somebody buys now, as the pattern says. */
  void happens(Purchase purchase) {
    rows.add(new Labelled(now, pattern.fraud(), pattern.word(), purchase.message(dice)));
  }

  /** Somebody buys now as on every day, which the pattern needs. */
  void everyday(Purchase purchase) {
    rows.add(new Labelled(now, false, "", purchase.message(dice)));
  }

  List<Labelled> rows() {
    return rows;
  }
}
