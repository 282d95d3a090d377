package wadi.platform.postgres;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import wadi.platform.Settings;

/**
 * Forgets finished rows when their retention is over, some thousands at a time, every ten minutes; what is personal in them
 * before. It waits for no row that somebody else works on.
 */
public final class Sweeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);
  private static final int BATCH = 5_000;
  private static final int MINUTES = 10;
  /** Credits of a window that is open must not be forgotten; a month has up to 31 days. */
  private static final Duration LONGEST_WINDOW = Duration.ofDays(33);

  /** A start falls back on it, however old it is. */
  private static final String NOT_LAST_GOOD =
      "id not in (select max(id) from generation where " + GenerationTable.GOOD + " group by instance)";
  private static final String NOT_WANTED = """
      hash not in (select hash from generation)
      and hash not in (select hash from generation_files order by kept_at desc limit 20)""";

  private final Database database;
  private final List<Blanking> blankings;
  private final SiteSweep sites;
  private final Map<String, Duration> retentions = new LinkedHashMap<>();
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "sweeper"));

  public Sweeper(Database database, Settings settings) {
    this.database = database;
    retentions.put("idempotency_key where created_at", settings.duration("retention.idempotency-keys"));
    retentions.put("transaction where received_at", settings.duration("retention.transactions"));
    retentions.put("alert where raised_at", settings.duration("retention.alerts"));
    retentions.put("silence where until_at", settings.duration("retention.alerts"));
    retentions.put("site_incident where ended_at", settings.duration("retention.alerts"));
    Duration deliveries = settings.duration("retention.deliveries");
    retentions.put("delivery where status in ('delivered', 'parked', 'expired', 'cancelled') and modified_at", deliveries);
    retentions.put("notification where not exists (select from delivery d where d.source = 'notification' and d.source_id = notification.id::text"
        + " and d.status in ('waiting', 'delayed', 'leased', 'submitted'))"
        + " and not exists (select from status_event e where e.notification_id = notification.id and e.done_at is null) and created_at", deliveries);
    retentions.put("status_event where done_at", deliveries);
    retentions.put("receipt where received_at", Duration.ofDays(7));
    retentions.put("outbox where published", settings.duration("retention.outbox"));
    retentions.put("seen_message where seen_at", settings.duration("retention.seen-messages"));
    retentions.put("dead_letter where parked_at", settings.duration("retention.dead-letters"));
    retentions.put("audit where at", settings.duration("retention.audit"));
    retentions.put("generation where %s and at".formatted(NOT_LAST_GOOD), settings.duration("retention.generations"));
    retentions.put("fleet_reload where asked_at", settings.duration("retention.generations"));
    retentions.put("process where seen_at", Duration.ofDays(1));
    retentions.put("generation_files where %s and kept_at".formatted(NOT_WANTED), Duration.ZERO);
    Duration personal = settings.duration("retention.personal-data");
    retentions.put("inbox_message where received_at", personal);
    retentions.put("alert_storm where folded = 0 and until", Duration.ofDays(1));
    retentions.put("budget_window where unit = 'seconds' and starts", Duration.ofHours(1));
    sites = new SiteSweep(database, settings);
    blankings = Blanking.all(database, personal);
    retentions.put("budget_window where starts", deliveries.compareTo(LONGEST_WINDOW) > 0 ? deliveries : LONGEST_WINDOW);
    thread.scheduleWithFixedDelay(this::sweep, 1, MINUTES, TimeUnit.MINUTES);
  }

  void sweep() {
    retentions.forEach((rows, age) -> {
      try {
        String table = rows.substring(0, rows.indexOf(' '));
        String old = "select ctid from %s < now() - ? * interval '1 second' limit %d for update skip locked".formatted(rows, BATCH);
        int gone;
        do {
          gone = database.sql().sql("delete from %s where ctid = any (array (%s))".formatted(table, old)).param(age.toSeconds()).update();
        } while (gone == BATCH && !thread.isShutdown());
      } catch (RuntimeException e) {
        LOG.warn("Old rows were not swept: {}", e.getMessage());
      }
    });
    blankings.forEach(blanking -> {
      try {
        boolean more;
        do {
          more = blanking.next();
        } while (more && !thread.isShutdown());
      } catch (RuntimeException e) {
        LOG.warn("The contents of old rows were not taken out: {}", e.getMessage());
      }
    });
    try {
      boolean more;
      do {
        more = sites.next();
      } while (more && !thread.isShutdown());
    } catch (RuntimeException e) {
      LOG.warn("Old checks of sites were not swept: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
