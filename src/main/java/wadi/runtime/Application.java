package wadi.runtime;

import java.util.concurrent.CompletableFuture;
import wadi.camel.RouteProperties;
import wadi.camel.files.InvalidFiles;
import wadi.camel.fraud.RuleBook;
import wadi.domain.reload.Outcome;
import wadi.domain.reload.ReloadReport;
import wadi.platform.Platform;
import wadi.platform.Settings;
import wadi.platform.ops.LastReload;
import wadi.platform.ops.Reloads;

/** A running Wadi: a platform and one generation of routes. */
public final class Application implements AutoCloseable {
  private final Platform platform;
  private final Switchboard switchboard;
  private final Generation generation;

  private Application(Platform platform, Settings settings) {
    this.platform = platform;
    this.switchboard = new Switchboard(platform.meters().http());
    try {
      this.generation = open(settings);
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
    RouteProperties.check(settings);
    return new Application(Platform.start(settings), settings);
  }

  /** HTTP opens when there is something behind it; consumers begin when everything else is there. */
  private Generation open(Settings settings) {
    Snapshot snapshot = Snapshot.take(settings.home(), platform.directory("generations").resolve("current"));
    CompletableFuture<RuleBook> rules = new CompletableFuture<>();
    new Thread(() -> compile(snapshot, rules), "compile-rules").start();
    Generation first = new GenerationFactory(platform).build(snapshot, settings, rules);
    platform.velocity().begin(rules.join().windows(), platform.clock().instant());
    switchboard.open(first);
    platform.http().listen(settings.text("http.host"), settings.port("http.port"), "http.port", switchboard::handle);
    switchboard.consume();
    Reloads reloads = wanted -> ReloadReport.notTried(Outcome.BUSY, first.number(), first.hash(), "This Wadi cannot reload; restart it.");
    Management management = new Management(platform, switchboard, reloads, new LastReload());
    platform.http().listen(settings.text("management.host"), settings.port("management.port"), "management.port", management.router());
    return first;
  }

  private static void compile(Snapshot snapshot, CompletableFuture<RuleBook> rules) {
    try {
      rules.complete(RuleBook.load(snapshot.folder().resolve("routes/fraud/rules.yaml")));
    } catch (RuntimeException | LinkageError e) {
      rules.completeExceptionally(e);
    }
  }

  /** What outlives the routes. */
  public Platform platform() {
    return platform;
  }

  /** The routes that answer now. */
  public Generation generation() {
    return generation;
  }

  /** Takes nothing new, finishes what was taken, stops every part. */
  @Override
  public void close() {
    try {
      switchboard.close();
    } finally {
      platform.close();
    }
  }
}
