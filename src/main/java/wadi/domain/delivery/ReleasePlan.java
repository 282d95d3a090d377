package wadi.domain.delivery;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A provider's budget and how it is used.
 *
 * @param reserve what of each window is kept for critical messages, those of urgency 200 and more
 * @param endOfDay from when on, in the provider's time zone, what is left of the day may be sent whatever the hour allows
 * @param withheld credits of each day that are kept for warnings about the budget itself; of each month and, where there is nothing
 *     longer, of each hour too
 */
public record ReleasePlan(Budget budget, Release release, Budget reserve, Optional<LocalTime> endOfDay, int withheld) {

  /** A window that is open: {@code most} of it may be used, all but {@code reserved} of them by messages that are not critical. */
  public record Cap(String unit, Instant starts, int most, int reserved) {}

  /**
   * The hour's credits.
   *
   * @param hours whose credits may be used now
   * @param granted they are handed out on the hour
   */
  public record Pace(List<Instant> hours, int most, int reserved, boolean granted) {}

  /**
   * What may be used at some instant.
   *
   * @param endOfDay the day's, once it has come
   */
  public record Opening(List<Cap> caps, OptionalInt concurrent, Optional<Pace> pace, Optional<Instant> endOfDay) {}

  /** @throws IllegalArgumentException in words for the person who wrote it */
  public ReleasePlan {
    if (reserve.concurrent().isPresent()) {
      throw new IllegalArgumentException("a reserve is of windows, not \"concurrent\"");
    }
    for (Budget.Limit kept : reserve.limits()) {
      Budget.Limit limit = budget.per(kept.unit()).orElseThrow(() -> new IllegalArgumentException(
          "the reserve is of a window the budget does not have; both must say \"per " + singular(kept.unit()) + "\""));
      if (kept.most() > limit.most()) {
        throw new IllegalArgumentException("the reserve of " + kept.most() + " per " + singular(kept.unit()) + " is more than the budget has");
      }
    }
    if (release == Release.HOURLY && budget.per(ChronoUnit.HOURS).isEmpty()) {
      throw new IllegalArgumentException("a release on the hour needs a budget \"per hour\"");
    }
    if (endOfDay.isPresent() && budget.per(ChronoUnit.HOURS).isEmpty()) {
      throw new IllegalArgumentException("an end of the day needs a budget \"per hour\", which it may then exceed");
    }
  }

  /** Sends at once whatever the budget allows. */
  public static ReleasePlan immediate(Budget budget) {
    return new ReleasePlan(budget, Release.IMMEDIATE, Budget.parse("unlimited", budget.zone()), Optional.empty(), 0);
  }

  /** What may be used at {@code now}. */
  public Opening at(Instant now) {
    List<Cap> caps = budget.limits().stream().filter(limit -> !isPace(limit.unit())).map(limit -> cap(limit, now)).toList();
    Optional<Pace> pace = budget.per(ChronoUnit.HOURS).filter(limit -> isPace(limit.unit())).map(limit -> pace(cap(limit, now), now));
    return new Opening(caps, budget.concurrent(), pace, endOfDayOn(now).filter(at -> !at.isAfter(now)));
  }

  /** The windows in which a credit taken at {@code paidAt} counts, that of the hour's pace left out. */
  public List<Cap> paidFrom(Instant paidAt) {
    return at(paidAt).caps().stream()
        .map(cap -> cap.unit().equals(Budget.word(ChronoUnit.SECONDS)) ? new Cap(cap.unit(), paidAt, cap.most(), cap.reserved()) : cap).toList();
  }

  /** The windows open at {@code now}, the hour's pace left out, with all that the provider allows in them: what a warning may use. */
  public List<Cap> whole(Instant now) {
    return budget.limits().stream().filter(limit -> !isPace(limit.unit()))
        .map(limit -> new Cap(Budget.word(limit.unit()), budget.starts(limit.unit(), now), limit.most(), 0)).toList();
  }

  /** When the end of the day that {@code now} belongs to begins. */
  public Optional<Instant> endOfDayOn(Instant now) {
    return endOfDay.map(time -> now.atZone(budget.zone()).toLocalDate().atTime(time).atZone(budget.zone()).toInstant());
  }

  private boolean isPace(ChronoUnit unit) {
    return unit == ChronoUnit.HOURS && (release == Release.HOURLY || endOfDay.isPresent());
  }

  /** The messages of a window that are no warnings. */
  int usable(Budget.Limit limit) {
    boolean isLong = limit.unit() == ChronoUnit.DAYS || limit.unit() == ChronoUnit.MONTHS;
    boolean isLongest = limit.unit() == ChronoUnit.HOURS && budget.per(ChronoUnit.DAYS).isEmpty() && budget.per(ChronoUnit.MONTHS).isEmpty();
    return isLong || isLongest ? Math.max(0, limit.most() - withheld) : limit.most();
  }

  private Cap cap(Budget.Limit limit, Instant now) {
    Instant starts = budget.starts(limit.unit(), now);
    int most = usable(limit);
    boolean late = limit.unit() != ChronoUnit.MONTHS && endOfDayOn(now).filter(at -> !at.isAfter(now)).isPresent();
    if (release == Release.STEADY && limit.unit() != ChronoUnit.SECONDS && !late) {
      long whole = budget.ends(limit.unit(), now).toEpochMilli() - starts.toEpochMilli();
      long passed = now.toEpochMilli() - starts.toEpochMilli();
      most = (int) Math.min(most, 1 + most * passed / whole);
    }
    long kept = reserve.per(limit.unit()).map(Budget.Limit::most).orElse(0);
    int reserved = (int) Math.min(most, limit.most() == 0 ? 0 : kept * most / limit.most());
    return new Cap(Budget.word(limit.unit()), starts, most, reserved);
  }

  private Pace pace(Cap hour, Instant now) {
    boolean granted = release == Release.HOURLY;
    return new Pace(granted ? hoursUntil(now) : List.of(hour.starts()), hour.most(), hour.reserved(), granted);
  }

  /** The beginnings of the hours of the day that {@code now} belongs to, until now. */
  private List<Instant> hoursUntil(Instant now) {
    List<Instant> hours = new ArrayList<>();
    ZonedDateTime hour = budget.starts(ChronoUnit.DAYS, now).atZone(budget.zone());
    for (; !hour.toInstant().isAfter(now); hour = hour.plusHours(1)) {
      hours.add(budget.starts(ChronoUnit.HOURS, hour.toInstant()));
    }
    hours.add(budget.starts(ChronoUnit.HOURS, now));
    return hours.stream().distinct().toList();
  }

  private static String singular(ChronoUnit unit) {
    String word = Budget.word(unit);
    return word.substring(0, word.length() - 1);
  }
}
