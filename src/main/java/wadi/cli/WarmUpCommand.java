package wadi.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.springframework.util.FileSystemUtils;
import picocli.CommandLine.Command;
import wadi.camel.delivery.Channel;
import wadi.camel.files.InvalidFiles;
import wadi.platform.Settings;
import wadi.platform.StartupException;
import wadi.runtime.Application;

/**
 * {@code wadi warm-up}: starts everything on free ports and an empty data directory, carries one transaction to its
 * mail and SMS, runs the specs, and ends. The build runs it so that Java can archive the classes of a start.
 */
@Command(name = "warm-up", hidden = true, mixinStandardHelpOptions = true, description = "Starts, carries one transaction, ends.")
final class WarmUpCommand implements Callable<Integer> {
  private static final long PATIENCE_SECONDS = 10;
  /** The channels that have a sandbox inside; the others release nothing here. */
  private static final Set<String> INSIDE = Set.of("email", "sms");

  @Override
  public Integer call() throws Exception {
    Path data = Files.createTempDirectory("wadi-warm-up");
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx--x--x")); // the database may be another user
    CompletableFuture<Application> application = new CompletableFuture<>();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(application, data), "end"));
    try {
      keepToOurselves(data);
      Settings settings = Settings.load(Home.folder(), System::getenv);
      application.complete(Application.start(settings));
      carryOne(settings);
      application.join().ship();
      WadiCommand.execute("spec"); // whatever comes of them: their classes are archived
      return 0;
    } catch (StartupException | InvalidFiles e) {
      System.err.println(e.getMessage());
      return 1;
    } finally {
      application.cancel(false);
    }
  }

  /** Whatever the user's files say: nothing of this leaves the machine or touches what they have. */
  private static void keepToOurselves(Path data) {
    String smtp = Integer.toString(freePort());
    String management = Integer.toString(freePort());
    Map.ofEntries(Map.entry("data.dir", data.toString()), Map.entry("database.url", ""), Map.entry("card.key", ""),
        Map.entry("http.tls.certificate", ""), Map.entry("http.tls.key", ""),
        Map.entry("http.host", "127.0.0.1"), Map.entry("http.port", Integer.toString(freePort())),
        Map.entry("management.host", "127.0.0.1"), Map.entry("management.port", management),
        Map.entry("broker.artemis.port", Integer.toString(freePort())), Map.entry("inbox.enabled", "true"),
        Map.entry("inbox.smtp-port", smtp), Map.entry("delivery.email.smtp.host", "127.0.0.1"),
        Map.entry("delivery.email.smtp.port", smtp), Map.entry("delivery.email.provider", "smtp"),
        Map.entry("delivery.email.smtp.tls", "none"), Map.entry("delivery.email.smtp.tls.ca", ""),
        Map.entry("delivery.email.smtp.username", ""), Map.entry("delivery.email.smtp.password", ""),
        Map.entry("delivery.sms.provider", "africastalking"), Map.entry("delivery.sms.africastalking.api-key", ""),
        Map.entry("delivery.sms.africastalking.url", "http://127.0.0.1:" + management + "/sandbox/africastalking"))
        .forEach(System::setProperty);
    Channel.all(Settings.load(Home.folder(), System::getenv)).stream().map(Channel::name).filter(name -> !INSIDE.contains(name))
        .forEach(name -> System.setProperty("delivery." + name + ".budget", "0 per day"));
  }

  /** Also after Ctrl-C: the database must not stay behind. */
  private static void end(CompletableFuture<Application> starting, Path data) {
    try {
      starting.join().close();
    } catch (CancellationException e) {
      // it never started
    }
    try {
      FileSystemUtils.deleteRecursively(data);
    } catch (IOException e) {
      System.err.println(data + " stays: " + e.getMessage());
    }
  }

  /** Waits for mail and SMS, but not for ever: other rules may find nothing to hold. */
  private static void carryOne(Settings settings) throws IOException, InterruptedException {
    HttpClient http = HttpClient.newHttpClient();
    HttpRequest transaction = HttpRequest.newBuilder(URI.create("http://localhost:" + settings.port("http.port") + "/transact"))
        .timeout(Duration.ofSeconds(PATIENCE_SECONDS)).POST(HttpRequest.BodyPublishers.ofString(Sample.HELD)).build();
    HttpRequest inbox = HttpRequest.newBuilder(URI.create("http://localhost:" + settings.port("management.port") + "/inbox")).build();
    http.send(transaction, BodyHandlers.ofString());
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (System.nanoTime() < end) {
      String arrived = http.send(inbox, BodyHandlers.ofString()).body();
      if (arrived.contains("\"email\"") && arrived.contains("\"sms\"")) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
