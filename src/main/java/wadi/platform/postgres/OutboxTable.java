package wadi.platform.postgres;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.jdbc.core.JdbcTemplate;
import wadi.platform.Doorbells;
import wadi.platform.tracing.TraceContext;

/** What waits for a broker, in the order it was written. */
public final class OutboxTable {
  private final Database database;
  private final JdbcTemplate jdbc;
  private final Doorbells doorbells;

  /** One message: its key, its value as JSON, and where in a trace it was written. */
  public record Message(long id, String key, String value, Optional<TraceContext> trace) {
    public Message(long id, String key, String value) {
      this(id, key, value, Optional.empty());
    }
  }

  public OutboxTable(Database database, Doorbells doorbells) {
    this.database = database;
    this.jdbc = new JdbcTemplate(database.dataSource());
    this.doorbells = doorbells;
  }

  /** The doorbell that rings when a message for the topic was committed. */
  public static String bell(String topic) {
    return "outbox:" + topic;
  }

  /** Commits with the transaction of this thread. */
  public void add(String topic, String key, String value) {
    add(topic, key, value, Optional.empty());
  }

  /** The same, written in a trace. */
  public void add(String topic, String key, String value, Optional<TraceContext> trace) {
    database.sql().sql("insert into outbox (topic, item_key, item_value, traceparent, tracestate) values (?, ?, ?::jsonb, ?, ?)")
        .params(topic, key, value, trace.map(TraceContext::parent).orElse(null), trace.map(TraceContext::state).filter(state -> !state.isEmpty()).orElse(null))
        .update();
    doorbells.ringAfterCommit(bell(topic));
  }

  /**
   * Hands the oldest unpublished messages to {@code publish} and marks them when it returns; when it throws they stay.
   * One relay of a topic works at a time over all processes, so the order holds.
   *
   * @return how many were published
   */
  public int relay(String topic, int most, Consumer<List<Message>> publish) {
    int[] count = {0};
    database.inTransaction(() -> {
      if (!database.sql().sql("select pg_try_advisory_xact_lock(hashtextextended(?, 0))").param(bell(topic)).query(Boolean.class).single()) {
        return;
      }
      List<Message> messages = database.sql()
          .sql("select id, item_key, item_value::text, traceparent, tracestate from outbox where topic = ? and published is null order by id limit ?")
          .params(topic, most).query((row, n) -> new Message(row.getLong(1), row.getString(2), row.getString(3),
              TraceContext.of(row.getString(4), row.getString(5)))).list();
      if (messages.isEmpty()) {
        return;
      }
      publish.accept(messages);
      jdbc.update("update outbox set published = now(), modified = now() where id = any (?)",
          (Object) messages.stream().map(Message::id).toArray(Long[]::new));
      count[0] = messages.size();
    });
    return count[0];
  }
}
