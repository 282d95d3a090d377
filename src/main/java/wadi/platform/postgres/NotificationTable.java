package wadi.platform.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Array;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCreator;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import wadi.domain.intake.StorableText;
import wadi.domain.notifications.Notification;
import wadi.platform.ports.Notifications;

/** Notifications and their deliveries; those that come at the same time are committed together. */
public final class NotificationTable implements Notifications, AutoCloseable {
  private static final String INSERT = """
      insert into notification (id, client, api, key, fingerprint, callback, callback_every, metadata, created_at)
      select * from unnest(?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::boolean[], ?::jsonb[], ?::timestamptz[])
        as n (id, client, api, key, fingerprint, callback, callback_every, metadata, created_at)
      order by client, api, key, id -- processes that take the same keys at the same time wait for each other in the same order
      on conflict do nothing returning id""";
  private static final String FIRST = """
      select n.client, n.api, n.key, n.id, n.fingerprint from notification n
      join unnest(?::text[], ?::text[], ?::text[]) as w (client, api, key) using (client, api, key)""";

  private final JdbcTemplate jdbc;
  private final DeliveryTable deliveries;
  private final ObjectMapper json = new ObjectMapper();
  private final GroupCommit<Request> commits;

  /** Some that are kept together, and what became of them. */
  private static final class Request {
    private final List<Notification> notifications;
    private List<Acceptance> acceptances = List.of();

    private Request(List<Notification> notifications) {
      this.notifications = notifications;
    }
  }

  private record Key(String client, String api, String key) {
    private static Key of(Notification notification) {
      return new Key(notification.client(), notification.api().word(), notification.key().map(StorableText::of).orElse(null));
    }
  }

  private record First(long id, String fingerprint) {}

  public NotificationTable(Database database, DeliveryTable deliveries) {
    this.jdbc = new JdbcTemplate(database.dataSource());
    this.deliveries = deliveries;
    this.commits = new GroupCommit<>("notifications", database, this::write);
  }

  @Override
  public List<Acceptance> storeAll(List<Notification> notifications) {
    Request request = new Request(notifications);
    if (TransactionSynchronizationManager.isActualTransactionActive()) {
      write(List.of(request));
    } else {
      commits.commit(request);
    }
    return request.acceptances;
  }

  @Override
  public boolean isKnown(String client, Notification.Api api, String key) {
    return Boolean.TRUE.equals(jdbc.queryForObject("select exists (select from notification where client = ? and api = ? and key = ?)", Boolean.class,
        client, api.word(), StorableText.of(key)));
  }

  private void write(List<Request> requests) {
    List<Notification> all = requests.stream().flatMap(request -> request.notifications.stream()).toList();
    Set<Long> kept = insert(all);
    deliveries.promise(all.stream().filter(n -> kept.contains(n.id())).flatMap(n -> n.deliveries().stream()
        .map(delivery -> new DeliveryTable.Promise(delivery, null, n.callback().map(Notification.Callback::url).orElse(null)))).toList());
    Map<Key, First> first = first(all.stream().filter(n -> !kept.contains(n.id())).toList());
    for (Request request : requests) {
      request.acceptances = request.notifications.stream().map(n -> acceptance(n, kept, first)).toList();
    }
  }

  private static Acceptance acceptance(Notification notification, Set<Long> kept, Map<Key, First> first) {
    if (kept.contains(notification.id())) {
      return new Acceptance(notification.id(), true, true);
    }
    First other = first.get(Key.of(notification));
    return new Acceptance(other.id(), false, other.fingerprint().equals(notification.fingerprint()));
  }

  private Set<Long> insert(List<Notification> all) {
    PreparedStatementCreator insert = connection -> {
      var statement = connection.prepareStatement(INSERT);
      Object[][] columns = {
          all.stream().map(Notification::id).toArray(), all.stream().map(Notification::client).toArray(), all.stream().map(n -> n.api().word()).toArray(),
          all.stream().map(n -> Key.of(n).key()).toArray(), all.stream().map(Notification::fingerprint).toArray(),
          all.stream().map(n -> n.callback().map(Notification.Callback::url).orElse(null)).toArray(),
          all.stream().map(n -> n.callback().filter(Notification.Callback::everyChange).isPresent()).toArray(),
          all.stream().map(n -> write(n.metadata())).toArray(), all.stream().map(n -> Timestamp.from(n.receivedAt())).toArray()};
      String[] types = {"bigint", "text", "text", "text", "text", "text", "boolean", "text", "timestamptz"};
      for (int i = 0; i < columns.length; i++) {
        Array array = connection.createArrayOf(types[i], columns[i]);
        statement.setArray(i + 1, array);
      }
      return statement;
    };
    return new HashSet<>(jdbc.query(insert, (row, n) -> row.getLong(1)));
  }

  private Map<Key, First> first(List<Notification> repeated) {
    Map<Key, First> first = new HashMap<>();
    if (!repeated.isEmpty()) {
      List<Key> keys = new ArrayList<>(repeated.stream().map(Key::of).toList());
      jdbc.query(FIRST, row -> {
        first.put(new Key(row.getString(1), row.getString(2), row.getString(3)), new First(row.getLong(4), row.getString(5)));
      }, keys.stream().map(Key::client).toArray(String[]::new), keys.stream().map(Key::api).toArray(String[]::new), keys.stream().map(Key::key).toArray(String[]::new));
    }
    return first;
  }

  private String write(Map<String, Object> metadata) {
    try {
      return StorableText.of(json.writeValueAsString(metadata));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the metadata cannot be written as JSON: " + e.getOriginalMessage(), e);
    }
  }

  @Override
  public void close() {
    commits.close();
  }
}
