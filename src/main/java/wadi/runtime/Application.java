package wadi.runtime;

import java.io.IOException;
import java.util.Optional;
import wadi.camel.delivery.BudgetSetup;
import wadi.camel.files.InvalidFiles;
import wadi.domain.reload.ReloadReport;
import wadi.domain.reload.Way;
import wadi.platform.Platform;
import wadi.platform.Settings;
import wadi.platform.budgets.ForecastNotices;
import wadi.platform.budgets.ForecastWatch;
import wadi.platform.budgets.Outlooks;
import wadi.platform.http.TlsFiles;
import wadi.platform.keys.Access;
import wadi.platform.meters.LegacyMetrics;
import wadi.platform.ops.Amends;
import wadi.platform.ops.LastReload;
import wadi.platform.ops.Reloads;
import wadi.platform.postgres.AuditTable.Actor;
import wadi.platform.postgres.FleetReloadTable;
import wadi.platform.postgres.ForecastTable;

/** A running Wadi: a platform and one generation of routes at a time. */
public final class Application implements AutoCloseable {
  private final Platform platform;
  private final Switchboard switchboard;
  private final Workshop workshop;
  private final Reloader reloader;
  private final FilesWatch watch;
  private final FleetFollower follower;
  private final Start.Begun begun;
  private final ForecastWatch forecast;
  private final SitesWatch sites;

  private Application(Platform platform, Settings settings) {
    this.platform = platform;
    this.switchboard = new Switchboard(platform.meters().http());
    LastReload last = new LastReload();
    Aftermath aftermath = new Aftermath(platform, last);
    CurrentRoutes routes = new CurrentRoutes(switchboard);
    try {
      Access.check(settings, platform.keys());
      this.workshop = new Workshop(platform, settings.home(), switchboard.ticks());
      this.reloader = new Reloader(switchboard, workshop, platform.tables().generations(), aftermath,
          new Amends(platform.database(), platform.tables().deadLetters(), platform.doorbells(), routes, platform.clock()));
      this.begun = new Start(workshop, platform.tables().generations()).begin();
      switchboard.open(begun.generation());
      platform.http().listen(settings.text("http.host"), settings.port("http.port"), "http.port", TlsFiles.of(settings), switchboard::handle);
      switchboard.consume();
      aftermath.runs(begun.generation(), begun.report());
      begun.refused().ifPresent(aftermath::ended);
      Outlooks outlooks = new Outlooks(platform.database(), platform.providers(), platform.clock(), () -> BudgetSetup.of(generation().files().settings()));
      this.forecast = ForecastWatch.start(outlooks, new ForecastTable(platform.database()),
          new ForecastNotices(platform.tables().deliveries(), platform.ids(), platform.clock()), platform.meters());
      this.sites = SitesWatch.begin(platform, switchboard);
      Management management = new Management(platform, switchboard, new Management.Live(routes, new FleetReloads(platform, reloader, workshop, switchboard),
          new LiveMap(switchboard, workshop.specs()), new Inspector(switchboard, workshop, platform.tables().generations())), outlooks, last);
      platform.http().listen(settings.text("management.host"), settings.port("management.port"), "management.port", management.router());
      LegacyMetrics.listen(platform.http(), settings, platform.meters());
      this.follower = FleetFollower.begin(platform.presence(), new FleetReloadTable(platform.database()), reloader, workshop);
      this.watch = FilesWatch.begin(settings.home(), switchboard, this::reload);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /**
   * Starts everything; returns when it is ready.
   *
   * @throws wadi.platform.StartupException or {@link InvalidFiles}, in words for the person who started it; nothing is
   *     left running
   */
  public static Application start(Settings settings) {
    return new Application(Platform.start(settings), settings);
  }

  /** Remembers beside the program that the files have passed, so that a first start need not check them again. */
  public void ship() throws IOException {
    workshop.ship();
  }

  /** Lets the files as they are now go live, if they pass. */
  public ReloadReport reload(Way way) {
    return reloader.reload(new Reloads.Wanted(way, Optional.empty(), false, new Actor("wadi", "-", null)));
  }

  /** What outlives the routes. */
  public Platform platform() {
    return platform;
  }

  /** The routes that answer now. */
  public Generation generation() {
    return switchboard.current().orElse(begun.generation());
  }

  /** Why the files as they are do not run, when it started with the last good ones instead. */
  public Optional<ReloadReport> refused() {
    return begun.refused();
  }

  /** Takes nothing new, finishes what was taken, stops every part. */
  @Override
  public void close() {
    platform.presence().close(); // who asks all processes for something must not wait for this one
    try {
      if (watch != null) {
        watch.close();
      }
      if (forecast != null) {
        forecast.close();
      }
      if (sites != null) {
        sites.close();
      }
      if (follower != null) {
        follower.close();
      }
      if (reloader != null) {
        reloader.close();
      }
      switchboard.close();
    } finally {
      platform.close();
    }
  }
}
