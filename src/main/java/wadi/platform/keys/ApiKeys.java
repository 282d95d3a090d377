package wadi.platform.keys;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import wadi.platform.Faults;
import wadi.platform.postgres.ApiKeyTable;
import wadi.platform.postgres.ApiKeyTable.Key;
import wadi.platform.postgres.Database;

/**
 * The keys that open, in memory: as the database has them, looked at every second, and at once when this process changes them. While the
 * database is away the last known ones go on opening. What a client may send a second is counted here, by this process alone.
 */
public final class ApiKeys implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ApiKeys.class);
  private static final int MILLIS = 1_000;

  private final ApiKeyTable table;
  private final Map<String, TokenBucket> buckets = new ConcurrentHashMap<>();
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "api-keys"));
  private volatile View view;
  private boolean told = true;

  private record View(boolean empty, Map<String, Key> byHash) {}

  private ApiKeys(ApiKeyTable table) {
    this.table = table;
    this.view = read();
  }

  /** Begins to look. */
  public static ApiKeys start(Database database) {
    ApiKeys keys = new ApiKeys(new ApiKeyTable(database));
    keys.thread.scheduleWithFixedDelay(keys::look, MILLIS, MILLIS, TimeUnit.MILLISECONDS);
    return keys;
  }

  private View read() {
    return new View(table.isEmpty(), table.live().stream().collect(Collectors.toUnmodifiableMap(Key::hash, Function.identity())));
  }

  /** Looks at once. */
  public synchronized void look() {
    try {
      view = read();
      told = true;
    } catch (RuntimeException e) {
      if (told) {
        LOG.warn("the API keys cannot be read, those known until now go on opening: {}", Faults.nameOf(e));
      }
      told = false;
    }
  }

  /** Whether nobody has ever made one. */
  public boolean isEmpty() {
    return view.empty();
  }

  /** The one that is written so, while it opens. */
  public Optional<Key> find(String key) {
    return Optional.ofNullable(view.byHash().get(KeyText.hash(key)))
        .filter(found -> found.expiresAt().isEmpty() || found.expiresAt().get().isAfter(Instant.now()));
  }

  /**
   * Counts a request.
   *
   * @param perSecond what the client may send
   * @param now {@link System#nanoTime()}
   * @return 0, or after how many nanoseconds it may send one again
   */
  long take(String client, int perSecond, long now) {
    return buckets.compute(client, (name, bucket) -> bucket == null || bucket.perSecond() != perSecond ? new TokenBucket(perSecond, now) : bucket).take(now);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
