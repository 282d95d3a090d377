package wadi.cli;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import wadi.camel.files.InvalidFiles;
import wadi.platform.LogFormat;
import wadi.platform.Roles;
import wadi.platform.Settings;
import wadi.platform.StartupException;
import wadi.platform.http.TlsFiles;
import wadi.platform.ops.ReloadView;
import wadi.runtime.Application;

/** {@code wadi run}: everything in one process, until it is told to stop. */
@Command(name = "run", mixinStandardHelpOptions = true,
    description = {"Starts everything in one process: database, broker, inbox and the routes. Ctrl-C stops it.",
        "If the files do not pass, the last ones that ran are run instead."},
    footer = {"", "Properties are in application.properties; environment variables override them:",
        "  HTTP_PORT             where transactions come in (8080)",
        "  MANAGEMENT_PORT       console, health, metrics and the inbox (9876)",
        "  DATA_DIR              database, journal and keys (./data)",
        "  BROKER_ARTEMIS_PORT   the broker inside (61616)",
        "  INBOX_SMTP_PORT       the development inbox (2525)",
        "  DATABASE_URL          a PostgreSQL of your own instead of the one inside",
        "  WADI_JAVA_OPTS        options for Java, for example -Xmx1g"})
final class RunCommand implements Callable<Integer> {
  @Option(names = "--env-file", paramLabel = "FILE", description = "Reads environment variables from a file, NAME=value on each line; those that are set already count more. May be repeated.")
  private List<String> envFiles; // the launcher has read them, before Java was started

  private final long begun = System.nanoTime();

  @Override
  public Integer call() throws InterruptedException {
    CompletableFuture<Application> application = new CompletableFuture<>();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(application), "stop"));
    try {
      Settings settings = Settings.load(Home.folder(), System::getenv);
      LogFormat.apply(settings);
      application.complete(Application.start(settings));
      Hangup.reloads(application.join());
      welcome(settings, application.join());
      new CountDownLatch(1).await();
      return 0;
    } catch (StartupException | InvalidFiles e) {
      System.err.println("wadi: " + e.getMessage());
      return 1;
    } finally {
      application.cancel(false);
    }
  }

  /** Told to stop while it starts, it finishes starting first: parts half started could not be stopped. */
  private static void stop(CompletableFuture<Application> starting) {
    try {
      Application application = starting.join();
      System.out.println("Wadi stops: finishing what it has taken.");
      application.close();
      System.out.println("Wadi has stopped.");
    } catch (CancellationException e) {
      // it never started
    }
  }

  private void welcome(Settings settings, Application application) {
    application.refused().ifPresent(refused -> System.err.println("wadi: " + ReloadView.text(refused)));
    boolean tls = TlsFiles.of(settings).isPresent();
    String business = (tls ? "https" : "http") + "://localhost:" + settings.port("http.port");
    String management = "http://localhost:" + settings.port("management.port");
    System.out.printf("Wadi is ready after %.1f s: %d routes, files %s.%n%n", (System.nanoTime() - begun) / 1e9, application.generation().routes(),
        application.generation().hash());
    boolean intake = Roles.of(settings).has("intake");
    if (intake) {
      System.out.printf("  Transactions  %s/transact%n", business);
    }
    System.out.printf("""
          Console       %1$s/console
          Inbox         %1$s/inbox
          Health        %1$s/observe/health
          Metrics       %1$s/observe/metrics

        """, management);
    if (intake && !tls) {
      System.out.printf("""
          Send one that is held; its mail arrives in the inbox:

            curl %s/transact -d '%s'

          """, business, Sample.HELD);
    }
    System.out.println("Ctrl-C stops it.");
  }
}
