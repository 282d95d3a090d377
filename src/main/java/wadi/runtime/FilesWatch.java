package wadi.runtime;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import wadi.domain.reload.Outcome;
import wadi.domain.reload.ReloadReport;
import wadi.domain.reload.Way;
import wadi.platform.Faults;
import wadi.platform.StartupException;

/**
 * Lets files go live that have changed and that nobody has touched for a while, when {@code reload.watch} is on. It asks for names,
 * sizes and times each second, which costs little and sees what notifications miss: network drives, replaced links, folders that are new.
 */
final class FilesWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FilesWatch.class);
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final int QUIET_LOOKS = 2;

  private final Path home;
  private final Switchboard switchboard;
  private final Function<Way, ReloadReport> reload;
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
    Thread watcher = new Thread(work, "watch-files");
    watcher.setDaemon(true);
    return watcher;
  });
  /** What was there when files were last let live, or tried. */
  private String settled = "";
  private String seen = "";
  private int quiet;

  private FilesWatch(Path home, Switchboard switchboard, Function<Way, ReloadReport> reload) {
    this.home = home;
    this.switchboard = switchboard;
    this.reload = reload;
  }

  /** @param reload lets the files as they are go live */
  static FilesWatch begin(Path home, Switchboard switchboard, Function<Way, ReloadReport> reload) {
    FilesWatch watch = new FilesWatch(home, switchboard, reload);
    watch.thread.scheduleWithFixedDelay(watch::look, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
    return watch;
  }

  private void look() {
    try {
      if (isOn()) {
        look(Snapshot.fingerprint(home));
      } else {
        settled = "";
      }
    } catch (StartupException e) {
      LOG.debug("the files cannot be looked at: {}", e.getMessage());
    } catch (RuntimeException e) {
      LOG.warn("the files are looked at again: {}", Faults.nameOf(e));
    }
  }

  /** As the routes that run say: a reload can turn it on and off. */
  private boolean isOn() {
    return switchboard.current().map(now -> now.files().settings().flag("reload.watch")).orElse(false);
  }

  /** What the files looked like that run. */
  private Optional<String> running() {
    return switchboard.current().flatMap(now -> now.files().snapshot().fingerprint());
  }

  private void look(String now) {
    if (settled.isEmpty()) {
      settled = running().orElse(now); // the first look: what has changed since is news
    }
    quiet = now.equals(seen) ? quiet + 1 : 0;
    seen = now;
    if (quiet >= QUIET_LOOKS && !now.equals(settled) && reload.apply(Way.WATCH).outcome() != Outcome.BUSY) {
      settled = now;
    }
  }

  /** Looks no more; a reload it has begun goes on. */
  @Override
  public void close() {
    thread.shutdown();
  }
}
