package wadi.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Alerts that the relay publishes per second from the outbox, and then a plain client: the same bodies in the same batches. */
final class RelayRuns {
  private static final long LOOK_MILLIS = 50;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);

  private final Connection database;

  RelayRuns(Connection database) {
    this.database = database;
  }

  Map<String, Object> run(Plain plain, List<Message> alerts) throws Exception {
    long before = number("select coalesce(max(id), 0) from outbox where id > ?", 0);
    insert(alerts);
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (number("select count(*) from outbox where topic = 'alerts' and published is null and id > ?", before) > 0) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("the relay does not end");
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    double relay = relayed(before);
    List<Message> same = bodies(before);
    long began = System.nanoTime();
    plain.publishAll(same);
    double client = Results.perSecond(same.size(), System.nanoTime() - began);
    return Map.of("count", same.size(), "relayPerSecond", relay, "plainPerSecond", client, "ratio", Math.round(relay / client * 1000) / 1000.0);
  }

  private void insert(List<Message> alerts) throws SQLException {
    database.setAutoCommit(false);
    try (PreparedStatement insert = database.prepareStatement("insert into outbox (topic, item_key, item_value) values ('alerts', ?, ?::jsonb)")) {
      for (Message alert : alerts) {
        insert.setString(1, alert.key());
        insert.setString(2, alert.body());
        insert.addBatch();
      }
      insert.executeBatch();
      database.commit();
    } finally {
      database.setAutoCommit(true);
    }
  }

  /** A row's {@code published} is when the transaction of its batch began: in all of that time, all batches but the last went out. */
  private double relayed(long before) throws SQLException {
    try (PreparedStatement query = database.prepareStatement("""
        with batch as (select published, count(*) as messages from outbox where id > ? group by published)
        select sum(messages) - (select messages from batch order by published desc limit 1), extract(epoch from max(published) - min(published)) from batch""")) {
      query.setLong(1, before);
      ResultSet rows = query.executeQuery();
      rows.next();
      return Results.perSecond(rows.getDouble(1), (long) (rows.getDouble(2) * 1e9));
    }
  }

  private List<Message> bodies(long before) throws SQLException {
    try (PreparedStatement query = database.prepareStatement("select item_key, item_value::text from outbox where id > ? order by id")) {
      query.setLong(1, before);
      ResultSet rows = query.executeQuery();
      List<Message> messages = new ArrayList<>();
      while (rows.next()) {
        messages.add(new Message(rows.getString(1), rows.getString(2)));
      }
      return messages;
    }
  }

  private long number(String sql, long parameter) throws SQLException {
    try (PreparedStatement query = database.prepareStatement(sql)) {
      query.setLong(1, parameter);
      ResultSet rows = query.executeQuery();
      rows.next();
      return rows.getLong(1);
    }
  }
}
