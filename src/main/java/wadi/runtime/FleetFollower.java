package wadi.runtime;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import wadi.domain.reload.Member.State;
import wadi.domain.reload.Outcome;
import wadi.domain.reload.ReloadReport;
import wadi.platform.Faults;
import wadi.platform.fleet.Presence;
import wadi.platform.postgres.FleetReloadTable;
import wadi.platform.postgres.FleetReloadTable.Asked;
import wadi.platform.postgres.FleetReloadTable.Decision;

/** Does what another process asks all for: builds the generation, says so, and switches when all are ready. Looks once a second. */
final class FleetFollower implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FleetFollower.class);
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Presence presence;
  private final FleetReloadTable fleet;
  private final Reloader reloader;
  private final Workshop workshop;
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
    Thread follower = new Thread(work, "follow-fleet");
    follower.setDaemon(true);
    return follower;
  });

  private FleetFollower(Presence presence, FleetReloadTable fleet, Reloader reloader, Workshop workshop) {
    this.presence = presence;
    this.fleet = fleet;
    this.reloader = reloader;
    this.workshop = workshop;
  }

  static FleetFollower begin(Presence presence, FleetReloadTable fleet, Reloader reloader, Workshop workshop) {
    FleetFollower follower = new FleetFollower(presence, fleet, reloader, workshop);
    follower.thread.scheduleWithFixedDelay(follower::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    return follower;
  }

  private void look() {
    try {
      presence.id().ifPresent(self -> fleet.asked(self).ifPresent(asked -> take(self, asked)));
    } catch (RuntimeException e) {
      if (Faults.isPassing(e)) {
        LOG.debug("nobody knows whether a reload was asked for: {}", Faults.nameOf(e));
      } else {
        LOG.error("a reload of all processes was not followed", e);
      }
    }
  }

  private void take(long self, Asked asked) {
    Polling.until(() -> reloader.hasRoom() || !fleet.decision(asked.id()).isOpen(), room -> room, PAUSE, reloader::isClosed);
    Ballot ballot = new Ballot(self, asked);
    ReloadReport report = reloader.reload(Task.of(asked.actor(), asked.hash(), workshop, ballot));
    Polling.until(() -> {
      ballot.tell(report);
      return true;
    }, told -> told, LOOK, reloader::isClosed);
    if (report.outcome() == Outcome.LIVE) {
      compare(asked.hash());
    }
  }

  /** A restart runs the files of this process, whatever the others made live. */
  private void compare(String live) {
    Snapshot own = workshop.snapshot();
    if (!own.hash().equals(live)) {
      LOG.warn("The files of this process ({}) are not those that were made live on all processes ({}): a restart would run its own. "
          + "Give every process the same files.", own.hash(), live);
    }
    own.delete();
  }

  /** What this process says to one reload. */
  private final class Ballot implements Consent {
    private final long self;
    private final Asked asked;
    private boolean ready;
    private boolean committed;

    Ballot(long self, Asked asked) {
      this.self = self;
      this.asked = asked;
    }

    @Override
    public void await(String hash, byte[] archive) {
      fleet.vote(asked.id(), self, State.READY, 0, "", List.of());
      ready = true;
      Decision decision = Polling.until(() -> fleet.decision(asked.id()), decided -> !decided.isOpen(), PAUSE, reloader::isClosed)
          .orElse(new Decision("aborted", "this process is stopping"));
      committed = decision.isCommitted();
      if (!committed) {
        throw new Denied(Outcome.REFUSED, "Nothing was changed on any process: " + decision.detail() + ".", List.of());
      }
    }

    void tell(ReloadReport report) {
      switch (report.outcome()) {
        case LIVE -> fleet.vote(asked.id(), self, State.LIVE, report.running(), "", List.of());
        case UNCHANGED -> fleet.vote(asked.id(), self, State.UNCHANGED, report.running(), "", List.of());
        default -> {
          if (committed || !ready) {
            fleet.vote(asked.id(), self, committed ? State.FAILED : State.REFUSED, report.running(), report.detail(), report.faults());
          }
        }
      }
    }
  }

  @Override
  public void close() {
    thread.shutdown();
  }
}
