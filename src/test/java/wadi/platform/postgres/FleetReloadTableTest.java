package wadi.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import wadi.domain.reload.Fault;
import wadi.domain.reload.Member;
import wadi.domain.reload.Member.State;
import wadi.platform.postgres.AuditTable.Actor;
import wadi.platform.postgres.FleetReloadTable.Decision;

/** How three processes agree, by what stands in the database. */
@Timeout(60)
class FleetReloadTableTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final Actor ALICE = new Actor("alice@desk", "127.0.0.1", "why");
  private static final Duration LONG = Duration.ofMinutes(1);
  private final FleetReloadTable fleet = new FleetReloadTable(database.database());
  private final ProcessTable processes = new ProcessTable(database.database());
  private long one;
  private long two;
  private long three;

  @BeforeEach
  void three_processes_are_up_and_one_is_gone() {
    one = process("one", "old");
    two = process("two", "old");
    three = process("three", "old");
    gone(process("dead", "old"));
  }

  private long process(String name, String hash) {
    return processes.enter(new ProcessTable.Self(name, name, 1, "0.0.0.0:9876", "0.1.0", Instant.EPOCH), new ProcessTable.Doing("all", 1, hash, false));
  }

  private static void gone(long process) {
    database.jdbc().sql("update process set seen_at = now() - interval '1 minute' where id = ?").param(process).update();
  }

  @Test
  void all_that_are_up_are_asked_and_it_is_committed_when_all_are_ready() {
    assertThat(fleet.others(one)).isEqualTo(2);
    assertThat(fleet.asked(two)).isEmpty();
    long id = propose(LONG);
    assertThat(fleet.isUnderWay()).isTrue();
    assertThat(fleet.asked(one)).isEmpty();
    assertThat(fleet.asked(two)).contains(new FleetReloadTable.Asked(id, "new", ALICE));
    assertThat(fleet.decide(id).isOpen()).isTrue();
    ready(id, two);
    assertThat(fleet.asked(two)).isEmpty();
    assertThat(fleet.decide(id).isOpen()).isTrue();
    ready(id, three);
    assertThat(fleet.decision(id).isOpen()).isTrue();
    assertThat(fleet.decide(id)).isEqualTo(new Decision("committed", ""));
    assertThat(fleet.isUnderWay()).isFalse();

    assertThat(fleet.isSwitching(id)).isTrue();
    fleet.vote(id, one, State.LIVE, 11, "", List.of());
    fleet.vote(id, two, State.UNCHANGED, 12, "", List.of());
    fleet.vote(id, three, State.FAILED, 3, "no thread", List.of());
    assertThat(fleet.isSwitching(id)).isFalse();
    assertThat(fleet.members(id)).extracting(Member::process, Member::state, Member::generation, Member::detail).containsExactly(
        tuple("one:9876", State.LIVE, 11L, ""), tuple("three:9876", State.FAILED, 3L, "no thread"),
        tuple("two:9876", State.UNCHANGED, 12L, ""));
  }

  @Test
  void one_refusal_is_enough_and_its_reasons_are_kept() {
    long id = propose(LONG);
    Fault fault = new Fault("routes/a.camel.yaml", 12, "a", "there is no component \"smpt\"", "write smtp");
    ready(id, two);
    fleet.vote(id, three, State.REFUSED, 0, "The files did not pass.", List.of(fault));
    assertThat(fleet.decide(id)).isEqualTo(new Decision("aborted", "refused by three:9876 (process 1)"));
    assertThat(fleet.members(id)).filteredOn(member -> member.state() == State.REFUSED).singleElement().extracting(Member::faults).isEqualTo(List.of(fault));
    ready(id, three);
    assertThat(fleet.decide(id).isCommitted()).isFalse();
  }

  @Test
  void after_the_deadline_anybody_aborts_and_nobody_commits() {
    long id = propose(LONG);
    ready(id, two);
    ready(id, three);
    late(id);
    assertThat(fleet.asked(two)).isEmpty();
    assertThat(fleet.decide(id)).isEqualTo(new Decision("aborted", "not all processes were ready in time"));

    long other = propose(LONG);
    late(other);
    assertThat(fleet.decision(other).state()).isEqualTo("aborted");
  }

  @Test
  void only_one_is_under_way_unless_it_was_forgotten() {
    long id = propose(LONG);
    assertThat(fleet.propose(two, "other", ALICE, LONG)).isEmpty();
    late(id);
    assertThat(fleet.propose(two, "other", ALICE, LONG)).isPresent();
    assertThat(fleet.decision(id).state()).isEqualTo("aborted");
  }

  @Test
  void who_is_gone_or_has_stopped_in_order_is_not_waited_for() {
    long id = propose(LONG);
    ready(id, two);
    assertThat(fleet.decide(id).isOpen()).isTrue();
    gone(three);
    assertThat(fleet.decide(id).isCommitted()).isTrue();

    long second = propose(LONG);
    assertThat(fleet.decide(second).isOpen()).isTrue();
    processes.leave(two);
    assertThat(fleet.decide(second).isCommitted()).isTrue();
  }

  @Test
  void who_asked_may_give_up_while_nothing_is_committed() {
    long id = propose(LONG);
    fleet.abort(id, "stopping");
    assertThat(fleet.decision(id)).isEqualTo(new Decision("aborted", "stopping"));
    long second = propose(LONG);
    ready(second, two);
    ready(second, three);
    assertThat(fleet.decide(second).isCommitted()).isTrue();
    fleet.abort(second, "too late");
    assertThat(fleet.decision(second).isCommitted()).isTrue();
  }

  @Test
  void others_differ_when_one_that_is_up_runs_other_files() {
    assertThat(fleet.othersDiffer(one, "old")).isFalse();
    assertThat(fleet.othersDiffer(one, "new")).isTrue();
    gone(process("dead too", "new"));
    assertThat(fleet.othersDiffer(one, "old")).isFalse();
  }

  private long propose(Duration within) {
    return fleet.propose(one, "new", ALICE, within).orElseThrow();
  }

  private void ready(long id, long process) {
    fleet.vote(id, process, State.READY, 0, "", List.of());
  }

  private static void late(long id) {
    database.jdbc().sql("update fleet_reload set deadline = now() - interval '1 second' where id = ?").param(id).update();
  }
}
