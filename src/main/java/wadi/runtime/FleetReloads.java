package wadi.runtime;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import wadi.domain.reload.Outcome;
import wadi.domain.reload.ReloadReport;
import wadi.domain.reload.Way;
import wadi.platform.Platform;
import wadi.platform.ops.Reloads;
import wadi.platform.postgres.FleetReloadTable;

/** Reloads of this process, or of all processes on its database at once. */
final class FleetReloads implements Reloads {
  private final Platform platform;
  private final Reloader reloader;
  private final Workshop workshop;
  private final Switchboard switchboard;
  private final FleetReloadTable fleet;

  FleetReloads(Platform platform, Reloader reloader, Workshop workshop, Switchboard switchboard) {
    this.platform = platform;
    this.reloader = reloader;
    this.workshop = workshop;
    this.switchboard = switchboard;
    this.fleet = new FleetReloadTable(platform.database());
  }

  @Override
  public ReloadReport reload(Wanted wanted) {
    if (wanted.way() != Way.FLEET) {
      return reloader.reload(wanted);
    }
    OptionalLong self = platform.presence().id();
    Optional<Duration> within = switchboard.current().map(running -> running.files().settings().duration("reload.prepare-timeout"));
    if (self.isEmpty() || within.isEmpty()) {
      return reloader.notTried(Outcome.BUSY, "The other processes cannot be asked now: this one is starting or stopping, or its database is away.");
    }
    if (fleet.isUnderWay()) {
      return reloader.notTried(Outcome.BUSY, "Another reload of all processes is under way. Try again when it has ended.");
    }
    FleetRound round = new FleetRound(fleet, platform.tables().generations(), new FleetRound.Asking(self.getAsLong(), wanted.actor(), within.get()),
        reloader::isClosed);
    return round.ended(reloader.reload(Task.of(wanted, workshop, platform.tables().generations(), round)));
  }
}
