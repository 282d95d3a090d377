package wadi.domain.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Plays the rest of a day: whenever there may be credits every provider takes what it may, the first in the queue first. */
final class ForecastRun {
  private final List<Ledger> ledgers;
  private final List<Group> queue;
  private final Instant now;
  private final Instant horizon;
  private long late;
  private long urgentLate;

  /** What still waits of equal messages. */
  private static final class Group {
    private final Forecast.Waiting waiting;
    private long count;

    Group(Forecast.Waiting waiting) {
      this.waiting = waiting;
      this.count = waiting.count();
    }

    boolean isFor(Ledger ledger, Instant at) {
      return count > 0 && waiting.notBefore().filter(from -> from.isAfter(at)).isEmpty()
          && waiting.only().filter(only -> !only.equals(ledger.name())).isEmpty();
    }
  }

  ForecastRun(List<Forecast.Provider> providers, List<Forecast.Waiting> queue, Instant now) {
    this.now = now;
    this.ledgers = providers.stream().map(Ledger::new).toList();
    Instant day = providers.get(0).plan().budget().ends(ChronoUnit.DAYS, now);
    Instant hour = now.plus(Duration.ofHours(1));
    this.horizon = day.isAfter(hour) ? day : hour;
    this.queue = new ArrayList<>(queue.stream().filter(w -> w.notBefore().filter(from -> !from.isBefore(horizon)).isEmpty()).map(Group::new).toList());
  }

  Forecast play(boolean more) {
    List<Forecast.Quota> quotas = new ArrayList<>();
    ledgers.stream().filter(ledger -> ledger.isUsedUp(now)).forEach(ledger -> quotas.add(ledger.quota(now, true)));
    Instant at = now;
    while (at.isBefore(horizon) && !queue.isEmpty()) {
      Instant next = next(at);
      expire(at);
      for (Ledger ledger : ledgers) {
        boolean had = !ledger.isUsedUp(at);
        send(ledger, at, Math.max(1, Duration.between(at, next).toSeconds()));
        if (had && ledger.isUsedUp(at)) {
          quotas.add(ledger.quota(at, false));
        }
      }
      queue.removeIf(group -> group.count == 0);
      at = next;
    }
    expire(horizon);
    long left = queue.stream().mapToLong(group -> group.count).sum();
    long urgentLeft = queue.stream().filter(group -> group.waiting.urgency() >= Forecast.URGENT).mapToLong(group -> group.count).sum();
    return new Forecast(distinct(quotas), late, urgentLate, left, urgentLeft, more && late + left > 0);
  }

  /** When the next credits may come, or the next message is due. */
  private Instant next(Instant at) {
    Instant next = ledgers.stream().map(ledger -> ledger.next(at)).min(Comparator.naturalOrder()).orElseThrow();
    for (Group group : queue) {
      next = group.waiting.notBefore().filter(at::isBefore).filter(next::isAfter).orElse(next);
    }
    return next;
  }

  /** The first end of each; beyond midnight another day may end too. */
  private static List<Forecast.Quota> distinct(List<Forecast.Quota> quotas) {
    List<Forecast.Quota> firsts = new ArrayList<>();
    quotas.stream().filter(quota -> firsts.stream().noneMatch(first -> first.provider().equals(quota.provider()))).forEach(firsts::add);
    return firsts;
  }

  private void expire(Instant at) {
    for (Group group : queue) {
      if (group.count > 0 && group.waiting.expiresAt().filter(end -> !end.isAfter(at)).isPresent()) {
        late += group.count;
        urgentLate += group.waiting.urgency() >= Forecast.URGENT ? group.count : 0;
        group.count = 0;
      }
    }
    queue.removeIf(group -> group.count == 0);
  }

  private void send(Ledger ledger, Instant at, long seconds) {
    Ledger.Room room = ledger.roomAt(at, seconds, queue.stream().filter(group -> group.isFor(ledger, at)).mapToLong(group -> group.count).sum());
    long all = room.all();
    long low = room.low();
    for (Group group : queue) {
      if (all <= 0) {
        break;
      }
      if (group.isFor(ledger, at)) {
        long may = group.waiting.urgency() >= Forecast.CRITICAL ? all : Math.min(all, Math.max(0, low));
        long taken = Math.min(group.count, may);
        group.count -= taken;
        all -= taken;
        low -= taken;
      }
    }
    ledger.charge(at, room.all() - all);
  }
}
