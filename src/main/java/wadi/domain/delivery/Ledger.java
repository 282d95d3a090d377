package wadi.domain.delivery;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** A provider's credits in a forecast: the same sums as the database's when it hands them out, function claim_due of V11__budgets.sql. */
final class Ledger {
  private static final String HOURS = Budget.word(ChronoUnit.HOURS);
  private static final String SECONDS = Budget.word(ChronoUnit.SECONDS);
  private static final String END_OF_DAY = "end-of-day";

  private final String name;
  private final ReleasePlan plan;
  private final Map<Window, Long> used = new HashMap<>();
  private final Map<Window, Long> granted = new HashMap<>();

  private record Window(String unit, Instant starts) {}

  /** How many messages may be sent, and how many of them that are not critical. */
  record Room(long all, long low) {}

  Ledger(Forecast.Provider provider) {
    this.name = provider.name();
    this.plan = provider.plan();
    provider.usage().forEach(usage -> {
      Window window = new Window(usage.unit(), usage.starts());
      used.put(window, usage.used());
      usage.granted().ifPresent(handedOut -> granted.put(window, (long) handedOut));
    });
  }

  String name() {
    return name;
  }

  Forecast.Quota quota(Instant ends, boolean already) {
    return new Forecast.Quota(name, ends, plan.budget().zone(), already);
  }

  /** When there may be new credits: on the hour and at the end of the day, or from minute to minute where they are handed out so. */
  Instant next(Instant at) {
    Instant minute = at.truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
    boolean isFine = plan.release() == Release.STEADY || plan.budget().per(ChronoUnit.SECONDS).isPresent() || plan.budget().per(ChronoUnit.MINUTES).isPresent();
    Instant hour = plan.budget().ends(ChronoUnit.HOURS, at);
    return isFine ? minute : plan.endOfDayOn(at).filter(end -> end.isAfter(at) && end.isBefore(hour)).orElse(hour);
  }

  /** Whether a long window has nothing left. */
  boolean isUsedUp(Instant at) {
    return Stream.of(ChronoUnit.DAYS, ChronoUnit.MONTHS).flatMap(unit -> plan.budget().per(unit).stream())
        .anyMatch(limit -> used(Budget.word(limit.unit()), plan.budget().starts(limit.unit(), at)) >= plan.usable(limit));
  }

  /**
   * @param seconds until it is asked again
   * @param wanting how many messages wait that it may send
   */
  Room roomAt(Instant at, long seconds, long wanting) {
    ReleasePlan.Opening opening = plan.at(at);
    long all = Long.MAX_VALUE;
    long low = Long.MAX_VALUE;
    for (ReleasePlan.Cap cap : opening.caps()) {
      long free = cap.unit().equals(SECONDS) ? cap.most() * seconds : cap.most() - used(cap.unit(), cap.starts());
      long kept = cap.unit().equals(SECONDS) ? cap.reserved() * seconds : cap.reserved();
      all = Math.min(all, free);
      low = Math.min(low, free - kept);
    }
    if (opening.pace().isPresent()) {
      ReleasePlan.Pace pace = opening.pace().get();
      long hour = pace.granted() ? handedOut(pace, at, wanting) : Math.max(0, pace.most() - used(HOURS, pace.hours().get(0)));
      long end = opening.endOfDay().map(day -> endOfDay(day, at)).orElse(0L);
      all = Math.min(all, hour + end);
      low = Math.min(low, Math.max(0, hour - pace.reserved()) + end);
    }
    return new Room(Math.max(0, all), Math.max(0, low));
  }

  /** Hands out the hours that began since the last. */
  private long handedOut(ReleasePlan.Pace pace, Instant at, long wanting) {
    List<Instant> hours = pace.hours();
    Instant open = hours.get(hours.size() - 1);
    List<Instant> known = granted.keySet().stream().filter(window -> window.unit().equals(HOURS)).map(Window::starts).sorted().toList();
    if (known.isEmpty() && open.isBefore(at)) {
      granted.put(new Window(HOURS, open), used(HOURS, open));
    } else {
      List<Instant> missed = known.isEmpty() ? List.of(open) : hours.stream().filter(hour -> hour.isAfter(known.get(known.size() - 1))).toList();
      long wanted = wanting - free(hours);
      for (Instant hour : missed) {
        long gets = Math.min(pace.most() - pace.reserved(), Math.max(0, wanted));
        wanted -= gets;
        granted.put(new Window(HOURS, hour), Math.max(used(HOURS, hour), gets + pace.reserved()));
      }
    }
    return free(hours);
  }

  private long free(List<Instant> hours) {
    return hours.stream().mapToLong(hour -> left(new Window(HOURS, hour))).sum();
  }

  private long left(Window window) {
    return Math.max(0, granted.getOrDefault(window, 0L) - used(window.unit(), window.starts()));
  }

  /** What the day has left when its end comes may all be sent. */
  private long endOfDay(Instant day, Instant at) {
    Window window = new Window(END_OF_DAY, day);
    granted.computeIfAbsent(window, end -> {
      OptionalLong least = plan.at(at).caps().stream().filter(cap -> cap.unit().equals("days") || cap.unit().equals("months"))
          .mapToLong(cap -> cap.most() - used(cap.unit(), cap.starts())).min();
      return Math.max(0, least.orElse(0));
    });
    return left(window);
  }

  void charge(Instant at, long count) {
    ReleasePlan.Opening opening = plan.at(at);
    opening.caps().stream().filter(cap -> !cap.unit().equals(SECONDS)).forEach(cap -> charge(new Window(cap.unit(), cap.starts()), count));
    opening.pace().ifPresent(pace -> {
      long rest = count;
      for (Instant hour : pace.hours()) {
        Window window = new Window(HOURS, hour);
        long taken = Math.min(rest, pace.granted() ? left(window) : Math.max(0, pace.most() - used(HOURS, hour)));
        charge(window, taken);
        rest -= taken;
      }
      long late = rest;
      opening.endOfDay().ifPresent(day -> charge(new Window(END_OF_DAY, day), late));
    });
  }

  private void charge(Window window, long count) {
    if (count > 0) {
      used.merge(window, count, Long::sum);
    }
  }

  private long used(String unit, Instant starts) {
    return used.getOrDefault(new Window(unit, starts), 0L);
  }
}
