package wadi.platform.ops;

import java.util.Optional;
import wadi.domain.reload.ReloadReport;
import wadi.domain.reload.Way;
import wadi.platform.postgres.AuditTable.Actor;

/** Lets files go live. Runs where the routes run. */
public interface Reloads {

  /**
   * What is wanted.
   *
   * @param to the number of the earlier generation whose files are wanted, or empty for the files as they are now
   * @param skipSpecs whether they may live without their specs having passed; needs a reason
   */
  record Wanted(Way way, Optional<Long> to, boolean skipSpecs, Actor actor) {}

  /** Returns when the new generation runs, or when it is certain that it will not; never throws for what files say. */
  ReloadReport reload(Wanted wanted);
}
