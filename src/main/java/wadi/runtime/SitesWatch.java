package wadi.runtime;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import wadi.camel.files.InvalidFiles;
import wadi.camel.sites.SitesFile;
import wadi.platform.Faults;
import wadi.platform.Platform;
import wadi.platform.Roles;
import wadi.platform.Settings;
import wadi.platform.meters.SiteGauges;
import wadi.platform.postgres.SiteLists;
import wadi.platform.postgres.SiteReadings;
import wadi.platform.postgres.SiteTable.NotChanged;

/**
 * Brings the sites of the file into their table when files go live, once for each generation, and shows how sites are as metrics. One that is replaced says
 * nothing any more, so of several processes the one that went live last counts.
 */
final class SitesWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SitesWatch.class);
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final int GAUGES_EVERY = 5;

  private final Switchboard switchboard;
  private final SiteLists lists;
  private final SiteReadings readings;
  private final SiteGauges gauges;
  private final String instance;
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "sites"));
  private long brought;
  private int looks;
  private boolean away;

  private SitesWatch(Platform platform, Switchboard switchboard) {
    this.switchboard = switchboard;
    this.lists = new SiteLists(platform.database());
    this.readings = new SiteReadings(platform.database());
    this.gauges = new SiteGauges(platform.meters());
    this.instance = platform.instance();
  }

  static SitesWatch begin(Platform platform, Switchboard switchboard) {
    SitesWatch watch = new SitesWatch(platform, switchboard);
    watch.thread.scheduleWithFixedDelay(watch::look, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    return watch;
  }

  private void look() {
    try {
      Optional<Generation> now = switchboard.current();
      if (now.isPresent() && now.get().number() != brought) {
        bring(now.get());
      }
      if (looks++ % GAUGES_EVERY == 0) {
        gauges.show(readings.of(instance));
      }
      away = false;
    } catch (RuntimeException e) {
      if (!away) {
        LOG.warn("the table of sites cannot be used; its metrics keep their last values: {}", Faults.nameOf(e));
      }
      away = true;
    }
  }

  private void bring(Generation generation) {
    Settings settings = generation.files().settings();
    try {
      if (Roles.of(settings).has("sites")) {
        SiteLists.Brought changes = lists.live(SitesFile.load(generation.files().snapshot().folder(), settings));
        if (changes.added() + changes.changed() + changes.disabled() > 0) {
          LOG.info("{}: {} sites added, {} changed, {} as before, {} disabled that it does not name any more", SitesFile.NAME, changes.added(), changes.changed(),
              changes.unchanged(), changes.disabled());
        }
      }
    } catch (NotChanged | InvalidFiles e) {
      LOG.error("the sites of {} are not watched as it says: {}", SitesFile.NAME, e.getMessage());
    }
    brought = generation.number();
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
