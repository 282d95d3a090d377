package wadi.platform.postgres;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;

/** What is not finished, read in one statement. Each part of it reads an index that holds nothing else. */
public final class Backlog {
  private static final int LONGEST_SECONDS = 20;
  private static final String QUERY = Stream.concat(
      Stream.of("waiting", "delayed", "leased", "submitted", "parked").map(status -> """
          select 'delivery', channel, '%1$s', count(*), extract(epoch from now() - min(created_at))
          from delivery where status = '%1$s' group by channel""".formatted(status)),
      Stream.of("""
          select 'outbox', topic, '', count(*), extract(epoch from now() - min(created))
          from outbox where published is null group by topic""", """
          select 'dead_letter', coalesce(from_route, source), '', count(*), extract(epoch from now() - min(parked_at))
          from dead_letter where status = 'parked' group by coalesce(from_route, source)"""))
      .collect(Collectors.joining("\nunion all\n"));

  private final JdbcTemplate jdbc;

  /** What waits in one place. */
  public record Entry(Place place, long count, Duration oldest) {}

  /**
   * @param table delivery, outbox or dead_letter
   * @param name channel, topic, or the route a dead letter came in by
   * @param status of deliveries, otherwise empty
   */
  public record Place(String table, String name, String status) {}

  public Backlog(Database database) {
    jdbc = new JdbcTemplate(database.dataSource());
    jdbc.setQueryTimeout(LONGEST_SECONDS);
  }

  /** Only places where something is. */
  public List<Entry> read() {
    return jdbc.query(QUERY, (row, n) -> new Entry(new Place(row.getString(1), row.getString(2), row.getString(3)), row.getLong(4),
        Duration.ofMillis(Math.max(0, Math.round(row.getDouble(5) * 1_000)))));
  }
}
