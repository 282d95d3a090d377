package wadi.cli;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import wadi.platform.DataDirectory;
import wadi.platform.Settings;
import wadi.platform.StartupException;
import wadi.platform.keys.KeyChanges;
import wadi.platform.keys.KeyChanges.NotChanged;
import wadi.platform.postgres.ApiKeyTable;
import wadi.platform.postgres.AuditTable.Actor;
import wadi.platform.postgres.Database;
import wadi.platform.postgres.EmbeddedPostgres;

/** Keys of a Wadi that does not run, in its database, which is started for it when it is the one inside. */
final class StoppedDesk implements KeyDesk {
  private final Deque<AutoCloseable> closeLast = new ArrayDeque<>();
  private final KeyChanges keys;

  private StoppedDesk(Settings settings) throws Exception {
    try {
      Optional<EmbeddedPostgres> inside = Optional.empty();
      if (settings.optional("database.url").isEmpty()) {
        DataDirectory data = later(DataDirectory.open(settings.path("data.dir"))); // its lock: no Wadi runs on it, and none starts now
        inside = Optional.of(later(EmbeddedPostgres.start(data.resolve("postgres"))));
      }
      keys = new KeyChanges(new ApiKeyTable(later(Database.connect(settings, inside))), settings.home(), () -> { });
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private <T extends AutoCloseable> T later(T part) {
    closeLast.push(part);
    return part;
  }

  static StoppedDesk open(Settings settings) {
    try {
      return new StoppedDesk(settings);
    } catch (StartupException e) {
      throw new CommandFailed("No Wadi answers at the management port, and its database cannot be used beside it. " + e.getMessage());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** What may stand in the path of a request. */
  static String usable(String name) {
    if (!name.matches("[A-Za-z0-9._-]+")) {
      throw new CommandFailed("There is no live key of this name; ./wadi keys list shows those there are.");
    }
    return name;
  }

  @Override
  public String list() {
    return keys.list();
  }

  @Override
  public void create(String name, String hash, List<String> scopes, OptionalInt rate, boolean reuse) {
    change(() -> keys.create(name, hash, scopes, rate, reuse, person()));
  }

  @Override
  public void rotate(String name, String hash, Duration overlap) {
    change(() -> keys.rotate(name, hash, overlap, person()));
  }

  @Override
  public void revoke(String name) {
    change(() -> keys.revoke(name, person()));
  }

  private static Actor person() {
    return new Actor(OperationsClient.person(), "-", null);
  }

  private static void change(Runnable change) {
    try {
      change.run();
    } catch (NotChanged e) {
      throw new CommandFailed(e.getMessage());
    }
  }

  @Override
  public void close() {
    for (AutoCloseable part = closeLast.poll(); part != null; part = closeLast.poll()) {
      try {
        part.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
