package wadi.platform.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.support.TransactionTemplate;
import wadi.domain.reload.Fault;
import wadi.domain.reload.Member;
import wadi.domain.reload.Member.State;
import wadi.platform.postgres.AuditTable.Actor;

/**
 * Reloads of all processes at once: one asks, each that is up answers, and a single row is the decision. It is committed only before its
 * deadline and when nobody who is up still owes an answer; it is aborted by a refusal, or by anybody after the deadline, so that nobody waits for
 * one that has died.
 */
public final class FleetReloadTable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<List<Fault>> FAULTS = new TypeReference<>() {};
  private static final String UP = "seen_at > now() - " + ProcessTable.GONE;
  private static final String LATE = """
      update fleet_reload set state = 'aborted', decided_at = now(), detail = 'not all processes were ready in time'
      where state = 'preparing' and deadline < now()""";

  private final Database database;
  private final TransactionTemplate transaction;

  /** What a process is asked for. */
  public record Asked(long id, String hash, Actor actor) {}

  /**
   * What was decided.
   *
   * @param state preparing, committed or aborted
   * @param detail why it was aborted, or empty
   */
  public record Decision(String state, String detail) {
    public boolean isOpen() {
      return state.equals("preparing");
    }

    public boolean isCommitted() {
      return state.equals("committed");
    }
  }

  public FleetReloadTable(Database database) {
    this.database = database;
    this.transaction = new TransactionTemplate(database.transactions());
  }

  /** How many other processes are up. */
  public int others(long process) {
    return database.sql().sql("select count(*) from process where id <> ? and " + UP).param(process).query(Integer.class).single();
  }

  /** Whether some of them run other files. */
  public boolean othersDiffer(long process, String hash) {
    return database.sql().sql("select exists (select from process where id <> ? and hash <> ? and " + UP + ")").params(process, hash)
        .query(Boolean.class).single();
  }

  /** Whether one is being prepared by processes that still may be ready in time. */
  public boolean isUnderWay() {
    return database.sql().sql("select exists (select from fleet_reload where state = 'preparing' and deadline >= now())").query(Boolean.class).single();
  }

  /**
   * Asks all that are up to prepare.
   *
   * @param process who asks, and is ready
   * @param within how long they may take
   * @return empty when another reload is being prepared
   */
  public OptionalLong propose(long process, String hash, Actor actor, Duration within) {
    try {
      return OptionalLong.of(transaction.execute(status -> {
        database.sql().sql(LATE).update();
        long id = database.sql().sql("""
            insert into fleet_reload (hash, actor, peer, reason, deadline) values (?, ?, ?, ?, now() + ? * interval '1 millisecond') returning id""")
            .params(hash, actor.who(), actor.peer(), actor.reason(), within.toMillis()).query(Long.class).single();
        database.sql().sql("""
            insert into fleet_reload_vote (reload, process, name, pid, state)
            select ?, id, host || ':' || substring(management from '[0-9]+$'), pid, case when id = ? then 'ready' else 'asked' end from process
            where id = ? or %s""".formatted(UP)).params(id, process, process).update();
        return id;
      }));
    } catch (DuplicateKeyException e) {
      return OptionalLong.empty();
    }
  }

  /** What this process is asked for and has not answered. */
  public Optional<Asked> asked(long process) {
    return database.sql().sql("""
        select r.id, r.hash, r.actor, r.peer, r.reason from fleet_reload_vote v join fleet_reload r on r.id = v.reload
        where v.process = ? and v.state = 'asked' and r.state = 'preparing' and r.deadline >= now()""").param(process)
        .query((row, n) -> new Asked(row.getLong(1), row.getString(2), new Actor(row.getString(3), row.getString(4), row.getString(5)))).optional();
  }

  /** How far a process has come. */
  public void vote(long id, long process, State state, long generation, String detail, List<Fault> faults) {
    database.sql().sql("""
        update fleet_reload_vote set state = ?, generation = ?, detail = ?, faults = ?::jsonb, changed_at = now() where reload = ? and process = ?""")
        .params(state.name().toLowerCase(Locale.ROOT), generation == 0 ? null : generation, detail, json(faults), id, process).update();
  }

  /** Commits if all are ready, aborts if one refused or it is too late. */
  public Decision decide(long id) {
    database.sql().sql("""
        update fleet_reload r set state = 'aborted', decided_at = now(), detail =
          (select 'refused by ' || string_agg(v.name || ' (process ' || v.pid || ')', ', ' order by v.name)
           from fleet_reload_vote v where v.reload = r.id and v.state = 'refused')
        where id = ? and state = 'preparing' and exists (select from fleet_reload_vote v where v.reload = r.id and v.state = 'refused')""").param(id).update();
    database.sql().sql("""
        update fleet_reload r set state = 'committed', decided_at = now()
        where id = ? and state = 'preparing' and deadline >= now() and not exists (
          select from fleet_reload_vote v join process p on p.id = v.process and p.%s where v.reload = r.id and v.state = 'asked')""".formatted(UP))
        .param(id).update();
    return decision(id);
  }

  /** Nothing comes of it. */
  public void abort(long id, String why) {
    database.sql().sql("update fleet_reload set state = 'aborted', decided_at = now(), detail = ? where id = ? and state = 'preparing'").params(why, id).update();
  }

  /** What was decided, by whomever; it is aborted when it is too late. */
  public Decision decision(long id) {
    database.sql().sql(LATE).update();
    return database.sql().sql("select state, coalesce(detail, '') from fleet_reload where id = ?").param(id)
        .query((row, n) -> new Decision(row.getString(1), row.getString(2))).single();
  }

  /** Whether somebody who is up has agreed and not told how its switch ended. */
  public boolean isSwitching(long id) {
    return database.sql().sql("""
        select exists (select from fleet_reload_vote v join process p on p.id = v.process and p.%s where v.reload = ? and v.state = 'ready')""".formatted(UP))
        .param(id).query(Boolean.class).single();
  }

  /** All that were asked. */
  public List<Member> members(long id) {
    return database.sql().sql("""
        select v.name, v.pid, v.state, coalesce(v.generation, 0), case when v.state in ('live', 'unchanged')
          then greatest(0, extract(epoch from v.changed_at - r.decided_at)) else 0 end, coalesce(v.detail, ''), v.faults
        from fleet_reload_vote v join fleet_reload r on r.id = v.reload where r.id = ? order by v.name, v.pid""").param(id).query(FleetReloadTable::member).list();
  }

  private static Member member(ResultSet row, int number) throws SQLException {
    return new Member(row.getString(1), row.getLong(2), State.valueOf(row.getString(3).toUpperCase(Locale.ROOT)), row.getLong(4),
        Duration.ofMillis(Math.round(row.getDouble(5) * 1_000)), row.getString(6), faults(row.getString(7)));
  }

  private static String json(List<Fault> faults) {
    try {
      return JSON.writeValueAsString(faults);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Fault> faults(String json) {
    try {
      return JSON.readValue(json, FAULTS);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
