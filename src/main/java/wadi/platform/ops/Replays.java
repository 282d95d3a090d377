package wadi.platform.ops;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.transaction.support.TransactionTemplate;
import wadi.platform.postgres.AuditTable;
import wadi.platform.postgres.AuditTable.Actor;
import wadi.platform.postgres.Database;
import wadi.platform.postgres.DeadLetterTable;
import wadi.platform.postgres.DeadLetterTable.Held;
import wadi.platform.postgres.DeliveryQueries;
import wadi.platform.postgres.Page;
import wadi.platform.postgres.ParkedDeliveries;
import wadi.platform.postgres.ParkedQueries;
import wadi.platform.postgres.ParkedQueries.Parked;

/** Gives parked messages another chance, or gives them up; each with its line in the audit, in one commit. */
final class Replays {
  private final TransactionTemplate transaction;
  private final ParkedDeliveries deliveries;
  private final DeadLetterTable deadLetters;
  private final AuditTable audit;
  private final RouteEntrance routes;
  private final Clock clock;

  /**
   * What became of one of them.
   *
   * @param outcome waiting, replayed, parked-again, dismissed or refused
   * @param deadLetter where it is parked now, or null
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Result(String kind, long id, String outcome, Long deadLetter, String detail) {
    Result(String kind, long id, String outcome) {
      this(kind, id, outcome, null, null);
    }
  }

  /**
   * What became of some.
   *
   * @param until only what was parked then or before was tried; going on with it never meets what failed again
   * @param next where to go on, or null when all were tried
   */
  record Results(List<Result> results, String until, String next) {}

  /**
   * How many were given up.
   *
   * @param until what was promised then or before
   * @param next where to go on, or null when all were looked at
   */
  record Cancelled(int cancelled, String until, String next) {}

  Replays(Database database, ParkedDeliveries deliveries, DeadLetterTable deadLetters, RouteEntrance routes, Clock clock) {
    this.transaction = new TransactionTemplate(database.transactions());
    this.deliveries = deliveries;
    this.deadLetters = deadLetters;
    this.audit = new AuditTable(database);
    this.routes = routes;
    this.clock = clock;
  }

  /**
   * @param deadline of a delivery from now on, or null: as it was
   * @throws Refusal when it is not there, not parked, or cannot be replayed now; then nothing has changed
   */
  Result replay(String kind, long id, Instant deadline, Actor actor) {
    return kind.equals(ParkedQueries.DELIVERY) ? replayDelivery(id, deadline, actor) : replayDeadLetter(id, actor);
  }

  /** Tries each; one that is refused does not keep the others back. */
  Results replay(ParkedQueries parked, ParkedQueries.Wanted wanted, int limit, String cursor, Instant deadline, Actor actor) {
    Page<Parked> page = parked.oldestFirst(wanted, limit, cursor);
    List<Result> results = new ArrayList<>();
    for (Parked one : page.rows()) {
      try {
        results.add(replay(one.kind(), one.id(), deadline, actor));
      } catch (Refusal e) {
        results.add(new Result(one.kind(), one.id(), "refused", null, e.getMessage()));
      }
    }
    return new Results(results, wanted.until().toString(), page.next());
  }

  Result dismiss(String kind, long id, Actor actor) {
    return transaction.execute(status -> {
      if (kind.equals(ParkedQueries.DEAD_LETTER)) {
        deadLetters.close(hold(id).id(), "dismissed");
      } else if (!deliveries.cancel(id)) {
        throw deliveries.find(id).map(found -> isNot(id, found)).orElseGet(() -> isMissing(id));
      }
      return written("dismiss", new Result(kind, id, "dismissed"), actor);
    });
  }

  /** Gives up one that waits, is delayed or parked. */
  Result cancel(long id, Actor actor) {
    return transaction.execute(status -> {
      if (!deliveries.cancelWaiting(id)) {
        throw notWaiting(id);
      }
      return written("cancel", new Result(ParkedQueries.DELIVERY, id, "cancelled"), actor);
    });
  }

  /** Gives up some that wait, are delayed or parked, and were promised until then; what is just being sent stays. */
  Cancelled cancel(DeliveryQueries.Wanted wanted, Instant until, int limit, Long after, Actor actor) {
    ParkedDeliveries.Cancelled gone = deliveries.cancelNext(wanted, until, after == null ? 0 : after, limit, actor);
    return new Cancelled(gone.count(), until.toString(), gone.more() ? Long.toString(gone.last()) : null);
  }

  private Result replayDelivery(long id, Instant deadline, Actor actor) {
    return transaction.execute(status -> {
      if (!deliveries.replay(id, clock.instant(), deadline)) {
        throw notParked(id, deadline);
      }
      return written("replay", new Result(ParkedQueries.DELIVERY, id, "waiting"), actor);
    });
  }

  /** The row stays locked while its route runs: a second replay is refused, and a crash leaves it parked. */
  private Result replayDeadLetter(long id, Actor actor) {
    Supplier<Result> outcome = transaction.execute(status -> {
      Held letter = hold(id);
      RouteEntrance.Entered entered = routes.enter(id, letter.from(), original(letter));
      if (entered instanceof RouteEntrance.Entered.Taken) {
        deadLetters.close(id, "replayed");
        Result result = written("replay", taken(id), actor);
        return () -> result;
      }
      String detail = entered instanceof RouteEntrance.Entered.NotNow notNow ? notNow.detail()
          : ((RouteEntrance.Entered.Impossible) entered).detail();
      audit.write(actor, "replay", target(ParkedQueries.DEAD_LETTER, id), "refused: " + detail);
      return () -> {
        throw entered instanceof RouteEntrance.Entered.NotNow ? Refusal.unavailable(detail) : Refusal.conflict(detail);
      };
    });
    return outcome.get();
  }

  private Result taken(long id) {
    List<Long> again = deadLetters.parkedByReplayOf(id);
    return again.isEmpty() ? new Result(ParkedQueries.DEAD_LETTER, id, "replayed")
        : new Result(ParkedQueries.DEAD_LETTER, id, "parked-again", again.get(0), deadLetters.reason(again.get(0)));
  }

  private Held hold(long id) {
    Held letter = deadLetters.hold(id).orElseThrow(() -> deadLetters.exists(id)
        ? Refusal.conflict("The dead letter " + id + " is being replayed at this moment.") : Refusal.notFound("There is no dead letter " + id + "."));
    if (!letter.status().equals("parked")) {
      throw Refusal.conflict("The dead letter " + id + " is not parked: it was " + letter.status() + ".");
    }
    return letter;
  }

  private byte[] original(Held letter) {
    if (letter.original() == null || letter.from() == null) {
      throw Refusal.conflict("The dead letter " + letter.id() + " cannot be replayed: its original was not kept. Its producer has to send it again;"
          + " then dismiss this one.");
    }
    return deadLetters.open(letter).orElseThrow(() -> Refusal.conflict("The original of dead letter " + letter.id()
        + " does not open: it was encrypted under the key " + letter.original().key()
        + ", which is not among those of this Wadi (PARKING_KEY, CARD_KEY), or somebody changed it."));
  }

  private Refusal notWaiting(long id) {
    return deliveries.find(id).map(found -> Refusal.conflict("The delivery " + id + (found.status().equals("leased")
        ? " is on its way just now and may be out already. When it fails and waits to be tried again, it can be cancelled."
        : " cannot be cancelled: it is " + found.status() + "."))).orElseGet(() -> isMissing(id));
  }

  private Refusal notParked(long id, Instant deadline) {
    Optional<ParkedDeliveries.Found> found = deliveries.find(id);
    if (found.isEmpty()) {
      return isMissing(id);
    }
    if (found.get().blanked()) {
      return Refusal.conflict("The delivery " + id + " cannot be sent again: its recipient and contents were taken out (retention.personal-data).");
    }
    if (deadline != null && !deadline.isAfter(clock.instant())) {
      return Refusal.badRequest("deadline must be later than now.");
    }
    return List.of("parked", ParkedQueries.EXPIRED).contains(found.get().status())
        ? Refusal.conflict("The delivery " + id + " is too late to be of use: it expired at " + found.get().expiresAt()
            + ". To send it all the same, give it a new deadline.") : isNot(id, found.get());
  }

  private static Refusal isNot(long id, ParkedDeliveries.Found found) {
    return Refusal.conflict("The delivery " + id + " is not parked: it is " + found.status() + ".");
  }

  private static Refusal isMissing(long id) {
    return Refusal.notFound("There is no delivery " + id + ".");
  }

  private Result written(String action, Result result, Actor actor) {
    audit.write(actor, action, target(result.kind(), result.id()),
        result.deadLetter() == null ? result.outcome() : result.outcome() + " as dead-letter/" + result.deadLetter());
    return result;
  }

  private static String target(String kind, long id) {
    return kind + "/" + id;
  }
}
