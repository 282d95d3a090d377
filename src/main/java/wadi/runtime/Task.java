package wadi.runtime;

import java.util.Optional;
import java.util.function.Supplier;
import wadi.domain.reload.Outcome;
import wadi.domain.reload.Way;
import wadi.platform.ops.Reloads.Wanted;
import wadi.platform.postgres.AuditTable.Actor;
import wadi.platform.postgres.GenerationTable;

/**
 * One reload to be done.
 *
 * @param files those that are to live; empty when they are not kept
 * @param unknown what is said then
 * @param pardon what they need not pass
 * @param consent what others have to say
 */
record Task(Way way, Actor actor, Supplier<Optional<Snapshot>> files, String unknown, Workshop.Pardon pardon, Consent consent) {

  /** What somebody asks this process for. */
  static Task of(Wanted wanted, Workshop workshop, GenerationTable history, Consent consent) {
    Workshop.Pardon pardon = wanted.skipSpecs() ? Workshop.Pardon.SPECS : wanted.to().isPresent() ? Workshop.Pardon.PASSED_BEFORE : Workshop.Pardon.NONE;
    return wanted.to().map(to -> new Task(wanted.way(), wanted.actor(), () -> history.find(to)
        .filter(past -> past.outcome() == Outcome.LIVE || past.outcome() == Outcome.ROLLED_BACK).flatMap(past -> workshop.snapshot(past.hash())),
        "There is no generation " + to + " whose files are kept; ./wadi generations lists those there are.", pardon, consent))
        .orElseGet(() -> new Task(wanted.way(), wanted.actor(), () -> Optional.of(workshop.snapshot()), "", pardon, consent));
  }

  /** What another process, where the files have passed, asks this one for. */
  static Task of(Actor actor, String hash, Workshop workshop, Consent consent) {
    return new Task(Way.FLEET, actor, () -> workshop.snapshot(hash), "The files are not in the database.", Workshop.Pardon.PASSED_ELSEWHERE, consent);
  }

  boolean skipsSpecs() {
    return pardon == Workshop.Pardon.SPECS;
  }
}
