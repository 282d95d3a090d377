package wadi.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import wadi.domain.reload.Fault;
import wadi.domain.reload.Member;
import wadi.domain.reload.Outcome;
import wadi.domain.reload.ReloadReport;
import wadi.platform.postgres.AuditTable.Actor;
import wadi.platform.postgres.FleetReloadTable;
import wadi.platform.postgres.FleetReloadTable.Decision;
import wadi.platform.postgres.GenerationTable;

/** One reload of all processes, by the one that was asked for it: the others prepare; when all are ready it commits. */
final class FleetRound implements Consent {
  private static final Duration PAUSE = Duration.ofMillis(50);
  /** A switch waits for what may only run once, at most reload.drain-timeout. */
  private static final Duration LONGEST_SWITCH = Duration.ofSeconds(40);
  private static final double MILLIS = 1_000.0;

  private final FleetReloadTable fleet;
  private final GenerationTable files;
  private final Asking asking;
  private final BooleanSupplier stopping;
  private long id;
  private boolean committed;

  /**
   * Who asks.
   *
   * @param self the process
   * @param within how long the others may take to prepare
   */
  record Asking(long self, Actor actor, Duration within) {}

  FleetRound(FleetReloadTable fleet, GenerationTable files, Asking asking, BooleanSupplier stopping) {
    this.fleet = fleet;
    this.files = files;
    this.asking = asking;
    this.stopping = stopping;
  }

  @Override
  public void await(String hash, byte[] archive) {
    if (!fleet.othersDiffer(asking.self(), hash)) {
      return; // nobody else is up, or they all run these files
    }
    files.keep(hash, archive);
    id = fleet.propose(asking.self(), hash, asking.actor(), asking.within()).orElseThrow(() -> new Denied(Outcome.FAILED,
        "Another reload of all processes is under way; nothing was changed. Try again when it has ended.", List.of()));
    Decision decision = Polling.until(() -> fleet.decide(id), decided -> !decided.isOpen(), PAUSE, stopping).orElseGet(this::abort);
    committed = decision.isCommitted();
    if (!committed) {
      List<Fault> faults = faults(fleet.members(id));
      boolean refused = fleet.members(id).stream().anyMatch(member -> member.state() == Member.State.REFUSED);
      throw new Denied(refused ? Outcome.REFUSED : Outcome.FAILED, sentence(decision.detail()) + " Nothing was changed on any process.", faults);
    }
  }

  private Decision abort() {
    fleet.abort(id, "the process that was asked is stopping");
    return fleet.decision(id);
  }

  private static String sentence(String detail) {
    return detail.isEmpty() ? "It was given up." : Character.toUpperCase(detail.charAt(0)) + detail.substring(1) + ".";
  }

  /** As each met them, and who has not answered. */
  private static List<Fault> faults(List<Member> members) {
    List<Fault> faults = new ArrayList<>();
    for (Member member : members) {
      if (member.state() == Member.State.ASKED) {
        faults.add(new Fault("", 0, "", member.name() + " has not answered", "./wadi status --all shows whether it is gone"));
      } else if (member.state() == Member.State.REFUSED && member.faults().isEmpty()) {
        faults.add(new Fault("", 0, "", "on " + member.name() + ": " + member.detail(), ""));
      } else if (member.state() == Member.State.REFUSED) {
        member.faults().forEach(fault -> faults.add(new Fault(fault.file(), fault.line(), fault.route(), "on " + member.name() + ": " + fault.message(),
            fault.hint())));
      }
    }
    return faults;
  }

  /** Waits until all have switched, and says how it went. */
  ReloadReport ended(ReloadReport own) {
    boolean runs = own.outcome() == Outcome.LIVE || own.outcome() == Outcome.UNCHANGED;
    if (id == 0) {
      int others = runs ? fleet.others(asking.self()) : 0;
      String all = others == 0 ? " No other process is up." : " So do all %d processes.".formatted(others + 1);
      return runs ? own.of(List.of(), own.outcome(), own.detail() + all) : own;
    }
    if (!committed) {
      return own.of(fleet.members(id), own.outcome(), own.detail());
    }
    Member.State state = own.outcome() == Outcome.LIVE ? Member.State.LIVE : runs ? Member.State.UNCHANGED : Member.State.FAILED;
    long end = System.nanoTime() + LONGEST_SWITCH.toNanos();
    BooleanSupplier late = () -> stopping.getAsBoolean() || System.nanoTime() > end;
    Polling.until(() -> {
      fleet.vote(id, asking.self(), state, own.running(), runs ? "" : own.detail(), own.faults());
      return true;
    }, told -> told, PAUSE, late);
    Polling.until(() -> fleet.isSwitching(id), switching -> !switching, PAUSE, late);
    return ended(own, fleet.members(id));
  }

  private static ReloadReport ended(ReloadReport own, List<Member> members) {
    List<Member> not = members.stream().filter(member -> !member.runs()).toList();
    if (not.isEmpty()) {
      double after = members.stream().mapToLong(member -> member.after().toMillis()).max().orElse(0) / MILLIS;
      return own.of(members, Outcome.LIVE, "%s So do all %d processes, %.2f s after they had agreed.".formatted(own.detail(), members.size(), after));
    }
    return own.of(members, Outcome.FAILED, "%s Processes run different files now: %s. ./wadi status --all shows them.".formatted(own.detail(),
        not.stream().map(member -> member.name() + (member.detail().isEmpty() ? " has not told how its switch ended" : " did not take over: " + member.detail()))
            .collect(Collectors.joining("; "))));
  }
}
